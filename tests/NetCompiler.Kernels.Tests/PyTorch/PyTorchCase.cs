using NetCompiler.Generator.Layers;

namespace NetCompiler.Kernels.Tests.PyTorch;

/// <summary>A module of <c>tests/pytorch/make_goldens.py</c>, declared anew.</summary>
/// <param name="Name">The case's name there.</param>
/// <param name="InputShape">The input's shape without the batch.</param>
/// <param name="Layers">The layers, in brackets; tensors get the names that they have in PyTorch.</param>
/// <param name="Needs">The layer without which the compiler cannot take the case yet.</param>
public sealed record PyTorchCase(string Name, int[] InputShape, string Layers, string? Needs = null)
{
    /// <summary>The tensor of <see cref="NameOfWeighted"/> that holds the batch.</summary>
    public const string ItemWeights = "items.weight";

    /// <summary>Whether the compiler knows all layers.</summary>
    public bool IsAvailable => Needs is null || LayerRegistry.IsLayer(Needs);

    /// <summary>The class of <see cref="WeightedSource"/>.</summary>
    public string NameOfWeighted => $"{Name}OfItems";

    /// <summary>The network itself.</summary>
    public string Source => $"[Network({Join(InputShape)})]\n{Layers}\npublic partial class {Name};\n";

    /// <summary>
    /// The network behind a dense layer whose column i is item i of the batch, chosen by an input of one 1 among zeros: the weights' gradient is that of the items.
    /// </summary>
    public string WeightedSource(int batch) => $"""
        [Network({batch})]
        [Dense({InputShape.Aggregate((product, size) => product * size)}, Bias = false, Name = "items"), Reshape({Join(InputShape)}, Name = "item")]
        {Layers.Replace("\"input\"", "\"item\"", StringComparison.Ordinal)}
        public partial class {NameOfWeighted};

        """;

    private static string Join(int[] shape) => string.Join(", ", shape);
}
