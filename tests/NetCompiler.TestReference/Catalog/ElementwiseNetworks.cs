using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Layers without windows that are not functions of each value by itself, with nothing else around them and in places where they cannot be fused.</summary>
public static class ElementwiseNetworks
{
    public static IEnumerable<ReferenceNetwork> All()
    {
        yield return new("NormalizeAlone", [3, 5, 7], new NormalizeReference([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]));
        yield return new("NormalizeOfVector", [5], new NormalizeReference([0.5f, 0.25f, -1f, 0f, 3f], [0.5f, -1.5f, 2f, 1f, 4f]));
        yield return new("NormalizeOne", [18, 3, 2], new NormalizeReference(-0.5f, 0.3f));
        yield return new("NormalizeBeforePaddedConv", [3, 6, 7], new NormalizeReference([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]), new ConvReference(16, new ReferenceWindow(3, 3) { Pads = [1, 1, 1, 1] }));
        yield return new("NormalizeInside", [3, 6, 7], new ConvReference(20, 3), new NormalizeReference(0.5f, 2f), new ConvReference(5, new ReferenceWindow(3, 3) { Same = true }));
        yield return new("PadAlone", [3, 4, 5], new PadReference(1, 2, 3, 0));
        yield return new("PadThenNormalize", [2, 4, 5], new PadReference(2), new NormalizeReference([1f, 2f], [0.5f, 3f]), new ConvReference(6, 3));
        yield return new("NormalizeThenPadThenPool", [2, 5, 5], new NormalizeReference([1f, 2f], [0.5f, 3f]), new PadReference(1), new MaxPoolReference(2));
        yield return new("FlattenAlone", [3, 4, 5], new FlattenReference());
        yield return new("FlattenBehindConv", [3, 4, 5], new ConvReference(19, 2), new FlattenReference());
        yield return new("DropoutAlone", [5, 4, 5], new DropoutReference(0.25f));
        yield return new("SoftmaxAlone", [23], new SoftmaxReference());
        yield return new("SoftmaxWide", [64], new DenseReference(131), new SoftmaxReference());
        yield return new("SoftmaxInside", [12], new DenseReference(17), new SoftmaxReference(), new DenseReference(6));
        yield return new("SoftmaxOfImageInside", [2, 4, 3], new ConvReference(5, 2), new FlattenReference(), new SoftmaxReference(), new DenseReference(6));
        yield return new("SoftmaxOfImage", [2, 4, 3], new ConvReference(5, 2), new FlattenReference(), new SoftmaxReference());
    }
}
