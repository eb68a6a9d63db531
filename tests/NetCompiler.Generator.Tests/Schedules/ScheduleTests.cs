using System.Text.RegularExpressions;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests.Schedules;

/// <summary>What every schedule must keep to, whatever it chooses, over a sweep of shapes and all instruction sets.</summary>
public sealed partial class ScheduleTests
{
    private static readonly int[] s_channels = [1, 3, 6, 15, 16, 17, 20, 31, 32, 33, 48, 64, 65, 120, 128];
    private static readonly int[] s_sizes = [1, 2, 3, 5, 7, 10, 14, 28, 56];

    public static TheoryData<string> Targets => [.. InstructionSet.All.Select(isa => isa.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void GroupsCoverEveryChannelOnceAndStartCacheLines(string target)
    {
        InstructionSet isa = InstructionSet.Named(target);
        foreach (Contraction contraction in Contractions())
        {
            ContractionSchedule schedule = ContractionSchedule.Choose(contraction, isa)!;
            Assert.Equal((contraction.OutputChannels + isa.Lanes - 1) / isa.Lanes, schedule.AllVectors);
            Assert.InRange(schedule.TailVectors, 0, schedule.GroupVectors - 1);
            if (schedule.Groups > 1 || schedule.TailVectors > 0)
                Assert.Equal(0, schedule.GroupVectors * isa.Lanes % Layout.BlockSize);
        }
    }

    /// <summary>Counted in the code that is written: sums, the weights of one term and the inputs that live at once.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void NoTileNeedsMoreRegistersThanThereAre(string target)
    {
        InstructionSet isa = InstructionSet.Named(target);
        int largest = 0;
        foreach (Contraction contraction in Contractions())
        {
            ContractionSchedule schedule = ContractionSchedule.Choose(contraction, isa)!;
            var tile = new TileWriter(contraction, isa, schedule.TileRows, schedule.TileColumns, schedule.GroupVectors, schedule.UsesLanes);
            var w = new CodeWriter();
            tile.WriteSums(w);
            HashSet<string> locals = [.. Local().Matches(w.ToString()).Select(match => match.Groups[1].Value)];
            int sums = locals.Count(name => name.StartsWith("acc_", StringComparison.Ordinal));
            int inputs = schedule.UsesLanes ? schedule.TileRows * schedule.TileColumns : locals.Any(name => name.StartsWith("x_", StringComparison.Ordinal)) ? 1 : 0;
            int weights = schedule.UsesLanes ? 1 : schedule.GroupVectors;
            Assert.True(sums + inputs + weights <= isa.Registers, $"{schedule.Why(contraction, isa)}: {sums} + {inputs} + {weights} on {isa}");
            largest = Math.Max(largest, sums + inputs + weights);
        }

        // Registers left idle are speed left idle.
        Assert.InRange(largest, isa.Registers - 3, isa.Registers);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void TilesOfAPooledConvolutionHoldWholeWindows(string target)
    {
        InstructionSet isa = InstructionSet.Named(target);
        int chosen = 0;
        foreach (Contraction contraction in Contractions().Where(contraction => !contraction.PointsAreImages))
        {
            foreach ((int height, int width) in new[] { (2, 2), (3, 3), (1, 2), (3, 1) })
            {
                if (ContractionSchedule.Choose(contraction, isa, height, width) is not { } schedule)
                    continue;
                chosen++;
                Assert.Equal((0, 0), (schedule.TileRows % height, schedule.TileColumns % width));
                Assert.InRange(schedule.TileRows, height, contraction.Rows);
                Assert.InRange(schedule.TileColumns, width, contraction.Columns);
            }
        }

        Assert.True(chosen > 1000);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void RangesOfImagesNeverCutATile(string target)
    {
        InstructionSet isa = InstructionSet.Named(target);
        Assert.All(
            Contractions().Where(contraction => contraction.PointsAreImages),
            contraction => Assert.Equal(0, ContractionSchedule.ImageGrain % ContractionSchedule.Choose(contraction, isa)!.TileColumns));
    }

    [Fact]
    public void SplitsCoverALengthOnce()
    {
        for (int length = 0; length <= 60; length++)
        {
            for (int tile = 1; tile <= 60; tile++)
            {
                List<(int Size, int Count)> parts = [.. ContractionSchedule.Split(length, tile)];
                Assert.Equal(length, parts.Sum(part => part.Size * part.Count));
                Assert.All(parts, part => Assert.True(part.Size is > 0 && part.Size <= tile && part.Count > 0));
                Assert.True(parts.Count(part => part.Size < tile) <= 1);
            }
        }
    }

    [Fact]
    public void PartialSumsDivideTheLoopAndFillTheUnits()
    {
        for (int sums = 1; sums <= 30; sums++)
        {
            for (int count = 1; count <= 200; count++)
            {
                int chains = ContractionSchedule.Chains(sums, count);
                Assert.Equal(0, count % chains);
                Assert.True(chains == 1 || count / chains >= 2, "a loop of one iteration only");
                Assert.True(chains == 1 || sums * chains / 2 < 8, "more than the units need");
            }
        }

        Assert.Equal(8, ContractionSchedule.Chains(1, 64));
        Assert.Equal(1, ContractionSchedule.Chains(8, 64));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void BoxesOfAWeightGradientCoverEveryTapOnce(string target)
    {
        InstructionSet isa = InstructionSet.Named(target);
        foreach (int channels in s_channels)
        {
            foreach (int filters in s_channels)
            {
                foreach ((int height, int width, int pixels) in new[] { (1, 1, 49), (3, 3, 784), (5, 5, 100), (2, 7, 6), (7, 7, 12544), (5, 5, 32) })
                    AssertBoxes(channels, filters, height, width, pixels, isa);
            }
        }
    }

    private static void AssertBoxes(int channels, int filters, int height, int width, int pixels, InstructionSet isa)
    {
        (int, int)[] segments = [.. new[] { (channels / 16, 16), (1, channels % 16) }.Where(segment => segment.Item1 * segment.Item2 > 0)];
        WeightGradientSchedule schedule = WeightGradientSchedule.Choose(segments, filters, height, width, pixels, isa);
        Assert.Equal((filters + isa.Lanes - 1) / isa.Lanes, (schedule.Groups * schedule.GroupVectors) + schedule.TailVectors);
        Assert.Equal(channels * height * width, schedule.Segments.Sum(segment => segment.Boxes(height, width) * segment.Box.Count));
        Assert.All(schedule.Segments, segment =>
        {
            Assert.Equal((0, 0, 0), (segment.Channels % segment.Box.Channels, height % segment.Box.Rows, width % segment.Box.Columns));
            int registers = (segment.Box.Count * schedule.GroupVectors) + schedule.GroupVectors + (schedule.GroupVectors == 1 && isa.HasEmbeddedBroadcast ? 0 : 1);
            Assert.True(registers <= isa.Registers, $"{registers} registers: {schedule.Why(isa)}");
        });
    }

    /// <summary>Counted in the code that is written; and tiles are large enough to keep the units busy where the image is.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void NoDepthwiseTileNeedsMoreRegistersThanThereAre(string target)
    {
        InstructionSet isa = InstructionSet.Named(target);
        foreach (int size in s_sizes)
        {
            foreach ((int height, int width) in new[] { (1, 1), (3, 3), (1, 7), (5, 5), (7, 7) }.Where(kernel => kernel.Item1 <= size && kernel.Item2 <= size))
            {
                var geometry = new ConvolutionGeometry(new Window(height, width, 1, 1, Border.None), 1, 16);
                Layout input = Layout.Blocked(new Shape(16, size, size), Border.None);
                (int rows, int columns) = geometry.OutputSize(input);
                Contraction contraction = geometry.Forward(input, 0, Layout.Blocked(new Shape(16, rows, columns), Border.None), 0, bias: true)[0] with { Columns = columns };
                DepthwiseSchedule schedule = DepthwiseSchedule.Choose(contraction, isa, rows);
                Assert.InRange(schedule.TileRows, 1, rows);
                Assert.InRange(schedule.TileColumns, 1, columns);
                var w = new CodeWriter();
                new TileWriter(contraction, isa, schedule.TileRows, schedule.TileColumns, 1, UsesLanes: false, IsDepthwise: true).WriteSums(w);
                HashSet<string> locals = [.. Local().Matches(w.ToString()).Select(match => match.Groups[1].Value)];

                // Inputs come one after the other.
                Assert.InRange(locals.Count(name => !name.StartsWith("x_", StringComparison.Ordinal)) + 1, Math.Min(8, rows * columns), isa.Registers);

                TapBox box = DepthwiseSchedule.ChooseBox(height, width, isa);
                Assert.Equal((0, 0), (height % box.Rows, width % box.Columns));
                Assert.InRange(box.Count + 2, 3, isa.Registers);
            }
        }
    }

    /// <summary>Forward and backward, on images and vectors of many sizes.</summary>
    /// <summary>YOLO's locally connected layer: a second packed copy of its weights for the gradient would be half a gigabyte.</summary>
    [Fact]
    public void ALocallyConnectedLayerIsPackedOnceForBothDirections()
    {
        CompiledProgram program = CompiledProgram.Compile(Declarations.Parse("Network(1024, 7, 7)", "Conv(1024, 1), LocallyConnected(256, 3, Padding = 1)"), training: true);
        const int Local = 49 * 256 * 1024 * 9, Conv = 1024 * 1024;
        Assert.InRange(program.Lowering.PackedLength, Local + Conv, Local + (4 * Conv));
    }

    /// <summary>FCN-32s: a stride of 32 has 1024 phases, which must not become as many pieces of code.</summary>
    [Fact]
    public void NeighbouringPhasesOfALargeStrideAreOneContraction()
    {
        CompiledProgram program = CompiledProgram.Compile(Declarations.Parse("Network(21, 8, 8)", "ConvTranspose(21, 64, Stride = 32, Padding = 16)"), training: false);
        PackedWeights weights = (PackedWeights)Assert.Single(program.Lowering.Packs);
        Assert.Equal(4, weights.Phases.Count);
        Assert.All(weights.Phases, phase => Assert.Equal((16, 16, 8, 8), (phase.Positions.Rows, phase.Positions.Columns, phase.Rows, phase.Columns)));
    }

    private static IEnumerable<Contraction> Contractions()
    {
        foreach (int inputs in s_channels)
        {
            foreach (int filters in s_channels)
            {
                int size = s_sizes[(inputs + filters) % s_sizes.Length], kernel = 1 + ((inputs * filters) % Math.Min(size, 5)), stride = 1 + (filters % 2);
                var window = new Window(kernel, kernel, stride, stride, Border.None);
                var geometry = new ConvolutionGeometry(window, inputs, filters);
                Layout blocks = Layout.Blocked(new Shape(inputs, size, size), Border.None), planes = Layout.Planar(blocks.Shape, Border.None);
                (int height, int width) = geometry.OutputSize(blocks);
                var shape = new Shape(filters, height, width);
                foreach (Layout input in new[] { blocks, planes })
                    yield return geometry.Forward(input, input.Length, Layout.Blocked(shape, Border.None), 16, bias: true)[0];
                Layout gradient = Layout.Blocked(shape, geometry.OutputGradientBorder(blocks.Shape, shape));
                foreach (Contraction phase in geometry.InputGradient(gradient, gradient.Length, blocks, blocks.Length))
                    yield return phase;
            }
        }
    }

    [GeneratedRegex(@"Vector\d+<float> (\w+) =")]
    private static partial Regex Local();
}
