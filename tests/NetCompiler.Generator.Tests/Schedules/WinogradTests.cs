using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests.Schedules;

/// <summary>Winograd's transforms, exactly; and which tiles are chosen for which layers.</summary>
public sealed class WinogradTests
{
    private static readonly InstructionSet s_avx512 = InstructionSet.Named("Avx512");
    private static readonly (int Height, int Width)[] s_windows = [(3, 3), (5, 5), (1, 7), (3, 1), (2, 3)];

    public static TheoryData<string> Targets => [.. InstructionSet.All.Select(isa => isa.Name)];

    public static TheoryData<int, int> Transforms
    {
        get
        {
            var transforms = new TheoryData<int, int> { { 1, 1 } };
            for (int taps = 2; taps <= 8; taps++)
            {
                for (int outputs = 2; outputs + taps - 1 <= WinogradTransform.MostInputs; outputs++)
                    transforms.Add(outputs, taps);
            }

            return transforms;
        }
    }

    /// <summary>Both sides are linear in inputs and in weights, so units of each stand for all.</summary>
    [Theory]
    [MemberData(nameof(Transforms))]
    public void TheMatricesComputeTheConvolutionExactly(int outputs, int taps)
    {
        var transform = WinogradTransform.Of(outputs, taps);
        Assert.Equal(outputs + taps - 1, transform.Inputs);
        for (int tap = 0; tap < taps; tap++)
        {
            for (int input = 0; input < transform.Inputs; input++)
            {
                Rational[] products = [.. Enumerable.Range(0, transform.Inputs).Select(i => transform.Weight[i][tap] * transform.Input[i][input])];
                for (int output = 0; output < outputs; output++)
                    Assert.Equal(output + tap == input ? 1 : 0, Dot(transform.Output[output], products));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Transforms))]
    public void TheStepsComputeTheMatrices(int outputs, int taps)
    {
        var transform = WinogradTransform.Of(outputs, taps);
        foreach ((Rational[][] matrix, LinearProgram program) in new[] { (transform.Input, transform.InputSteps), (transform.Weight, transform.WeightSteps), (transform.Output, transform.OutputSteps) })
        {
            Assert.Equal(matrix.Length, program.Results.Count);
            for (int column = 0; column < matrix[0].Length; column++)
            {
                var values = Enumerable.Range(0, matrix[0].Length).ToDictionary(i => $"x_{i}", i => (Rational)(i == column ? 1 : 0));
                foreach (LinearStep step in program.Steps)
                    values.Add(step.Target, (step.Factor * values[step.Value]) + (step.Summand is null ? 0 : values[step.Summand]));
                Assert.Equal(matrix.Select(row => row[column]), program.Results.Select(result => values[result]));
            }
        }
    }

    /// <summary>A matrix without pairs of points would take a step per coefficient.</summary>
    [Fact]
    public void PairsOfPointsShareSteps()
    {
        var transform = WinogradTransform.Of(4, 3);
        Assert.Equal((12, 12), (transform.InputSteps.Steps.Count, transform.OutputSteps.Steps.Count));
        Assert.Equal((22, 18), (Coefficients(transform.Input), Coefficients(transform.Output)));

        static int Coefficients(Rational[][] matrix) => matrix.Sum(row => row.Count(value => !value.IsZero));
    }

    [Theory]
    [InlineData(6, 4, "3/2")]
    [InlineData(-6, 4, "-3/2")]
    [InlineData(6, -3, "-2")]
    [InlineData(0, -5, "0")]
    public void FractionsAreInLowestTerms(long numerator, long denominator, string text)
    {
        var fraction = new Rational(numerator, denominator);
        Assert.Equal(text, fraction.ToString());
        Assert.Equal(fraction, fraction * new Rational(7, 3) / new Rational(7, 3));
        Assert.Equal(0, fraction - fraction);
    }

    [Fact]
    public void FractionsDoNotOverflowUnseen() => Assert.Throws<OverflowException>(() => new Rational(long.MaxValue) * new Rational(long.MaxValue));

    /// <summary>The layers whose times are noted beside the schedule's constants.</summary>
    [Theory]
    [InlineData(64, 64, 56, 4)]
    [InlineData(128, 128, 28, 4)]
    [InlineData(256, 256, 14, 4)]
    [InlineData(512, 512, 7, 2)]
    [InlineData(512, 512, 14, 4)]
    [InlineData(64, 64, 224, 4)]
    [InlineData(32, 64, 10, 5)]
    public void TilesOfKnownLayers(int inputs, int filters, int size, int outputs)
    {
        WinogradSchedule schedule = WinogradSchedule.Choose(new WinogradShape(inputs, filters, 3, 3, size, size), s_avx512)!;
        Assert.Equal((outputs, outputs), (schedule.Rows.Outputs, schedule.Columns.Outputs));
    }

