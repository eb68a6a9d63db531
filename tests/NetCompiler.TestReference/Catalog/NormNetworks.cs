using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Normalisations, softmax, scales and distances: on vectors, sequences and images, with few, full, and partly filled blocks of channels.</summary>
public static class NormNetworks
{
    public static IEnumerable<ReferenceNetwork> All() => [.. ResponseNorms(), .. Softmaxes(), .. UnitVectors(), .. Scales(), .. InstanceNorms(), .. LayerNorms(), .. Distances()];

    private static IEnumerable<ReferenceNetwork> ResponseNorms()
    {
        // Large factors, so that the neighbours matter.
        yield return new("NormLrnOfImage", [5, 4, 3], new LocalResponseNormReference(5, 2f), new ConvReference(17, 2), new LocalResponseNormReference(3, 0.5f, 0.5f, AlphaPerSize: false), new ConvReference(35, new ReferenceWindow(3, 3) { Same = true }), new LocalResponseNormReference(4, 3f, 1f, 2f));
        yield return new("NormLrnWide", [35, 2, 3], new LocalResponseNormReference(21, 5f, 0.3f, 0.75f), new ConvReference(16, 1), new LocalResponseNormReference(16, 4f, 1.7f), new ConvReference(3, 1));
        yield return new("NormLrnOneChannel", [1, 5, 4], new LocalResponseNormReference(100, 200f));
        yield return new("NormLrnOfVector", [17], new LocalResponseNormReference(2, 2f), new DenseReference(35), new LocalResponseNormReference(7, 2f, 0.9f), new DenseReference(5), new LocalResponseNormReference(3, 1f));
        yield return new("NormLrnOfFeatures", [2, 4, 3], new ConvReference(5, 2), new FlattenReference(), new LocalResponseNormReference(5, 4f), new DenseReference(4));
        yield return new("NormLrnOfSequence", [5, 9], new ScaleReference(), new LocalResponseNormReference(3, 3f), new FlattenReference(), new DenseReference(3));
    }

    private static IEnumerable<ReferenceNetwork> Softmaxes()
    {
        yield return new("NormSoftmaxLast", [3, 4, 5], new ConvReference(35, 1), new SoftmaxReference());
        yield return new("NormSoftmaxInside", [35, 4, 3], new SoftmaxReference(), new ConvReference(17, 2), new SoftmaxReference(), new ConvReference(3, new ReferenceWindow(3, 3) { Same = true }));
        yield return new("NormSoftmaxOfSequence", [16, 7], new ScaleReference(), new SoftmaxReference(), new FlattenReference(), new DenseReference(3));
        yield return new("NormSoftmaxOfFeatures", [2, 4, 3], new ConvReference(5, 2), new FlattenReference(), new SoftmaxReference(), new DenseReference(4));
        yield return new("NormLogSoftmaxOfImage", [5, 4, 5], new LogSoftmaxReference(), new ConvReference(17, 2), new LogSoftmaxReference(), new ConvReference(35, new ReferenceWindow(3, 3) { Same = true }), new LogSoftmaxReference());
        yield return new("NormLogSoftmaxOfVector", [23], new LogSoftmaxReference(), new DenseReference(35), new LogSoftmaxReference(), new DenseReference(17), new LogSoftmaxReference());
        yield return new("NormLogSoftmaxOfFeatures", [2, 4, 3], new ConvReference(5, 2), new FlattenReference(), new LogSoftmaxReference(), new DenseReference(4), new SoftmaxReference());
        yield return new("NormLogSoftmaxOfSequence", [17, 5], new ScaleReference(), new LogSoftmaxReference());
    }

    private static IEnumerable<ReferenceNetwork> UnitVectors()
    {
        yield return new("NormUnitOfImage", [5, 4, 3], new L2NormalizeReference(), new ConvReference(17, 2), new L2NormalizeReference(), new ConvReference(35, new ReferenceWindow(3, 3) { Same = true }), new L2NormalizeReference());
        yield return new("NormUnitOfVector", [17], new L2NormalizeReference(), new DenseReference(35), new L2NormalizeReference(), new DenseReference(5), new L2NormalizeReference());
        yield return new("NormUnitOfFeatures", [2, 4, 3], new ConvReference(5, 2), new FlattenReference(), new L2NormalizeReference(), new DenseReference(4));
        yield return new("NormUnitOfSequence", [16, 5], new ScaleReference(), new L2NormalizeReference());

        // Some norms are below the least one.
        yield return new("NormUnitOfSmall", [3, 6, 5], new ConvReference(3, 1), new L2NormalizeReference(0.8f), new ConvReference(4, 2));
    }

