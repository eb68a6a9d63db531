using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Passes;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests.Passes;

/// <summary>Each pass by itself: the printed graph before and after it.</summary>
public sealed class PassTests
{
    [Fact]
    public void PaddingBecomesPartOfTheConvolutionsThatReadIt() => AssertPass(
        FoldPadding.Run,
        ["Network(1, 4, 4)", "Pad([1, 2, 0, 0], Name = \"p\"), Conv(2, 3), Conv(3, 2, Padding = 1, From = \"p\")"],
        """
        input 1×4×4
        p = Pad([1, 2, 0, 0]) of input : 1×5×6
        conv1 = Conv(2 filters 3×3) of p : 2×3×4   weights conv1.weight[2, 1, 3, 3], conv1.bias[2]
        conv2 = Conv(3 filters 2×2, padding 1) of p : 3×6×7   weights conv2.weight[3, 1, 2, 2], conv2.bias[3]
        return conv2

        """,
        """
        input 1×4×4
        conv1 = Conv(2 filters 3×3, padding [1, 2, 0, 0]) of input : 2×3×4   weights conv1.weight[2, 1, 3, 3], conv1.bias[2]
        conv2 = Conv(3 filters 2×2, padding [2, 3, 1, 1]) of input : 3×6×7   weights conv2.weight[3, 1, 2, 2], conv2.bias[3]
        return conv2

        """);

    [Fact]
    public void PaddingsInARowFoldTogether() => AssertPass(
        FoldPadding.Run,
        ["Network(1, 4, 4)", "Pad(1), Pad([0, 1, 2, 3]), Conv(2, 3)"],
        """
        input 1×4×4
        pad1 = Pad(1) of input : 1×6×6
        pad2 = Pad([0, 1, 2, 3]) of pad1 : 1×8×10
        conv1 = Conv(2 filters 3×3) of pad2 : 2×6×8   weights conv1.weight[2, 1, 3, 3], conv1.bias[2]
        return conv1

        """,
        """
        input 1×4×4
        conv1 = Conv(2 filters 3×3, padding [1, 2, 3, 4]) of input : 2×6×8   weights conv1.weight[2, 1, 3, 3], conv1.bias[2]
        return conv1

        """);

    /// <summary>A maximum over padded zeros is not a maximum over what is there; and what the caller asked for is returned.</summary>
    [Theory]
    [InlineData("Pad(1), MaxPool(2)")]
    [InlineData("Pad(1), Relu, Conv(2, 3)")]
    [InlineData("Pad(1, Name = \"p\"), Conv(2, 3), MaxPool(2, From = \"p\")")]
    [InlineData("Conv(2, 3), Pad(1)")]
    public void PaddingThatSomeReaderCannotTakeStays(string layers) => AssertUnchanged(FoldPadding.Run, "Network(1, 4, 4)", layers);

    [Fact]
    public void InferenceFusesAnActivationAndAPoolInAnyOrder() => AssertPass(
        FuseEpilogues.All,
        ["Network(1, 9, 9)", "Conv(2, 2), Tanh, MaxPool(2)", "Conv(2, 1), AvgPool(2), Relu, Relu", "Flatten, Dense(3), Sigmoid"],
        """
        input 1×9×9
        conv1 = Conv(2 filters 2×2) of input : 2×8×8   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
        tanh1 = Tanh of conv1 : 2×8×8
        maxpool1 = MaxPool(2×2, stride 2) of tanh1 : 2×4×4
        conv2 = Conv(2 filters 1×1) of maxpool1 : 2×4×4   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
        avgpool1 = AvgPool(2×2, stride 2) of conv2 : 2×2×2
        relu1 = Relu of avgpool1 : 2×2×2
        relu2 = Relu of relu1 : 2×2×2
        flatten1 = Flatten of relu2 : 8
        fc1 = Dense(3 units) of flatten1 : 3   weights fc1.weight[3, 8], fc1.bias[3]
        sigmoid1 = Sigmoid of fc1 : 3
        return sigmoid1

        """,
        """
        input 1×9×9
        maxpool1 = Conv(2 filters 2×2) → Tanh → MaxPool(2×2, stride 2) of input : 2×4×4   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
        relu1 = Conv(2 filters 1×1) → AvgPool(2×2, stride 2) → Relu of maxpool1 : 2×2×2   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
        relu2 = Relu of relu1 : 2×2×2
        flatten1 = Flatten of relu2 : 8
        sigmoid1 = Dense(3 units) → Sigmoid of flatten1 : 3   weights fc1.weight[3, 8], fc1.bias[3]
        return sigmoid1

        """);