    [Fact]
    public void WeightsOfDeepLayersAreReadOnceAndPrefetched()
    {
        WinogradSchedule deep = WinogradSchedule.Choose(new WinogradShape(512, 512, 3, 3, 14, 14), s_avx512)!;
        Assert.Equal((1, true), (deep.Blocks, deep.Prefetches));
        Assert.False(WinogradSchedule.Choose(new WinogradShape(32, 32, 3, 3, 56, 56), s_avx512)!.Prefetches);
        Assert.False(WinogradSchedule.Choose(new WinogradShape(512, 512, 3, 3, 14, 14), InstructionSet.Named("Portable"))!.Prefetches);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void BlocksCoverEveryTileAndPoolsKeepTheirWindows(string target)
    {
        InstructionSet isa = InstructionSet.Named(target);
        int mapped = 0, inTile = 0;
        foreach (int size in Enumerable.Range(1, 40).Append(300))
        {
            foreach ((int height, int width) in s_windows)
            {
                foreach (int window in Enumerable.Range(1, 3).Where(window => window <= size))
                {
                    int used = size / window * window;
                    Window? pool = window == 1 ? null : new Window(window, window, window, window, Border.None);
                    var shape = new WinogradShape(16 + size, 17, height, width, used, used + (3 * window)) { Pool = pool, PoolsInTile = size % 2 == 0 };
                    if (WinogradSchedule.Choose(shape, isa) is not { } schedule)
                        continue;
                    Assert.InRange(schedule.TileRows * schedule.Rows.Outputs, shape.Height, shape.Height + schedule.Rows.Outputs - 1);
                    Assert.InRange(schedule.TileColumns * schedule.Columns.Outputs, shape.Width, shape.Width + schedule.Columns.Outputs - 1);
                    Assert.Equal(schedule.Blocks, Parts(schedule.TileRows, schedule.BlockRows) * Parts(schedule.TileColumns, schedule.BlockColumns));
                    Assert.InRange(schedule.BlockTiles, 1, Math.Max(128, schedule.BlockColumns));
                    Assert.InRange(schedule.Product.TileColumns, 1, schedule.BlockTiles);
                    Assert.InRange(schedule.ChunkGroups, 1, schedule.Product.Groups);
                    if (pool is null)
                        continue;
                    bool holds = shape.PoolsInTile && schedule.HoldsWindows(pool);
                    Assert.True(holds || schedule.BlockRows == schedule.TileRows || schedule.BlockRows * schedule.Rows.Outputs % window == 0);
                    Assert.True(holds || schedule.BlockColumns == schedule.TileColumns || schedule.BlockColumns * schedule.Columns.Outputs % window == 0);
                    (inTile, mapped) = (inTile + (holds ? 1 : 0), mapped + (holds ? 0 : 1));
                }
            }
        }

        Assert.True(inTile > 20 && mapped > 20, $"{inTile} pools in tiles, {mapped} behind blocks");
    }

    [Theory]
    [InlineData("Conv(32, 3, Padding = 1)", true)]
    [InlineData("Conv(32, [1, 7], Pads = [0, 3, 0, 3])", true)]
    [InlineData("Conv(32, 5), Relu, MaxPool(2)", true)]
    [InlineData("Conv(32, 1)", false)]
    [InlineData("Conv(32, 3, Stride = 2)", false)]
    [InlineData("Conv(32, 3, Dilation = 2)", false)]
    [InlineData("Conv(32, 3, Groups = 2)", false)]
    [InlineData("Conv(32, 12)", false)]
    public void ItSuitsPlainConvolutionsOfStrideOne(string layer, bool suits)
    {
        CompiledProgram program = CompiledProgram.Compile(Declarations.Parse("Network(3, 12, 12)", "Conv(32, 1)", layer), training: false);
        Assert.Equal(suits, program.Kernels.OfType<WinogradKernel>().Any());
        Assert.Equal(suits, program.Lowering.Packs.OfType<PackedWinograd>().Any());
        Assert.Empty(CompiledProgram.Compile(Declarations.Parse("Network(3, 12, 12)", "Conv(32, 1)", layer), training: true).Kernels.OfType<WinogradKernel>());
    }

    [Fact]
    public void WeightsThatCouldNotBeAddressedAreNotTransformed()
    {
        Assert.Null(WinogradSchedule.Choose(new WinogradShape(16384, 16384, 3, 3, 14, 14), s_avx512));
        Assert.Equal(2, WinogradSchedule.Choose(new WinogradShape(3072, 4096, 3, 3, 14, 14), s_avx512)!.Rows.Outputs);
    }

    [Fact]
    public void FewChannelsAreNotTransformed() =>
        Assert.Empty(CompiledProgram.Compile(Declarations.Parse("Network(15, 12, 12)", "Conv(15, 3), Conv(64, 3)"), training: false).Kernels.OfType<WinogradKernel>());

    [Fact]
    public void StrictAccuracyAllowsTilesOfTwoOnly()
    {
        Assert.Equal(2, WinogradSchedule.Choose(new WinogradShape(64, 64, 3, 3, 56, 56) { StrictAccuracy = true }, s_avx512)!.Rows.Outputs);
        Assert.Null(WinogradSchedule.Choose(new WinogradShape(64, 64, 5, 5, 56, 56) { StrictAccuracy = true }, s_avx512));
        string Header(string network) => CompiledProgram.Compile(Declarations.Parse(network, "Conv(64, 1), Conv(64, 3)"), training: false).Kernels.OfType<WinogradKernel>().Single().DescribeSchedule(s_avx512);
        Assert.Contains("F(2×2, 3×3)", Header("Network(3, 30, 30, StrictAccuracy = true)"), StringComparison.Ordinal);
        Assert.Contains("F(4×4, 3×3)", Header("Network(3, 30, 30)"), StringComparison.Ordinal);
    }

    private static int Parts(int length, int part) => (length + part - 1) / part;

    private static Rational Dot(Rational[] a, Rational[] b) => a.Zip(b, (x, y) => x * y).Aggregate((Rational)0, (sum, value) => sum + value);
}
