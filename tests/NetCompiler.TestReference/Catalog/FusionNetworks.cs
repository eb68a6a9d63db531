using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Networks in which kernels take over what follows them, and values share memory: sums in a convolution's store, joins and parts without copies.</summary>
public static class FusionNetworks
{
    private static ReferenceWindow Same(int kernel, int stride = 1) => new(kernel, kernel) { Same = true, StrideY = stride, StrideX = stride };

    public static IEnumerable<ReferenceNetwork> All() => [.. Sums()];

    private static IEnumerable<ReferenceNetwork> Sums()
    {
        // The summand has the border of one reader, the sum that of another.
        yield return new("SumBehindFunction", [3, 7, 6],
            new ConvReference(20, Same(3)) { Name = "a" }, new ConvReference(9, Same(3)), new TanhReference(), new ConvReference(20, Same(3)), new ReluReference(),
            new AddReference("previous", "a"), new TanhReference(), new ConvReference(5, Same(5)));
        yield return new("SumBeforePool", [2, 9, 7], new ConvReference(35, Same(3)) { Name = "a" }, new ConvReference(35, Same(1)) { From = "input" }, new AddReference("a"), new ReluReference(), new MaxPoolReference(2), new ConvReference(4, 2));
        yield return new("SumBeforeFunctionAndPool", [2, 8, 9], new ConvReference(17, Same(3)) { Name = "a" }, new ConvReference(17, Same(3)), new AddReference("a"), new TanhReference(), new AvgPoolReference(2), new ConvReference(4, Same(3)));
        yield return new("SumOfGroups", [3, 6, 5], new ConvReference(64, Same(3)) { Name = "a" }, new ConvReference(64, Same(3)) { Groups = 2 }, new ReluReference { Name = "b" }, new ConvReference(64, Same(3)) { Groups = 8 }, new AddReference("a"), new AddReference("b"), new ConvReference(5, Same(3)));
        yield return new("SumOfDepthwise", [3, 7, 9], new ConvReference(37, Same(3)) { Name = "a" }, ConvReference.Depthwise(37, Same(3)), new ReluReference(), new AddReference("a"), new TanhReference(), ConvReference.Depthwise(37, Same(5)), new AddReference("a"), new ConvReference(5, 3));
        yield return new("SumOfPixels", [3, 5, 4], new ConvReference(33, new ReferenceWindow(5, 4)) { Name = "a" }, new ConvReference(33, 1), new ReluReference(), new AddReference("a"), new TanhReference { Name = "t" }, new FlattenReference(), new DenseReference(33), new AddReference("previous", "previous"), new DenseReference(3));
        yield return new("SumWithInput", [19, 5, 6], new ConvReference(19, Same(3)), new AddReference("input"), new ReluReference(), new ConvReference(19, Same(1)), new AddReference("input", "previous"));

        // Of the two producers the later one is no convolution: the earlier one waits for it.
        yield return new("SumWithLater", [4, 8, 6],
            new ConvReference(18, Same(3)) { Name = "a" }, new ConvReference(18, Same(1)) { Name = "lateral" }, new ConvReference(18, Same(3, 2)) { From = "a" }, new ReluReference(), new UpsampleReference(2, 2),
            new AddReference("lateral"), new ConvReference(6, Same(3)));

        // What is added is read again, by a convolution and by a second sum.
        yield return new("SumReadTwice", [3, 8, 5],
            new ConvReference(21, Same(3)), new ReluReference { Name = "a" }, new ConvReference(21, Same(3)), new AddReference("a"), new ReluReference { Name = "b" },
            new ConvReference(21, Same(3)), new AddReference("b"), new ConvReference(21, Same(1)), new AddReference("a", "previous"), new ConvReference(21, Same(1)) { Name = "c" }, new AddReference("b", "c"), new AddReference("c"));
    }
}