    /// <summary>Of two kernels the later one adds, with functions before and after it; where that cannot, the earlier one runs later.</summary>
    [Fact]
    public void InferenceFusesASumIntoOneOfItsProducers() => AssertPass(
        FuseEpilogues.All,
        ["Network(2, 9, 9)", "Conv(4, 1, Name = \"a\"), Conv(4, 3, Padding = 1), Relu, Add(\"a\"), Relu(Name = \"b\")", "Conv(4, 1, Name = \"c\"), MaxPool(3, Stride = 1, Padding = 1, From = \"b\"), Add(\"c\"), Tanh, MaxPool(3)"],
        """
        input 2×9×9
        a = Conv(4 filters 1×1) of input : 4×9×9   weights a.weight[4, 2, 1, 1], a.bias[4]
        conv1 = Conv(4 filters 3×3, padding 1) of a : 4×9×9   weights conv1.weight[4, 4, 3, 3], conv1.bias[4]
        relu1 = Relu of conv1 : 4×9×9
        add1 = Add of relu1, a : 4×9×9
        b = Relu of add1 : 4×9×9
        c = Conv(4 filters 1×1) of b : 4×9×9   weights c.weight[4, 4, 1, 1], c.bias[4]
        maxpool1 = MaxPool(3×3, padding 1) of b : 4×9×9
        add2 = Add of maxpool1, c : 4×9×9
        tanh1 = Tanh of add2 : 4×9×9
        maxpool2 = MaxPool(3×3, stride 3) of tanh1 : 4×3×3
        return maxpool2

        """,
        """
        input 2×9×9
        a = Conv(4 filters 1×1) of input : 4×9×9   weights a.weight[4, 2, 1, 1], a.bias[4]
        b = Conv(4 filters 3×3, padding 1) → Relu → Add → Relu of a, a : 4×9×9   weights conv1.weight[4, 4, 3, 3], conv1.bias[4]
        maxpool1 = MaxPool(3×3, padding 1) of b : 4×9×9
        maxpool2 = Conv(4 filters 1×1) → Add → Tanh → MaxPool(3×3, stride 3) of b, maxpool1 : 4×3×3   weights c.weight[4, 4, 1, 1], c.bias[4]
        return maxpool2

        """);

    /// <summary>A pool's gradient needs the pool's input, which a fused pool would not store.</summary>
    [Fact]
    public void TrainingFusesWhatNeedsOnlyItsResult() => AssertPass(
        FuseEpilogues.Activations,
        ["Network(1, 9, 9)", "Conv(2, 2), Tanh, MaxPool(2)", "Conv(2, 1), AvgPool(2), Relu"],
        """
        input 1×9×9
        conv1 = Conv(2 filters 2×2) of input : 2×8×8   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
        tanh1 = Tanh of conv1 : 2×8×8
        maxpool1 = MaxPool(2×2, stride 2) of tanh1 : 2×4×4
        conv2 = Conv(2 filters 1×1) of maxpool1 : 2×4×4   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
        avgpool1 = AvgPool(2×2, stride 2) of conv2 : 2×2×2
        relu1 = Relu of avgpool1 : 2×2×2
        return relu1

        """,
        """
        input 1×9×9
        tanh1 = Conv(2 filters 2×2) → Tanh of input : 2×8×8   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
        maxpool1 = MaxPool(2×2, stride 2) of tanh1 : 2×4×4
        conv2 = Conv(2 filters 1×1) of maxpool1 : 2×4×4   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
        avgpool1 = AvgPool(2×2, stride 2) of conv2 : 2×2×2
        relu1 = Relu of avgpool1 : 2×2×2
        return relu1

        """);

