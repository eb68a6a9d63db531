using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit;

/// <summary>What an operation may ask for while it is turned into a kernel: sizes that are known once memory is planned, and room for packed weights.</summary>
/// <param name="prefix">Goes between the layer's name and the kernel's role, so that the networks for inference and training do not share names.</param>
/// <param name="imageStride">Floats from one image of a value to the next.</param>
internal sealed class Lowering(string prefix, Func<Value, int> imageStride)
{
    private int _packedLength;

    /// <summary>Floats of packed weights and partial sums so far.</summary>
    public int PackedLength => _packedLength;

    /// <summary>Everything that must be packed before the kernels run.</summary>
    public List<PackedWeights> Packs { get; } = [];

    /// <summary>How the program's kernels compute.</summary>
    public KernelSchedules Schedules { get; } = new();

    public int ImageStride(Value value) => imageStride(value);

    /// <summary>A method name for a node: <c>Conv1</c>, <c>Conv1_Train_InputGradient</c>.</summary>
    public string NameOf(Node node, string role = "")
    {
        string name = char.ToUpperInvariant(node.Name[0]) + node.Name.Substring(1);
        return name + (prefix.Length > 0 ? $"_{prefix}" : "") + (role.Length > 0 ? $"_{role}" : "");
    }

    public PackedWeights Pack(PackedWeights weights)
    {
        PackedWeights placed = weights with { Offset = Reserve(weights.Length) };
        Packs.Add(placed);
        return placed;
    }

    /// <summary>Room beside the packed weights.</summary>
    public int Reserve(int length)
    {
        int offset = _packedLength;
        _packedLength += (length + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;
        return offset;
    }
}