    private static IEnumerable<ReferenceNetwork> Scales()
    {
        yield return new("NormScaleByConstant", [5, 6, 5], new ScaleReference(0.3f), new ConvReference(17, 2), new ScaleReference(-0.5f), new MaxPoolReference(2), new ScaleReference(3f), new ConvReference(4, 2), new ScaleReference(0.1f));
        yield return new("NormScaleOfImage", [5, 4, 3], new ScaleReference(), new ConvReference(17, 2), new ScaleReference(Bias: false), new ConvReference(35, new ReferenceWindow(3, 3) { Same = true }), new ScaleReference());
        yield return new("NormScaleOfWideRows", [16, 3, 11], new ScaleReference(Bias: false), new ScaleReference());
        yield return new("NormScaleOfVector", [17], new ScaleReference(), new DenseReference(35), new ScaleReference(), new DenseReference(5), new ScaleReference(Bias: false));
        yield return new("NormScaleOfFeatures", [2, 4, 3], new ConvReference(5, 2), new FlattenReference(), new ScaleReference(), new DenseReference(4));
        yield return new("NormScaleOfSequence", [1, 9], new ScaleReference(), new ScaleReference(2f), new FlattenReference(), new DenseReference(3));
        yield return new("NormScaleOfManyFeatures", [48], new ScaleReference());
    }
    private static IEnumerable<ReferenceNetwork> InstanceNorms()
    {
        // A bias or a scale right before the normalisation changes nothing: its gradient is zero but for rounding.
        yield return new("NormInstanceOfImage", [5, 4, 7], new InstanceNormReference(), new ConvReference(17, new ReferenceWindow(2, 2), Bias: false), new InstanceNormReference(IsAffine: true), new ConvReference(35, new ReferenceWindow(3, 3) { Same = true }, Bias: false), new InstanceNormReference(IsAffine: true));
        yield return new("NormInstanceFirst", [17, 3, 2], new InstanceNormReference(IsAffine: true, 0.1f), new ReluReference(), new InstanceNormReference());
        yield return new("NormInstanceOfColumn", [1, 9, 1], new ConvReference(16, new ReferenceWindow(2, 1), Bias: false), new InstanceNormReference(IsAffine: true), new ConvReference(3, 1));
        yield return new("NormInstanceOfSequence", [5, 11], new InstanceNormReference(IsAffine: true), new TanhReference(), new InstanceNormReference(), new FlattenReference(), new DenseReference(3));
        yield return new("NormInstanceOfLongSequence", [16, 23], new InstanceNormReference(IsAffine: true), new TanhReference(), new InstanceNormReference(IsAffine: true));
    }

    private static IEnumerable<ReferenceNetwork> LayerNorms()
    {
        yield return new("NormLayerOfImage", [5, 4, 7], new LayerNormReference(), new ConvReference(17, 2), new LayerNormReference(IsAffine: false), new ConvReference(35, new ReferenceWindow(3, 3) { Same = true }), new LayerNormReference());
        yield return new("NormLayerInside", [3, 5, 4], new ConvReference(16, 2), new LayerNormReference(Epsilon: 0.1f), new ReluReference(), new ConvReference(4, new ReferenceWindow(3, 3) { Same = true }));
        yield return new("NormLayerOfVector", [17], new LayerNormReference(), new DenseReference(35), new LayerNormReference(), new DenseReference(5), new LayerNormReference(IsAffine: false));
        yield return new("NormLayerOfFeatures", [2, 4, 3], new ConvReference(5, 2), new FlattenReference(), new LayerNormReference(), new DenseReference(4));
        yield return new("NormLayerOfSequence", [16, 5], new LayerNormReference(), new ScaleReference(), new LayerNormReference());
        yield return new("NormLayerOfOneChannel", [1, 5, 4], new ConvReference(1, new ReferenceWindow(2, 2), Bias: false), new LayerNormReference(), new ConvReference(2, 2));
    }

    private static IEnumerable<ReferenceNetwork> Distances()
    {
        yield return new("NormBasisAlone", [17], new RadialBasisReference(5));
        yield return new("NormBasisInside", [5], new DenseReference(35), new RadialBasisReference(17, Trainable: true), new ScaleReference(0.03f), new DenseReference(16), new RadialBasisReference(35));
        yield return new("NormBasisOfFeatures", [2, 3, 3], new ConvReference(5, 2), new FlattenReference(), new RadialBasisReference(16), new DenseReference(1), new RadialBasisReference(1, Trainable: true));
        yield return new("NormBasisFirst", [48], new RadialBasisReference(48, Trainable: true), new ScaleReference(0.1f), new TanhReference());
    }
}