    [Theory]
    [InlineData("Conv(2, 2, Name = \"c\"), Relu, Tanh(From = \"c\")")]                    // two readers
    [InlineData("Conv(2, 2), MaxPool(3, Stride = 2)")]                                   // windows overlap
    [InlineData("Conv(2, 2), MaxPool(2, Stride = 3)")]                                   // windows leave gaps
    [InlineData("Conv(2, 2), MaxPool(4)")]                                               // too many values to unroll
    [InlineData("Conv(2, 2), Dropout(0.5f), Flatten, Softmax")]
    [InlineData("MaxPool(2), Relu")]
    [InlineData("Conv(2, 2, Name = \"c\"), Add(\"c\")")]                                  // a value twice
    [InlineData("Conv(2, 2, Name = \"c\"), MaxPool(1), Add(\"c\")")]                      // two readers
    [InlineData("Conv(2, 2, Name = \"a\"), Tanh, MaxPool(3, Stride = 1, Padding = 1, Name = \"b\"), Add(\"a\", \"b\", \"b\")")]
    [InlineData("Conv(2, 9), AvgPool(1)")]                                               // one pixel: points are images
    public void WhatCannotBeFusedStays(string layers) => AssertUnchanged(FuseEpilogues.All, "Network(1, 9, 9)", layers);

    [Fact]
    public void InferenceDropsDropout() => AssertPass(
        DropLayers.TrainingOnly,
        ["Network(3)", "Dropout(0.1f), Dense(2), Dropout(0.5f)"],
        """
        input 3
        dropout1 = Dropout(rate 0.1) of input : 3
        fc1 = Dense(2 units) of dropout1 : 2   weights fc1.weight[2, 3], fc1.bias[2]
        dropout2 = Dropout(rate 0.5) of fc1 : 2
        return dropout2

        """,
        """
        input 3
        fc1 = Dense(2 units) of input : 2   weights fc1.weight[2, 3], fc1.bias[2]
        return fc1

        """);

    [Fact]
    public void TrainingDropsTheSoftmaxThatEndsTheNetworkOnly() => AssertPass(
        DropLayers.FinalProbability,
        ["Network(3)", "Softmax, Dense(2), Softmax"],
        """
        input 3
        softmax1 = Softmax of input : 3
        fc1 = Dense(2 units) of softmax1 : 2   weights fc1.weight[2, 3], fc1.bias[2]
        softmax2 = Softmax of fc1 : 2
        return softmax2

        """,
        """
        input 3
        softmax1 = Softmax of input : 3
        fc1 = Dense(2 units) of softmax1 : 2   weights fc1.weight[2, 3], fc1.bias[2]
        return fc1

        """);

    [Fact]
    public void FeaturesAreOrderedForLayersThatReadThemSideBySide() => AssertPass(
        InsertConversions.Vectors,
        ["Network(2, 3, 3)", "Flatten, Relu, Softmax"],
        """
        input 2×3×3
        flatten1 = Flatten of input : 18
        relu1 = Relu of flatten1 : 18
        softmax1 = Softmax of relu1 : 18
        return softmax1

        """,
        """
        input 2×3×3
        flatten1 = Flatten of input : 18
        relu1 = Relu of flatten1 : 18
        softmax1_vector = ToVector of relu1 : 18
        softmax1 = Softmax of softmax1_vector : 18
        return softmax1

        """);

    [Theory]
    [InlineData("Flatten, Dense(3), Softmax")]      // the dense layer's weights are packed in the image's order
    [InlineData("Flatten, Relu")]
    public void FeaturesStayAsTheImageHasThem(string layers) => AssertUnchanged(InsertConversions.Vectors, "Network(2, 3, 3)", layers);

    [Fact]
    public void ReadersOfBlocksShareACopyOfTheCallersImage() => AssertPass(
        InsertConversions.InputAndOutput,
        ["Network(1, 9, 9)", "MaxPool(2), AvgPool(3, From = \"input\")"],
        """
        input 1×9×9
        maxpool1 = MaxPool(2×2, stride 2) of input : 1×4×4
        avgpool1 = AvgPool(3×3, stride 3) of input : 1×3×3
        return avgpool1

        """,
        """
        input 1×9×9
        input_blocks = Prepare(blocks) of input : 1×9×9
        maxpool1 = MaxPool(2×2, stride 2) of input_blocks : 1×4×4
        avgpool1 = AvgPool(3×3, stride 3) of input_blocks : 1×3×3
        avgpool1_output = Store of avgpool1 : 1×3×3
        return avgpool1_output

        """);

