using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests.Passes;

/// <summary>Which maps are computed in stripes, and that the stripes are the rows that their readers need.</summary>
public sealed class StripeTests
{
    private static readonly int[] s_kernels = [1, 2, 3, 5], s_heldRows = [0, 5, 9, 20];

    [Theory]
    [InlineData("Network(24, 56, 56)", "Conv(8, 3, Padding = 1), Conv(144, 1), Relu6, DepthwiseConv(3, Padding = 1)", "conv2")]
    [InlineData("Network(24, 56, 56)", "Conv(8, 3, Padding = 1), Conv(144, 1), BatchNorm, Relu6, DepthwiseConv(5, Same = true, Stride = 2), Conv(5, 1)", "conv2")]

    // It stays in the cache anyway.
    [InlineData("Network(24, 28, 28)", "Conv(8, 3, Padding = 1), Conv(144, 1), Relu6, DepthwiseConv(3, Padding = 1)", "")]

    // Its rows depend on several rows.
    [InlineData("Network(24, 56, 56)", "Conv(8, 3, Padding = 1), Conv(144, 3, Padding = 1), Relu6, DepthwiseConv(3, Padding = 1)", "")]

    // Others read it too, or the caller does.
    [InlineData("Network(24, 56, 56)", "Conv(8, 3, Padding = 1), Conv(144, 1), DepthwiseConv(3, Padding = 1), Add(\"conv2\", \"previous\")", "")]
    [InlineData("Network(24, 56, 56)", "Conv(8, 3, Padding = 1), Conv(144, 1), Output(\"map\"), DepthwiseConv(3, Padding = 1)", "")]

    // Too many weights to read them again and again.
    [InlineData("Network(24, 56, 56)", "Conv(200, 3, Padding = 1), Conv(200, 1), DepthwiseConv(3, Padding = 1)", "")]
    public void LargeMapsBetweenAPixelwiseAndADepthwiseConvolution(string network, string layers, string expected)
    {
        CompiledProgram program = CompiledProgram.Compile(Declarations.Parse(network, layers), training: false);
        IEnumerable<string> inStripes = program.Graph.Nodes.Where(node => node.Output.Layout is { HeldRows: > 0 }).Select(node => node.Name);
        Assert.Equal(expected, string.Join(' ', inStripes));
        Assert.Equal(expected.Length > 0 ? 1 : 0, program.Calls.OfType<StripeKernel>().Count());
        Assert.DoesNotContain(program.Calls, kernel => kernel.Node.Output.Layout is { HeldRows: > 0 });
        Assert.DoesNotContain(CompiledProgram.Compile(Declarations.Parse(network, layers), training: true).Graph.Nodes, node => node.Output.Layout is { HeldRows: > 0 });
    }

    /// <summary>The stripes are of about equal size and cover the output once; each holds the rows of all its windows, within the limit.</summary>
    [Fact]
    public void StripesHoldWhatTheirWindowsNeed()
    {
        int seen = 0;
        foreach ((int height, int kernel, int stride, int dilation, int padding, int held) in
            from height in Enumerable.Range(1, 40)
            from kernel in s_kernels
            from stride in Enumerable.Range(1, 3)
            from dilation in Enumerable.Range(1, 2)
            from padding in Enumerable.Range(0, 3)
            from held in s_heldRows
            where height + (2 * padding) > (kernel - 1) * dilation
            select (height, kernel, stride, dilation, padding, held))
        {
            var window = new Window(kernel, kernel, stride, stride, new Border(padding, padding, padding, padding)) { DilationY = dilation, DilationX = dilation };
            Layout map = Layout.Blocked(new Shape(20, height, height), window.Padding);
            (int rows, _) = window.OutputSize(map.Shape);
            if (Stripes.Choose(window, map, rows, held * 2 * map.RowStride * sizeof(float)) is not { } stripes)
            {
                Assert.True(rows == 1 || held >= ((rows - 1) * stride) + ((kernel - 1) * dilation) + 1, $"{rows} rows could be cut for {held} held rows.");
                continue;
            }

            seen++;
            Assert.InRange(stripes.Count, 2, rows);
            Assert.InRange(rows, ((stripes.Count - 1) * stripes.Rows) + 1, stripes.Count * stripes.Rows);
            Assert.True(stripes.Rows == 1 || stripes.HeldRows <= held, $"{stripes} hold {stripes.HeldRows} of {held} rows.");
            Assert.Equal(((stripes.Rows - 1) * stride) + ((kernel - 1) * dilation) + 1, stripes.HeldRows);

            // What a stripe keeps is exactly what both it and the next one need.
            Assert.Equal(Math.Max(0, stripes.HeldRows - stripes.Step), stripes.KeptRows);
        }

        Assert.InRange(seen, 1000, int.MaxValue);
    }

    /// <summary>A stripe is scratch of each thread, and what remains of the map in the arena is nothing.</summary>
    [Fact]
    public void AStripeTakesTheMemoryOfItsRows()
    {
        string[] layers = ["Network(24, 56, 56)", "Conv(8, 3, Padding = 1), Conv(144, 1), Relu6, DepthwiseConv(3, Padding = 1), Conv(5, 1)"];
        CompiledProgram program = CompiledProgram.Compile(Declarations.Parse(layers), training: false);
        Value map = program.Graph.Nodes.Select(node => node.Output).Single(value => value.Layout is { HeldRows: > 0 });
        Assert.Equal(Region.Scratch, map.Placement!.Region);
        Assert.Equal(9 * map.Layout!.HeldRows * 58 * 16, map.Layout.Length);
        Assert.InRange(map.Layout.Length * sizeof(float), 1, StripeLimits.Default.HeldBytes);
        Assert.Equal(map.Layout.Length, program.ScratchLength(InstructionSet.All));
        Assert.InRange(program.Plan.ArenaLength, 1, 2 * 144 * 56 * 56);
    }
}
