using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit;

/// <summary>What an operation may ask for while it is turned into a kernel: sizes that are known once memory is planned, and room for packed weights.</summary>
/// <param name="prefix">Goes between the layer's name and the kernel's role, so that the networks for inference and training do not share names.</param>
/// <param name="imageStride">Floats from one image of a value to the next.</param>
internal sealed class Lowering(string prefix, Func<Value, int> imageStride)
{
    private readonly Dictionary<string, Node> _names = new(StringComparer.OrdinalIgnoreCase);
    private int _packedLength;

    /// <summary>Floats of packed weights and partial sums so far.</summary>
    public int PackedLength => _packedLength;

    /// <summary>Everything that must be packed before the kernels run.</summary>
    public List<Packing> Packs { get; } = [];

    /// <summary>How the program's kernels compute.</summary>
    public KernelSchedules Schedules { get; init; } = new();

    /// <summary>Whether the kernels train: they may read weights where they are, and packed ones are packed anew at each step.</summary>
    public bool IsTraining => prefix.Length > 0;

    /// <summary>Whether no algorithm may be chosen whose errors exceed those of the plain sum.</summary>
    public bool StrictAccuracy => Schedules.StrictAccuracy;

    public int ImageStride(Value value) => imageStride(value);

    /// <summary>A method name for a node: <c>Conv1</c>, <c>Conv1_Train_InputGradient</c>; numbered where another node has taken it.</summary>
    public string NameOf(Node node, string role = "")
    {
        string layer = node.Name.Replace('.', '_');
        string name = char.ToUpperInvariant(layer[0]) + layer.Substring(1) + (prefix.Length > 0 ? $"_{prefix}" : "") + (role.Length > 0 ? $"_{role.Replace('.', '_')}" : "");
        string numbered = name;
        for (int number = 2; _names.TryGetValue(numbered, out Node? other) && other != node; number++)
            numbered = FormattableString.Invariant($"{name}_{number}");
        _names[numbered] = node;
        return numbered;
    }

    /// <summary>Finds room for weights that a kernel reads packed.</summary>
    public TPacking Pack<TPacking>(TPacking packing) where TPacking : Packing
    {
        TPacking placed = packing with { Offset = Reserve(packing.Length) };
        Packs.Add(placed);
        return placed;
    }

    /// <summary>A tensor with a number per channel, in whole blocks of channels. Packed once, however many kernels read it.</summary>
    /// <param name="kernel">The name of the kernel that asks.</param>
    /// <param name="tensor">The tensor: <c>[channels]</c>, <c>[channels, …]</c>, or a single number for all channels.</param>
    /// <param name="channels">Channels of the value that it belongs to.</param>
    public Operand PackVector(string kernel, Parameter tensor, int channels)
    {
        PackedVector packed = Packs.OfType<PackedVector>().FirstOrDefault(known => known.Tensor == tensor && known.Channels == channels)
            ?? Pack(new PackedVector(kernel, 0, tensor, channels));
        return new Operand.OfPacked(packed.Offset);
    }

    /// <summary>Room beside the packed weights.</summary>
    public int Reserve(int length)
    {
        int offset = _packedLength;
        _packedLength += (length + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;
        return offset;
    }
}
