using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Passes;
using NetCompiler.Generator.Schedules;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests.Passes;

/// <summary>The memory plan, checked by playing the program: every float remembers what was last written to it.</summary>
public sealed class PlanMemoryTests
{
    private static readonly int[] s_expanded = [20, 48], s_sizes = [9, 14], s_kernels = [3, 5];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void EveryReaderFindsWhatWasWrittenForIt(bool training, bool stripes)
    {
        int networks = 0, shared = 0, parts = 0, overwritten = 0, inStripes = 0;
        foreach (Frontend.NetworkDeclaration declaration in RandomNetworks.All.Concat(stripes ? InvertedResiduals : []))
        {
            NetworkGraph graph = GraphBuilder.Build(declaration, out _)!;
            Pipeline.Run(graph, training, limits: stripes ? StripeLimits.None : StripeLimits.Default);
            MemoryPlan plan = PlanMemory.Run(graph, training);
            shared += Play(graph, plan, training);
            networks++;
            parts += graph.Nodes.Count(node => node.Output.PartOf is not null);
            overwritten += graph.Nodes.Count(node => node.Overwrites is not null);
            inStripes += graph.Nodes.Count(node => node.Output.Layout is { HeldRows: > 0 });
        }

        // The sweep must have seen what it is for.
        Assert.True(networks > 150, $"Only {networks} random networks are valid.");
        Assert.True(shared > 100, $"Memory was reused only {shared} times.");
        Assert.True(training || parts > 50, $"Only {parts} values are parts of others.");
        Assert.True(training || overwritten > 50, $"Only {overwritten} results overwrite something.");
        Assert.True(!stripes || inStripes >= 8, $"Only {inStripes} maps are computed in stripes.");
    }

    /// <summary>Blocks with shortcuts, whose expanded maps are computed in stripes, between layers that need zeros around theirs.</summary>
    private static IEnumerable<Frontend.NetworkDeclaration> InvertedResiduals =>
        from expanded in s_expanded
        from size in s_sizes
        from kernel in s_kernels
        select Declarations.Parse($"Network(3, {size}, {size + 2})",
            $"Conv(24, 3, Same = true, Name = \"x\"), Conv({expanded}, 1), Relu6, DepthwiseConv({kernel}, Same = true), Relu6, Conv(24, 1), Add(\"x\", \"previous\", Name = \"y\")",
            $"Conv({expanded}, 1, From = \"x\"), DepthwiseConv({kernel}, Same = true, Stride = 2), Conv({expanded}, 1), Conv({expanded}, 1), DepthwiseConv(3, Same = true), Add(\"previous\", \"conv4\"), Conv(5, 3, Same = true)");

    /// <summary>Plays a program and returns how often it wrote over something older.</summary>
    private static int Play(NetworkGraph graph, MemoryPlan plan, bool training)
    {
        var memories = new Dictionary<Region, Value?[]>
        {
            [Region.Arena] = new Value?[plan.ArenaLength],
            [Region.BatchArena] = new Value?[plan.BatchArenaLength],
        };
        // What lies in the places of each value: itself, or, where it is a view or made of parts, other values.
        var contents = new Dictionary<Value, Value[]>();
        string Where(Node node) => $"{node} of\n{GraphPrinter.Print(graph)}";
        int reused = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];

            // What is computed in stripes is computed while it is read, from what it is computed of.
            IEnumerable<Value> read = node.Inputs.Concat(node.Inputs.Where(IsInStripes).SelectMany(map => graph.Nodes[i - 1].Output == map ? graph.Nodes[i - 1].Inputs : throw new InvalidOperationException($"{map} is not computed right before {Where(node)}")));
            List<Value> inputs = [.. read.Where(input => input.Shape.Length > 0 && memories.ContainsKey(input.Placement!.Region))];
            foreach (Value input in inputs)
            {
                if (input.Placement!.Region == Region.Arena && !training)
                    Assert.True(i < plan.ImageNodes, $"The batch reads one image's memory: {Where(node)}");
                Value?[] memory = memories[input.Placement.Region];
                Assert.True(Places(input).Zip(contents[input]).All(pair => memory[pair.First] == pair.Second), $"{input} was overwritten before {Where(node)}");
                Assert.True(Places(input, withBorder: true).Except(Places(input)).All(place => IsZero(memory[place])), $"{input} has no zeros around it before {Where(node)}");
            }

