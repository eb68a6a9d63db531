using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Networks that branch and join: residual blocks, inception modules, squeeze and excitation, copies of the input.</summary>
public static class GraphNetworks
{
    private static ReferenceWindow Same(int kernel, int stride = 1) => new(kernel, kernel) { Same = true, StrideY = stride, StrideX = stride };

    public static IEnumerable<ReferenceNetwork> All() => [.. Joins(), .. BatchNorms(), .. Modules()];

    private static IEnumerable<ReferenceNetwork> Joins()
    {
        yield return new("AddFirst", [3, 5, 4], new AddReference("input", "input"));
        yield return new("AddVectors", [21], new DenseReference(21), new AddReference("input"), new ReluReference(), new DenseReference(3));
        yield return new("AddThree", [2, 6, 5],
            new ConvReference(17, Same(3)) { Name = "a" }, new ConvReference(17, Same(1)) { From = "input", Name = "b" },
            new ConvReference(17, Same(2)) { From = "a" }, new AddReference("previous", "a", "b"), new ReluReference(), new ConvReference(5, 3));
        yield return new("AddOfFlattened", [2, 4, 5],
            new ConvReference(3, Same(3)), new FlattenReference { Name = "image" }, new DenseReference(60), new AddReference("image"), new DenseReference(4));
        yield return new("AddBehindBorder", [1, 7, 6], new ConvReference(20, Same(3)) { Name = "a" }, new ConvReference(20, Same(5)), new TanhReference(), new AddReference("a"), new ConvReference(4, Same(3)), new AddReference("previous", "previous"));
        yield return new("MultiplyAlone", [5, 3, 4], new MultiplyReference("input", "input"));
        yield return new("MultiplyInside", [2, 5, 4], new ConvReference(19, Same(3)) { Name = "a" }, new ConvReference(19, Same(3)) { From = "input" }, new SigmoidReference(), new MultiplyReference("a"), new ConvReference(3, 2));
        yield return new("MultiplyVectors", [33], new DenseReference(20) { Name = "a" }, new DenseReference(20) { From = "input" }, new MultiplyReference("a"), new DenseReference(2));
        yield return new("Excitation", [2, 6, 5],
            new ConvReference(18, Same(3)) { Name = "features" }, new AvgPoolReference(new ReferenceWindow(6, 5)), new FlattenReference(), new DenseReference(7), new ReluReference(), new DenseReference(18), new SigmoidReference(),
            new MultiplyReference("features"), new ConvReference(3, 3));
        yield return new("ConcatFirst", [3, 4, 5], new ConcatReference(0, "input", "input"));
        yield return new("ConcatBlocks", [2, 5, 6], new ConvReference(16, Same(3)) { Name = "a" }, new ConvReference(35, Same(1)) { From = "input" }, new ConcatReference(0, "a", "previous"), new ConvReference(6, 3));
        yield return new("ConcatOdd", [2, 5, 6], new ConvReference(5, Same(3)) { Name = "a" }, new ConvReference(20, Same(1)) { From = "input" }, new ConcatReference(0, "previous", "a", "input"), new ConvReference(17, Same(3)));
        yield return new("ConcatRows", [2, 4, 6], new ConvReference(17, Same(3)) { Name = "a" }, new MaxPoolReference(new ReferenceWindow(2, 1)), new ConcatReference(1, "a"), new ConvReference(5, 2));
        yield return new("ConcatColumns", [2, 4, 6], new ConvReference(17, Same(3)) { Name = "a" }, new MaxPoolReference(new ReferenceWindow(1, 2)), new ConcatReference(2, "a", "previous", "a"), new ConvReference(5, Same(3)));
        yield return new("ConcatVectors", [9], new DenseReference(5) { Name = "a" }, new DenseReference(20) { From = "input" }, new ConcatReference(0, "a", "input", "previous"), new DenseReference(3));
    }

    private static IEnumerable<ReferenceNetwork> BatchNorms()
    {
        // Biases directly before a batch normalisation have no gradient: it takes them away again.
        yield return new("BatchNormAlone", [5, 4, 3], new BatchNormReference());
        yield return new("BatchNormOfVector", [37], new BatchNormReference(1e-3f), new ReluReference(), new DenseReference(20, Bias: false), new BatchNormReference(), new ReluReference(), new DenseReference(4));
        yield return new("BatchNormBehindConv", [3, 7, 6], new ConvReference(19, Same(3), Bias: false), new BatchNormReference(), new ReluReference(), new ConvReference(6, new ReferenceWindow(3, 3), Bias: false), new BatchNormReference(1e-2f, Affine: false));
        yield return new("BatchNormBehindPool", [2, 8, 6], new ConvReference(16, Same(3), Bias: false), new MaxPoolReference(2), new BatchNormReference(), new TanhReference(), new ConvReference(33, Same(3), Bias: false), new BatchNormReference());
        yield return new("BatchNormOfFlattened", [2, 4, 3], new ConvReference(5, Same(3), Bias: false), new FlattenReference(), new BatchNormReference(), new DenseReference(3));
        yield return new("BatchNormTwice", [2, 5, 4], new ConvReference(17, Same(3), Bias: false) { Name = "a" }, new BatchNormReference(), new TanhReference(), new BatchNormReference { From = "a" }, new AddReference("tanh1", "bn2"), new ConvReference(3, 2));
    }

