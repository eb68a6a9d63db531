using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Locally connected layers: own and shared weights, own and shared biases, on the user's image, inside, and on sequences.</summary>
public static class LocalNetworks
{
    public static IEnumerable<ReferenceNetwork> All()
    {
        ReferenceLayer Conv(int filters, int kernel) => new ConvReference(filters, new ReferenceWindow(kernel, kernel));
        LocallyConnectedReference Local(int filters, int kernel, int stride = 1) => new(filters, new ReferenceWindow(kernel, kernel) { StrideY = stride, StrideX = stride });

        yield return new("LocalFirst", [3, 7, 6], Local(5, 3));
        yield return new(
            "LocalInside", [2, 6, 7], Conv(20, 2),
            new LocallyConnectedReference(33, new ReferenceWindow(3, 2) { Pads = [1, 0, 2, 1] }), new ReluReference(), Conv(4, 3));
        yield return new(
            "LocalStrides", [3, 9, 10], Conv(17, 2),
            new LocallyConnectedReference(16, new ReferenceWindow(2, 4) { StrideY = 3, StrideX = 2, Pads = [0, 2, 1, 0] }) { SharedBias = true }, new TanhReference(), Conv(3, 2));
        yield return new("LocalSame", [1, 5, 5], Conv(6, 2), new LocallyConnectedReference(7, new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2, Same = true }) { Bias = false }, new SigmoidReference());
        yield return new("LocalManyFilters", [2, 3, 4], Conv(33, 2), new LocallyConnectedReference(70, new ReferenceWindow(2, 2)), new LeakyReluReference(0.1f), Conv(3, 1));
        yield return new("LocalPixel", [3, 5, 4], Conv(18, 2), new LocallyConnectedReference(19, new ReferenceWindow(4, 3)), new TanhReference(), new FlattenReference(), new DenseReference(4));
        yield return new("LocalBehindPad", [2, 4, 5], new PadReference(1, 2, 0, 1), Local(4, 3), new MaxPoolReference(2));
        yield return new(
            "LocalSequence", [3, 11],
            new LocallyConnectedReference(18, new ReferenceWindow(1, 3) { StrideX = 2, Pads = [0, 1, 0, 0] }) { IsSequence = true }, new ReluReference(),
            new LocallyConnectedReference(5, new ReferenceWindow(1, 2)) { IsSequence = true });
        yield return new("LocalSharedWeightsFirst", [1, 10, 9], Local(6, 5, 2) with { SharedWeights = true }, new TanhReference(), Conv(3, 2));
        yield return new(
            "LocalSharedWeights", [2, 8, 19], Conv(16, 2),
            new LocallyConnectedReference(20, new ReferenceWindow(3, 3) { Same = true }) { SharedWeights = true }, new ReluReference(),
            new LocallyConnectedReference(33, new ReferenceWindow(3, 1) { StrideY = 2, Pads = [0, 0, 1, 0] }) { SharedWeights = true }, new MaxPoolReference(2));
        yield return new("LocalAllShared", [2, 6, 5], Conv(5, 2), Local(17, 3) with { SharedWeights = true, SharedBias = true }, new ReluReference(), Conv(2, 2));
    }
}