    /// <summary>The caller's memory has no zeros around the image.</summary>
    [Fact]
    public void APaddedConvolutionReadsACopyOfTheCallersPlanes() => AssertPass(
        InsertConversions.InputAndOutput,
        ["Network(1, 9, 9)", "Conv(2, 3, Padding = 1), Flatten, Dense(3), Softmax"],
        """
        input 1×9×9
        conv1 = Conv(2 filters 3×3, padding 1) of input : 2×9×9   weights conv1.weight[2, 1, 3, 3], conv1.bias[2]
        flatten1 = Flatten of conv1 : 162
        fc1 = Dense(3 units) of flatten1 : 3   weights fc1.weight[3, 162], fc1.bias[3]
        softmax1 = Softmax of fc1 : 3
        return softmax1

        """,
        """
        input 1×9×9
        input_planes = Prepare(planes) of input : 1×9×9
        conv1 = Conv(2 filters 3×3, padding 1) of input_planes : 2×9×9   weights conv1.weight[2, 1, 3, 3], conv1.bias[2]
        flatten1 = Flatten of conv1 : 162
        fc1 = Dense(3 units) of flatten1 : 3   weights fc1.weight[3, 162], fc1.bias[3]
        softmax1 = Softmax of fc1 : 3
        return softmax1

        """);

    [Fact]
    public void LayoutsHaveTheLargestBorderThatAnyReaderNeeds() => AssertPass(
        AssignLayouts.Run,
        ["Network(3, 9, 9)", "Conv(17, 2), Tanh(Name = \"t\"), Conv(2, 3, Pads = [1, 0, 0, 2]), Conv(4, 3, Pads = [0, 3, 1, 0], From = \"t\"), Flatten, Dense(2)"],
        """
        input 3×9×9
        conv1 = Conv(17 filters 2×2) of input : 17×8×8   weights conv1.weight[17, 3, 2, 2], conv1.bias[17]
        t = Tanh of conv1 : 17×8×8
        conv2 = Conv(2 filters 3×3, padding [1, 0, 0, 2]) of t : 2×7×8   weights conv2.weight[2, 17, 3, 3], conv2.bias[2]
        conv3 = Conv(4 filters 3×3, padding [0, 3, 1, 0]) of t : 4×7×9   weights conv3.weight[4, 17, 3, 3], conv3.bias[4]
        flatten1 = Flatten of conv3 : 252
        fc1 = Dense(2 units) of flatten1 : 2   weights fc1.weight[2, 252], fc1.bias[2]
        return fc1

        """,
        """
        input 3×9×9 NCHW
        conv1 = Conv(17 filters 2×2) of input : 17×8×8 NCHW16c   weights conv1.weight[17, 3, 2, 2], conv1.bias[17]
        t = Tanh of conv1 : 17×8×8 NCHW16c + border [1, 3, 1, 2]
        conv2 = Conv(2 filters 3×3, padding [1, 0, 0, 2]) of t : 2×7×8 NCHW16c   weights conv2.weight[2, 17, 3, 3], conv2.bias[2]
        conv3 = Conv(4 filters 3×3, padding [0, 3, 1, 0]) of t : 4×7×9 NCHW16c   weights conv3.weight[4, 17, 3, 3], conv3.bias[4]
        flatten1 = Flatten of conv3 : 252 NCHW16c
        fc1 = Dense(2 units) of flatten1 : 2 vector   weights fc1.weight[2, 252], fc1.bias[2]
        return fc1

        """);

    [Fact]
    public void BordersAreZeroedBeforeTheImageIsWritten() => AssertPass(
        graph =>
        {
            AssignLayouts.Run(graph);
            InsertConversions.Borders(graph);
        },
        ["Network(1, 5, 5)", "Conv(2, 2), Conv(2, 3, Padding = 1)"],
        """
        input 1×5×5
        conv1 = Conv(2 filters 2×2) of input : 2×4×4   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
        conv2 = Conv(2 filters 3×3, padding 1) of conv1 : 2×4×4   weights conv2.weight[2, 2, 3, 3], conv2.bias[2]
        return conv2

        """,
        """
        input 1×5×5 NCHW
        conv1_border = ZeroBorder(conv1)
        conv1 = Conv(2 filters 2×2) of input : 2×4×4 NCHW16c + border 1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
        conv2 = Conv(2 filters 3×3, padding 1) of conv1 : 2×4×4 NCHW16c   weights conv2.weight[2, 2, 3, 3], conv2.bias[2]
        return conv2

        """);