    private static IEnumerable<ReferenceNetwork> Modules()
    {
        // He et al. 2016: a basic block with and without a projection.
        yield return new("ResidualBlocks", [3, 9, 8],
            new ConvReference(20, Same(3), Bias: false), new BatchNormReference(), new ReluReference { Name = "stem" },
            new ConvReference(20, Same(3), Bias: false), new BatchNormReference(), new ReluReference(), new ConvReference(20, Same(3), Bias: false), new BatchNormReference(), new AddReference("stem"), new ReluReference { Name = "first" },
            new ConvReference(33, Same(3, 2), Bias: false), new BatchNormReference(), new ReluReference(), new ConvReference(33, Same(3), Bias: false), new BatchNormReference { Name = "branch" },
            new ConvReference(33, Same(1, 2), Bias: false) { From = "first" }, new BatchNormReference(), new AddReference("branch"), new ReluReference(),
            new AvgPoolReference(new ReferenceWindow(5, 4)), new FlattenReference(), new DenseReference(5));

        // Szegedy et al. 2015: four branches, one of them a pool.
        yield return new("InceptionModule", [3, 7, 6],
            new ConvReference(18, Same(3)), new ReluReference { Name = "x" },
            new ConvReference(16, 1) { Name = "a" }, new ConvReference(6, 1) { From = "x" }, new ReluReference(), new ConvReference(20, Same(3)) { Name = "b" },
            new ConvReference(3, 1) { From = "x" }, new ReluReference(), new ConvReference(5, Same(5)) { Name = "c" },
            new AvgPoolReference(1) { From = "x" }, new ConvReference(7, 1), new ConcatReference(0, "a", "b", "c", "previous"), new ReluReference(), new ConvReference(4, 3));

        // Sandler et al. 2018: a halving bottleneck, and one with a shortcut. Behind it a 1×1 convolution and a normalisation would take the gradients of biases away.
        yield return new("InvertedResiduals", [3, 9, 8],
            new ConvReference(20, Same(3), Bias: false), new BatchNormReference(), new Relu6Reference(),
            new ConvReference(36, Same(1), Bias: false), new BatchNormReference(), new Relu6Reference(), ConvReference.Depthwise(36, Same(3, 2), bias: false), new BatchNormReference(), new Relu6Reference(),
            new ConvReference(21, Same(1), Bias: false), new BatchNormReference { Name = "x" },
            new ConvReference(40, Same(1), Bias: false), new BatchNormReference(), new Relu6Reference(), ConvReference.Depthwise(40, Same(3), bias: false), new BatchNormReference(), new Relu6Reference(),
            new ConvReference(21, Same(1), Bias: false), new BatchNormReference(), new AddReference("x"));

        // Ronneberger et al. 2015: down, up, and what was cropped away beside it.
        yield return new("UNetPiece", [2, 14, 12],
            new ConvReference(17, 3), new ReluReference { Name = "skip" }, new MaxPoolReference(2), new ConvReference(20, 3), new TanhReference(),
            new ConvTransposeReference(18, new ReferenceWindow(2, 2) { StrideY = 2, StrideX = 2 }) { Name = "up" },
            new CropReference(2) { From = "skip" }, new ConcatReference(0, "previous", "up"), new ConvReference(5, 3));

        // Huang et al. 2017: each layer reads all before it; then a transition.
        yield return new("DenseBlock", [3, 8, 7],
            new ConvReference(12, Same(3), Bias: false) { Name = "x" },
            new BatchNormReference(), new ReluReference(), new ConvReference(5, Same(3), Bias: false), new ConcatReference(0, "x", "previous") { Name = "one" },
            new BatchNormReference(), new ReluReference(), new ConvReference(5, Same(3), Bias: false), new ConcatReference(0, "one", "previous") { Name = "two" },
            new BatchNormReference(), new ReluReference(), new ConvReference(11, Same(1), Bias: false), new AvgPoolReference(2), new FlattenReference(), new DenseReference(4));
    }
}
