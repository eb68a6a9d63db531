using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Networks in which kernels take over what follows them, and values share memory: sums in a convolution's store, joins and parts without copies.</summary>
public static class FusionNetworks
{
    private static ReferenceWindow Same(int kernel, int stride = 1) => new(kernel, kernel) { Same = true, StrideY = stride, StrideX = stride };

    public static IEnumerable<ReferenceNetwork> All() => [.. Sums(), .. Parts(), .. InPlace()];

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
    private static IEnumerable<ReferenceNetwork> Parts()
    {
        // Readers of the parts and of the whole need different borders; the last part ends within a block.
        yield return new("PartsWithBorders", [3, 7, 6],
            new ConvReference(16, Same(3)) { Name = "a" }, new ConvReference(32, Same(5)), new ReluReference { Name = "b" }, new ConvReference(5, Same(3)) { From = "a", Name = "c" },
            new ConcatReference(0, "a", "b", "c") { Name = "all" }, new ConvReference(18, Same(3)), new ConvReference(18, Same(5)) { From = "b" }, new AddReference("previous", "conv2"), new ConvReference(4, 3));

        // Parts behind one that ends within a block are copied, and so is one that is there twice; the third copy starts a block again.
        yield return new("PartsMixed", [2, 5, 7],
            new ConvReference(20, Same(3)) { Name = "a" }, new ConvReference(12, Same(1)) { Name = "b" }, new ConvReference(16, Same(3)) { Name = "c" },
            new ConcatReference(0, "a", "b", "c", "c") { Name = "all" }, new ConvReference(6, Same(3)), new ConvReference(6, 1) { From = "a" }, new AddReference("conv1"));

        // What is a part of a part, and what is a part of two.
        yield return new("PartsNested", [3, 6, 5],
            new ConvReference(32, Same(3)) { Name = "x" }, new ConvReference(16, Same(3)), new ReluReference(), new ConcatReference(0, "x", "previous") { Name = "one" },
            new ConvReference(16, Same(1)), new ConcatReference(0, "one", "previous") { Name = "two" }, new ConvReference(9, Same(3)), new ConcatReference(0, "two", "previous") { Name = "three" },
            new ConvReference(16, Same(3)), new ConcatReference(0, "previous", "one"), new ConvReference(7, 3));
        yield return new("PartsPooled", [4, 8, 9],
            new ConvReference(16, Same(3)), new ReluReference { Name = "x" }, new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2 }), new ConvReference(35, new ReferenceWindow(3, 3) { StrideY = 2, StrideX = 2 }) { From = "x" },
            new ConcatReference(0, "maxpool1", "previous"), new ReluReference(), new ConvReference(5, Same(3)));
        yield return new("PartsOfVector", [21],
            new DenseReference(32) { Name = "a" }, new DenseReference(9) { From = "input" }, new TanhReference(), new ConcatReference(0, "a", "previous") { Name = "all" }, new DenseReference(7), new SliceReference(16, 35) { From = "all" }, new DenseReference(7),
            new AddReference("fc2"));
        yield return new("PartsOfInput", [16, 4, 5], new ConvReference(16, Same(3)), new ConcatReference(0, "input", "previous"), new SliceReference(16, 32), new ReluReference(), new ConvReference(4, 3));

        // Channels that are cut out and put together again, one of them changed in between; the rest of the whole is read later.
        yield return new("PartsCutOut", [3, 6, 7],
            new ConvReference(50, Same(3)) { Name = "x" }, new SliceReference(0, 16) { Name = "a" }, new SliceReference(16, 32) { From = "x" }, new ReluReference { Name = "b" }, new SliceReference(32, 50) { From = "x", Name = "c" },
            new ConcatReference(0, "b", "a", "c"), new ConvReference(50, Same(3)), new AddReference("x"), new SliceReference(48, 50), new ConvReference(3, Same(5)));
        yield return new("PartsReturned", [3, 5, 4], new ConvReference(16, Same(3)) { Name = "a" }, new ConvReference(17, Same(3)), new ConcatReference(0, "a", "previous"));
    }

    private static IEnumerable<ReferenceNetwork> InPlace()
    {
        // What is overwritten is read by nothing else, or by something later, or is a part.
        yield return new("InPlaceFunctions", [2, 6, 5],
            new ConvReference(19, Same(3)) { Name = "a" }, new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 1, StrideX = 1, Pads = [1, 1, 1, 1] }), new TanhReference(), new ScaleReference(), new PReluReference { Name = "b" },
            new ReluReference { From = "a" }, new MultiplyReference("b", "previous"), new AddReference("previous", "a", "b"), new ConvReference(5, Same(3)));
        yield return new("InPlaceOfFlattened", [3, 4, 5], new ConvReference(7, Same(3)), new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 1, StrideX = 1 }), new FlattenReference(), new TanhReference(), new ReluReference(), new DenseReference(4));
        yield return new("InPlaceOfParts", [3, 6, 5],
            new ConvReference(16, Same(3)) { Name = "a" }, new MaxPoolReference(new ReferenceWindow(3, 3) { StrideY = 1, StrideX = 1, Pads = [1, 1, 1, 1] }), new TanhReference(), new ConcatReference(0, "a", "previous") { Name = "all" },
            new SliceReference(16, 32), new SigmoidReference { Name = "s" }, new ConvReference(32, Same(3)) { From = "all" }, new ReluReference(), new AddReference("all"), new SliceReference(0, 16), new TanhReference(), new MultiplyReference("s"), new ConvReference(4, 3));
    }
}