    /// <summary>The third part starts within a block and the input is the caller's: both are copied. The border is the largest that any reader needs.</summary>
    [Fact]
    public void PartsAreWrittenWhereTheWholeHasThem() => AssertPass(
        Layouts,
        ["Network(2, 4, 4)", "Conv(16, 1, Name = \"a\"), Conv(18, 1, Name = \"b\"), Conv(3, 1, Name = \"c\")", "Concat(\"a\", \"b\", \"c\", Name = \"all\"), Conv(4, 5, Padding = 2, From = \"b\"), Slice(16, 24, From = \"all\"), Conv(4, 3, Padding = 1), Add(\"conv1\")"],
        """
        input 2×4×4
        a = Conv(16 filters 1×1) of input : 16×4×4   weights a.weight[16, 2, 1, 1], a.bias[16]
        b = Conv(18 filters 1×1) of a : 18×4×4   weights b.weight[18, 16, 1, 1], b.bias[18]
        c = Conv(3 filters 1×1) of b : 3×4×4   weights c.weight[3, 18, 1, 1], c.bias[3]
        all = Concat of a, b, c : 37×4×4
        conv1 = Conv(4 filters 5×5, padding 2) of b : 4×4×4   weights conv1.weight[4, 18, 5, 5], conv1.bias[4]
        slice1 = Slice(16 to 24) of all : 8×4×4
        conv2 = Conv(4 filters 3×3, padding 1) of slice1 : 4×4×4   weights conv2.weight[4, 8, 3, 3], conv2.bias[4]
        add1 = Add of conv2, conv1 : 4×4×4
        return add1

        """,
        """
        input 2×4×4 NCHW
        all_border = ZeroBorder(all)
        a = Conv(16 filters 1×1) of input : 16×4×4 NCHW16c + border 2 in all[0]   weights a.weight[16, 2, 1, 1], a.bias[16]
        b = Conv(18 filters 1×1) of a : 18×4×4 NCHW16c + border 2 in all[16]   weights b.weight[18, 16, 1, 1], b.bias[18]
        c = Conv(3 filters 1×1) of b : 3×4×4 NCHW16c   weights c.weight[3, 18, 1, 1], c.bias[3]
        all = Concat of a, b, c : 37×4×4 NCHW16c + border 2
        conv1 = Conv(4 filters 5×5, padding 2) of b : 4×4×4 NCHW16c   weights conv1.weight[4, 18, 5, 5], conv1.bias[4]
        slice1 = Slice(16 to 24) of all : 8×4×4 NCHW16c + border 2 in all[16]
        conv2 = Conv(4 filters 3×3, padding 1) of slice1 : 4×4×4 NCHW16c   weights conv2.weight[4, 8, 3, 3], conv2.bias[4]
        add1 = Add of conv2, conv1 : 4×4×4 NCHW16c
        return add1

        """);

