using System.Text;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>
/// What is written for each layer, forward and backward, in a network small enough to read. The class around it, the programs that call the
/// kernels, and the other instruction sets are in the snapshots of LeNet-5.
/// </summary>
public sealed class LayerSnapshotTests
{
    /// <summary>One network per layer, with weights before it wherever it has a gradient.</summary>
    private static readonly Dictionary<string, string[]> s_networks = new(StringComparer.Ordinal)
    {
        ["AvgPool"] = ["Network(1, 5, 4)", "Conv(2, 2), AvgPool(2)"],
        ["Conv"] = ["Network(1, 4, 5)", "Conv(2, 2)", "Conv(3, 3, Stride = 2, Padding = 1)"],
        ["Dense"] = ["Network(3)", "Dense(20), Dense(2)"],
        ["Dropout"] = ["Network(3)", "Dense(4), Dropout(0.25f), Dense(2)"],
        ["Embedding"] = ["Network(3)", "Embedding(5, 18)", "Lstm(2, ReturnSequence = false)"],
        ["Flatten"] = ["Network(1, 3, 3)", "Conv(2, 2), Flatten, Softmax"],
        ["Gram"] = ["Network(2, 3, 4)", "Conv(9, 2), Gram"],
        ["LeakyRelu"] = ["Network(1, 3, 4)", "LeakyRelu, Conv(2, 2), LeakyRelu(0.2f)"],
        ["Lstm"] = ["Network(3, 4)", "Lstm(18)", "Lstm(2, ReturnSequence = false)"],
        ["MaxPool"] = ["Network(1, 5, 4)", "Conv(2, 2), MaxPool(2)"],
        ["Normalize"] = ["Network(3, 2, 3)", "Normalize([0.5f, 0.25f, 0f], [2f, 1f, 0.5f]), Conv(2, 1)"],
        ["Pad"] = ["Network(1, 2, 3)", "Conv(2, 1), Pad([1, 0, 0, 2]), MaxPool(3)"],
        ["Relu"] = ["Network(1, 3, 4)", "Conv(2, 2), Relu, MaxPool(2), Relu"],
        ["RoiAlign"] = ["Network(2, 5, 4)", "Input(\"boxes\", 4, 3)", "Conv(3, 1), RoiAlign([2, 1], \"boxes\", Scale = 0.5f)"],
        ["RoiPool"] = ["Network(2, 5, 4)", "Input(\"boxes\", 4, 3)", "Conv(3, 1), RoiPool([2, 1], \"boxes\", Scale = 0.5f)"],
        ["Sigmoid"] = ["Network(1, 3, 4)", "Conv(2, 2), Sigmoid"],
        ["Softmax"] = ["Network(3)", "Dense(5), Softmax, Dense(2)"],
        ["Tanh"] = ["Network(1, 3, 4)", "Conv(2, 2), Tanh"],
    };

    public static TheoryData<string> Kinds => [.. LayerRegistry.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kernels(string kind)
    {
        Assert.True(s_networks.TryGetValue(kind, out string[]? network), $"{kind} has no network here whose generated code could be reviewed.");
        Snapshot.Verify([("Avx512.cs", Write(kind, network))], method: kind);
    }

    [Fact]
    public void EveryNetworkShowsItsLayer()
    {
        Assert.Empty(s_networks.Keys.Except(LayerRegistry.Kinds));
        Assert.All(s_networks, pair => Assert.Contains(Declarations.Parse(pair.Value).Layers, layer => layer.Kind == pair.Key));
    }

    /// <summary>The declaration, both graphs, and then the kernels that have to do with the layer: those of the layers around it are in their own snapshots.</summary>
    private static string Write(string kind, string[] network)
    {
        NetworkDeclaration declaration = Declarations.Parse(network);
        InstructionSet[] targets = [InstructionSet.Named("Avx512")];
        var functions = new SharedFunctions();
        var packings = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (string line in network)
            text.Append($"// [{line}]\n");
        foreach (bool training in new[] { false, true })
        {
            CompiledProgram program = CompiledProgram.Compile(declaration, training);
            text.Append($"\n// ---- {(training ? "Training" : "Inference")} ----\n//\n");
            foreach (string line in GraphPrinter.Print(program.Graph).TrimEnd().Split('\n'))
                text.Append($"// {line}\n");
            foreach (Kernel kernel in program.Kernels.Where(kernel => Concerns(kernel.Node, kind)))
            {
                foreach (Packing packing in program.Lowering.Packs.Where(packing => packing.Kernel == kernel.Name))
                    text.Append('\n').Append(KernelFile.Write(packing, targets, packings));
                text.Append('\n').Append(KernelFile.Write(kernel, targets, functions));
            }
        }

        return functions.Any ? $"{text}\n// ---- Shared functions ----\n\n{functions.Text}" : text.ToString();
    }

    private static bool Concerns(Node node, string kind) =>
        node.Operation.Kind.StartsWith(kind, StringComparison.Ordinal) || node.Epilogue.Exists(operation => operation.Kind == kind);
}
