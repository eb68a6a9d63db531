using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Passes;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests.Passes;

/// <summary>The memory plan, checked by playing the program: every float remembers what was last written to it.</summary>
public sealed class PlanMemoryTests
{
    public static TheoryData<bool> Programs => [false, true];

    [Theory]
    [MemberData(nameof(Programs))]
    public void EveryReaderFindsWhatWasWrittenForIt(bool training)
    {
        int networks = 0, shared = 0;
        foreach (Frontend.NetworkDeclaration declaration in RandomNetworks.All)
        {
            NetworkGraph graph = GraphBuilder.Build(declaration, out _)!;
            Pipeline.Run(graph, training);
            MemoryPlan plan = PlanMemory.Run(graph, training);
            shared += Play(graph, plan, training);
            networks++;
        }

        // The sweep must have seen what it is for.
        Assert.True(networks > 150, $"Only {networks} random networks are valid.");
        Assert.True(shared > 100, $"Memory was reused only {shared} times.");
    }

    /// <summary>Plays a program and returns how often it wrote over something older.</summary>
    private static int Play(NetworkGraph graph, MemoryPlan plan, bool training)
    {
        var memories = new Dictionary<Region, Value?[]>
        {
            [Region.Arena] = new Value?[plan.ArenaLength],
            [Region.BatchArena] = new Value?[plan.BatchArenaLength],
        };
        // Views are the same values under another name.
        var contents = graph.Inputs.ToDictionary(input => input, input => input);
        foreach (Value gradient in graph.Outputs.Select(output => output.Gradient).OfType<Value>())
            contents[gradient] = gradient;
        string Where(Node node) => $"{node} of\n{GraphPrinter.Print(graph)}";
        int reused = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            foreach (Value input in node.Inputs.Where(input => input.Shape.Length > 0 && memories.ContainsKey(input.Placement!.Region)))
            {
                if (input.Placement!.Region == Region.Arena && !training)
                    Assert.True(i < plan.ImageNodes, $"The batch reads one image's memory: {Where(node)}");
                Assert.True(Cells(memories, input).All(cell => cell == contents[input]), $"{input} was overwritten before {Where(node)}");
            }

            Value output = node.Operation is ZeroBorderOperation zero ? zero.Target : node.Output;
            contents[output] = node.Operation.IsView ? contents[node.Inputs[0]] : output;
            if (output.Shape.Length == 0 || !memories.ContainsKey(output.Placement!.Region))
                continue;
            Assert.Equal(0, output.Placement.Offset % Layout.BlockSize);
            bool inPlace = node.Operation.InPlaceOf >= 0;
            ArraySegment<Value?> cells = Cells(memories, output);
            foreach (Value input in node.Inputs.Where((_, index) => index != node.Operation.InPlaceOf))
                Assert.False(cells.Contains(contents[input]), $"{output} overwrites {input} while it is read: {Where(node)}");
            if (!inPlace && cells.Any(cell => cell is not null && cell != output))
                reused++;
            cells.AsSpan().Fill(contents[output]);
        }

        return reused;
    }

    private static ArraySegment<Value?> Cells(Dictionary<Region, Value?[]> memories, Value value) =>
        new(memories[value.Placement!.Region], value.Placement.Offset, value.Layout!.Length);

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
