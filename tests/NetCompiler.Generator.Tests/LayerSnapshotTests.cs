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
        ["AdaptiveAvgPool"] = ["Network(1, 5, 4)", "Conv(2, 2), AdaptiveAvgPool([3, 2])"],
        ["Add"] = ["Network(1, 3, 4)", "Conv(2, 1, Name = \"a\"), Conv(2, 1), Add(\"a\"), Relu"],
        ["AvgPool"] = ["Network(1, 5, 4)", "Conv(2, 2), AvgPool([3, 1], Stride = 1, Pads = [1, 0, 1, 0], CountIncludePad = false), AvgPool(2)"],
        ["BatchNorm"] = ["Network(1, 3, 4)", "Conv(2, 2, Bias = false), BatchNorm, Relu"],
        ["ChannelShuffle"] = ["Network(1, 2, 3)", "Conv(6, 1), ChannelShuffle(2), Conv(2, 1)"],
        ["Concat"] = ["Network(1, 3, 4)", "Conv(2, 1, Name = \"a\"), Conv(3, 1), Concat(\"a\")"],
        ["Conv"] = ["Network(1, 4, 5)", "Conv(2, 2)", "Conv(3, 3, Stride = 2, Padding = 1)"],
        ["ConvTranspose"] = ["Network(1, 2, 3)", "Conv(2, 1)", "ConvTranspose(3, 3, Stride = 2, Padding = 1, OutputPadding = 1)"],
        ["Crop"] = ["Network(1, 4, 5)", "Conv(2, 1), Crop([1, 0, 0, 2]), Conv(2, 1)"],
        ["Dense"] = ["Network(3)", "Dense(20), Dense(2)"],
        ["DepthwiseConv"] = ["Network(1, 5, 7)", "Conv(3, 2), DepthwiseConv(2, Strides = [2, 1]), Tanh"],
        ["Dropout"] = ["Network(3)", "Dense(4), Dropout(0.25f), Dense(2)"],
        ["Elu"] = ["Network(1, 3, 4)", "Conv(2, 2), Elu(0.5f)"],
        ["Embedding"] = ["Network(3)", "Embedding(5, 18)", "Lstm(2, ReturnSequence = false)"],
        ["Flatten"] = ["Network(1, 3, 3)", "Conv(2, 2), Flatten, Softmax"],
        ["Gelu"] = ["Network(1, 3, 4)", "Conv(2, 2), Gelu, Gelu(Approximate = true)"],
        ["GlobalAvgPool"] = ["Network(1, 5, 6)", "Conv(2, 2), GlobalAvgPool, Dense(2)"],
        ["GlobalMaxPool"] = ["Network(1, 5, 6)", "Conv(2, 2), GlobalMaxPool, Dense(2)"],
        ["Gram"] = ["Network(2, 3, 4)", "Conv(9, 2), Gram"],
        ["HardSigmoid"] = ["Network(1, 3, 4)", "Conv(2, 2), HardSigmoid"],
        ["HardSwish"] = ["Network(1, 3, 4)", "Conv(2, 2), HardSwish"],
        ["InstanceNorm"] = ["Network(1, 3, 4)", "Conv(2, 2), InstanceNorm(Affine = true)"],
        ["L2Normalize"] = ["Network(1, 3, 4)", "Conv(18, 2), L2Normalize"],
        ["LayerNorm"] = ["Network(1, 3, 4)", "Conv(2, 2), LayerNorm"],
        ["LeakyRelu"] = ["Network(1, 3, 4)", "LeakyRelu, Conv(2, 2), LeakyRelu(0.2f)"],
        ["LocalResponseNorm"] = ["Network(1, 3, 4)", "Conv(18, 2), LocalResponseNorm(3)"],
        ["LocallyConnected"] = ["Network(1, 4, 4)", "Conv(2, 2)", "LocallyConnected(3, 2, Padding = 1, Stride = 2)"],
        ["LogSoftmax"] = ["Network(3)", "Dense(5), LogSoftmax"],
        ["Lstm"] = ["Network(3, 4)", "Lstm(18)", "Lstm(2, ReturnSequence = false)"],
        ["MaxPool"] = ["Network(1, 5, 4)", "Conv(2, 2), MaxPool([2, 3], Stride = 1, Pads = [1, 1, 0, 1]), MaxPool(2)"],
        ["Mish"] = ["Network(1, 3, 4)", "Conv(2, 2), Mish"],
        ["Multiply"] = ["Network(1, 3, 4)", "Conv(2, 1, Name = \"a\"), Conv(2, 1), Multiply(\"a\")"],
        ["Normalize"] = ["Network(3, 2, 3)", "Normalize([0.5f, 0.25f, 0f], [2f, 1f, 0.5f]), Conv(2, 1)"],
        ["PRelu"] = ["Network(1, 3, 4)", "Conv(2, 2), PRelu, Flatten, PRelu(Shared = true)"],
        ["Pad"] = ["Network(1, 2, 3)", "Conv(2, 1), Pad([1, 0, 0, 2]), Pad([1, 0, 2, 1], Mode = PaddingMode.Symmetric), MaxPool(3)"],
        ["RadialBasis"] = ["Network(3)", "Dense(5), RadialBasis(2, Trainable = true)"],
        ["Relu"] = ["Network(1, 3, 4)", "Conv(2, 2), Relu, MaxPool(2), Relu"],
        ["Relu6"] = ["Network(1, 3, 4)", "Conv(2, 2), Relu6"],
        ["Reshape"] = ["Network(6)", "Dense(24), Reshape(3, 2, -1), Conv(2, 2), Reshape(6)"],
        ["RoiAlign"] = ["Network(2, 5, 4)", "Input(\"boxes\", 4, 3)", "Conv(3, 1), RoiAlign([2, 1], \"boxes\", Scale = 0.5f)"],
        ["RoiPool"] = ["Network(2, 5, 4)", "Input(\"boxes\", 4, 3)", "Conv(3, 1), RoiPool([2, 1], \"boxes\", Scale = 0.5f)"],
        ["Scale"] = ["Network(1, 3, 4)", "Conv(2, 2), Scale"],
        ["ScaledTanh"] = ["Network(1, 3, 4)", "Conv(2, 2), ScaledTanh"],
        ["Selu"] = ["Network(1, 3, 4)", "Conv(2, 2), Selu"],
        ["Sigmoid"] = ["Network(1, 3, 4)", "Conv(2, 2), Sigmoid"],
        ["Slice"] = ["Network(1, 2, 3)", "Conv(20, 1), Slice(1, 18), Slice(1, 3, Axis = 2), Conv(2, 1)"],
        ["Softmax"] = ["Network(1, 2, 3)", "Conv(18, 2), Softmax, Conv(2, 1)"],
        ["Softplus"] = ["Network(1, 3, 4)", "Conv(2, 2), Softplus"],
        ["SpaceToDepth"] = ["Network(1, 2, 4)", "Conv(3, 1), SpaceToDepth(2), Conv(2, 1)"],
        ["Swish"] = ["Network(1, 3, 4)", "Conv(2, 2), Swish"],
        ["Tanh"] = ["Network(1, 3, 4)", "Conv(2, 2), Tanh"],
        ["Upsample"] = ["Network(1, 2, 3)", "Conv(2, 1), Upsample(2), Upsample([2, 3], Mode = UpsampleMode.Bilinear), Conv(2, 1)"],
    };

    public static TheoryData<string> Kinds => [.. LayerRegistry.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kernels(string kind)
    {
        Assert.True(s_networks.TryGetValue(kind, out string[]? network), $"{kind} has no network here whose generated code could be reviewed.");
        Snapshot.Verify([("Avx512.cs", Write(network, kernel => Concerns(kernel.Node, kind)))], method: kind);
    }

    /// <summary>A convolution in tiles, the last row of which hangs over the edge.</summary>
    [Fact]
    public void Winograd() => Snapshot.Verify([("Avx512.cs", Write(["Network(1, 11, 12, StrictAccuracy = true, Training = false)", "Conv(33, 1), Conv(32, 3, Padding = 1), Relu"], kernel => kernel is WinogradKernel))]);

    /// <summary>A map that two kernels compute and read in turns.</summary>
    [Fact]
    public void Stripes() => Snapshot.Verify([("Avx512.cs", Write(["Network(8, 56, 56, Training = false)", "Conv(8, 3, Padding = 1), Conv(144, 1), Relu6, DepthwiseConv(3, Padding = 1)"], kernel => kernel is StripeKernel))]);

    [Fact]
    public void EveryNetworkShowsItsLayer()
    {
        Assert.Empty(s_networks.Keys.Except(LayerRegistry.Kinds));
        Assert.All(s_networks, pair => Assert.Contains(Declarations.Parse(pair.Value).Layers, layer => layer.Kind == pair.Key));
    }

    /// <summary>The declaration, both graphs, and then the kernels that have to do with the layer: those of the layers around it are in their own snapshots.</summary>
    private static string Write(string[] network, Func<Kernel, bool> concerns)
    {
        NetworkDeclaration declaration = Declarations.Parse(network);
        InstructionSet[] targets = [InstructionSet.Named("Avx512")];
        var functions = new SharedFunctions();
        var packings = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (string line in network)
            text.Append($"// [{line}]\n");
        foreach (bool training in declaration.Training ? new[] { false, true } : [false])
        {
            CompiledProgram program = CompiledProgram.Compile(declaration, training);
            text.Append($"\n// ---- {(training ? "Training" : "Inference")} ----\n//\n");
            foreach (string line in GraphPrinter.Print(program.Graph).TrimEnd().Split('\n'))
                text.Append($"// {line}\n");
            foreach (Kernel kernel in program.Kernels.Where(concerns))
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