    /// <summary>The sum overwrites what it adds, which nothing reads again; a convolution never overwrites what it reads with its window.</summary>
    [Fact]
    public void ResultsOverwriteWhatNothingReadsAgain() => AssertPass(
        graph =>
        {
            FuseEpilogues.All(graph);
            Layouts(graph);
        },
        ["Network(2, 4, 4)", "Conv(3, 1, Name = \"a\"), MaxPool(1), Tanh(Name = \"t\"), Conv(3, 1), Add(\"a\"), Conv(3, 1, Name = \"b\"), Add(\"t\"), MaxPool(1, Name = \"m\"), Sigmoid, Multiply(\"m\"), Tanh"],
        """
        input 2×4×4
        a = Conv(3 filters 1×1) of input : 3×4×4   weights a.weight[3, 2, 1, 1], a.bias[3]
        maxpool1 = MaxPool(1×1) of a : 3×4×4
        t = Tanh of maxpool1 : 3×4×4
        conv1 = Conv(3 filters 1×1) of t : 3×4×4   weights conv1.weight[3, 3, 1, 1], conv1.bias[3]
        add1 = Add of conv1, a : 3×4×4
        b = Conv(3 filters 1×1) of add1 : 3×4×4   weights b.weight[3, 3, 1, 1], b.bias[3]
        add2 = Add of b, t : 3×4×4
        m = MaxPool(1×1) of add2 : 3×4×4
        sigmoid1 = Sigmoid of m : 3×4×4
        multiply1 = Multiply of sigmoid1, m : 3×4×4
        tanh1 = Tanh of multiply1 : 3×4×4
        return tanh1

        """,
        """
        input 2×4×4 NCHW
        a = Conv(3 filters 1×1) of input : 3×4×4 NCHW16c   weights a.weight[3, 2, 1, 1], a.bias[3]
        maxpool1 = MaxPool(1×1) of a : 3×4×4 NCHW16c
        t = Tanh of maxpool1, in place of maxpool1 : 3×4×4 NCHW16c
        add1 = Conv(3 filters 1×1) → Add of t, a, in place of a : 3×4×4 NCHW16c   weights conv1.weight[3, 3, 1, 1], conv1.bias[3]
        m = Conv(3 filters 1×1) → Add → MaxPool(1×1) of add1, t, in place of t : 3×4×4 NCHW16c   weights b.weight[3, 3, 1, 1], b.bias[3]
        sigmoid1 = Sigmoid of m : 3×4×4 NCHW16c
        multiply1 = Multiply of sigmoid1, m, in place of sigmoid1 : 3×4×4 NCHW16c
        tanh1 = Tanh of multiply1 : 3×4×4 NCHW16c
        return tanh1

        """);

    private static void Layouts(NetworkGraph graph)
    {
        ShareMemory.Parts(graph);
        AssignLayouts.Run(graph);
        ShareMemory.InPlace(graph);
        InsertConversions.Borders(graph);
    }

    /// <summary>Gradients flow only to where weights need them: none for the input, none in front of the first weights.</summary>
    [Fact]
    public void TheBackwardPassEndsAtTheFirstWeights() => AssertPass(
        graph =>
        {
            FuseEpilogues.Activations(graph);
            Differentiation.Run(graph);
        },
        ["Network(4)", "Tanh, Dense(3), Relu, Dense(2)"],
        """
        input 4
        tanh1 = Tanh of input : 4
        fc1 = Dense(3 units) of tanh1 : 3   weights fc1.weight[3, 4], fc1.bias[3]
        relu1 = Relu of fc1 : 3
        fc2 = Dense(2 units) of relu1 : 2   weights fc2.weight[2, 3], fc2.bias[2]
        return fc2

        """,
        """
        input 4
        tanh1 = Tanh of input : 4
        relu1 = Dense(3 units) → Relu of tanh1 : 3   weights fc1.weight[3, 4], fc1.bias[3]
        fc2 = Dense(2 units) of relu1 : 2   weights fc2.weight[2, 3], fc2.bias[2]
        d_fc2 = LoadGradient of loss, fc2 : 2
        d_fc2_weights = DenseWeightGradient of relu1, d_fc2   weights fc2.weight[2, 3], fc2.bias[2]
        d_relu1 = DenseInputGradient of d_fc2, relu1 : 3
        d_fc1_before_relu = ReluGradient of relu1, d_relu1 : 3
        d_fc1_weights = DenseWeightGradient of tanh1, d_fc1_before_relu   weights fc1.weight[3, 4], fc1.bias[3]
        return fc2

        """);

    private static void AssertPass(Action<NetworkGraph> pass, string[] attributes, string before, string after)
    {
        // A layer that nothing reads is a warning, and the way to give a value two readers.
        NetworkGraph graph = GraphBuilder.Build(Declarations.Parse(attributes), out _)!;
        Assert.Equal(before, GraphPrinter.Print(graph));
        pass(graph);
        Assert.Equal(after, GraphPrinter.Print(graph));
    }

    private static void AssertUnchanged(Action<NetworkGraph> pass, params string[] attributes)
    {
        NetworkGraph graph = GraphBuilder.Build(Declarations.Parse(attributes), out _)!;
        string before = GraphPrinter.Print(graph);
        pass(graph);
        Assert.Equal(before, GraphPrinter.Print(graph));
    }
}