            bool zeroes = node.Operation is ZeroBorderOperation;
            Value output = node.Operation is ZeroBorderOperation zero ? zero.Target : node.Output;
            if (output.Shape.Length == 0 || !memories.TryGetValue(output.Placement!.Region, out Value?[]? cells))
                continue;
            Assert.Equal(0, output.Placement.Offset % Layout.BlockSize);
            if (node.Operation.IsView || (output.PartOf is { } part && node.Inputs.Contains(part.Whole)))
            {
                contents[output] = [.. Places(output).Select(place => cells[place]!)];
                continue;
            }

            // All of the buffer at first, of a part its own blocks; the whole keeps the parts that were written there.
            bool isWhole = node.Inputs.Exists(input => input.PartOf?.Whole == output);
            HashSet<int> kept = [.. node.Inputs.Where((input, index) => isWhole && IsInPlace(node, index)).SelectMany(input => Places(input))];
            foreach (Value input in inputs.Where((input, index) => node.InPlaceOf != node.Inputs.IndexOf(input)))
                Assert.False(Places(output).Except(kept).Intersect(Places(input)).Any() && input.Placement!.Region == output.Placement.Region, $"{output} overwrites {input} while it is read: {Where(node)}");
            IEnumerable<int> written = zeroes ? Enumerable.Range(output.Placement.Offset, output.Layout!.Length) : Places(output).Except(kept);
            Value token = zeroes ? node.Output : output;
            bool older = false;
            foreach (int place in written)
            {
                older |= cells[place] is { } before && !IsZero(before) && node.InPlaceOf < 0;
                cells[place] = token;
            }

            reused += older ? 1 : 0;
            if (!zeroes)
                contents[output] = [.. Places(output).Select(place => cells[place]!)];
        }

        return reused;
    }

    private static bool IsInStripes(Value value) => value.Layout is { HeldRows: > 0 };

    private static bool IsInPlace(Node node, int input) =>
        node.Inputs[input].PartOf is { } part && part.Whole == node.Output && part.Channel == node.Operation.ChannelOfInput(node, input);

    private static bool IsZero(Value? content) => content?.Name.EndsWith("_border", StringComparison.Ordinal) == true;

    /// <summary>The places of a value's channels within its memory, channel by channel.</summary>
    private static IEnumerable<int> Places(Value value, bool withBorder = false)
    {
        Border border = withBorder ? value.Layout!.Border : Border.None;
        (Layout layout, int start) = (value.Layout!, value.Placement!.Offset);
        for (int channel = 0; channel < layout.Shape.Channels; channel++)
        {
            for (int row = -border.Top; row < layout.Shape.Height + border.Bottom; row++)
            {
                for (int column = -border.Left; column < layout.Shape.Width + border.Right; column++)
                    yield return start + layout.Origin + (channel / layout.ChannelsPerBlock * layout.BlockStride) + (row * layout.RowStride) + (column * layout.ColumnStride) + (channel % layout.ChannelsPerBlock);
            }
        }
    }

    /// <summary>A dense layer of a batched prediction reads its weights once for all images, so it must not sit between image loops.</summary>
    [Fact]
    public void ConvolutionsRunImageByImageAndDenseLayersForTheBatch()
    {
        NetworkGraph graph = Declarations.Build("Network(1, 8, 8)", "Conv(4, 3), MaxPool(2), Flatten, Dense(5), Dense(3)");
        Pipeline.Run(graph, training: false);
        MemoryPlan plan = PlanMemory.Run(graph, training: false);
        Assert.Equal(["conv1", "flatten1"], graph.Nodes.Take(plan.ImageNodes).Select(node => node.Name));
        Assert.All(graph.Nodes.Skip(plan.ImageNodes), node => Assert.NotEqual(Region.Arena, node.Output.Placement!.Region));
    }

    /// <summary>Images 4 KiB apart would compete for the same sets of the first-level cache.</summary>
    [Fact]
    public void ImagesOfABatchAreAnOddNumberOfCacheLinesApart()
    {
        foreach (Frontend.NetworkDeclaration declaration in RandomNetworks.All)
        {
            NetworkGraph graph = GraphBuilder.Build(declaration, out _)!;
            Pipeline.Run(graph, training: true);
            int length = PlanMemory.Run(graph, training: true).ArenaLength;
            Assert.True(length == 0 || length / Layout.BlockSize % 2 == 1, $"{length}");
            Assert.Equal(0, length % Layout.BlockSize);
        }
    }
}
