namespace NetCompiler;

/// <summary>What the compiler knows of a network: what its declaration became and what it costs.</summary>
public sealed class NetworkInfo
{
    /// <summary>The class's name, such as <c>LeNet5</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the compiler that wrote the network's code.</summary>
    public required string CompilerVersion { get; init; }

    /// <summary>The instruction set that runs on this machine: <c>avx512</c>, <c>avx2</c>, <c>advsimd</c> or <c>portable</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The inputs, in the order in which <c>Predict</c> takes them.</summary>
    public required IReadOnlyList<InputInfo> Inputs { get; init; }

    /// <summary>The first input's shape without the batch: channels, height, width; channels, length; or features.</summary>
    public IReadOnlyList<int> InputShape => Inputs[0].Shape;

    /// <summary>Floats of one item: all inputs, one after the other.</summary>
    public int InputLength => Inputs.Sum(input => input.Length);

    /// <summary>Floats of one item's outputs, one after the other.</summary>
    public int OutputLength => Outputs.Sum(output => output.Length);

    /// <summary>The outputs, in the order in which <c>Predict</c> writes them.</summary>
    public required IReadOnlyList<OutputInfo> Outputs { get; init; }

    /// <summary>The declared layers in their order.</summary>
    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>The tensors of weights, named and shaped as in a PyTorch <c>state_dict</c>, in the order of the layers.</summary>
    public required IReadOnlyList<ParameterInfo> Parameters { get; init; }

    /// <summary>
    /// Whether an output is a softmax: <c>Predict</c> then gives probabilities, and the loss of a prediction is −log p, while training,
    /// which leaves that layer out, works on logits.
    /// </summary>
    public bool EndsInSoftmax => Outputs.Any(output => output.EndsInSoftmax);

    /// <summary>Bytes of the packed weights that prediction keeps beside the tensors themselves.</summary>
    public required long PackedBytes { get; init; }

    /// <summary>Bytes of working memory that one call of <c>Predict</c> uses.</summary>
    public required long ArenaBytes { get; init; }

    /// <summary>Bytes of working memory that a call needs at the same time, so that no plan of its memory takes less than this of <see cref="ArenaBytes"/>.</summary>
    public long NeededBytes { get; init; }

    /// <summary>The number of trainable weights.</summary>
    public long ParameterCount => Parameters.Where(p => p.IsTrainable).Sum(p => p.Length);

    /// <summary>Multiply-adds of one prediction.</summary>
    public long MultiplyAdds => Layers.Sum(l => l.MultiplyAdds);
}

/// <summary>One input of a network.</summary>
/// <param name="Name">The name by which layers read it; <c>input</c> for that of <c>[Network]</c>.</param>
/// <param name="Shape">Its shape without the batch.</param>
public sealed record InputInfo(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>The number of values.</summary>
    public int Length => Shape.Aggregate(1, (product, size) => checked(product * size));
}

/// <summary>One output of a network.</summary>
/// <param name="Name">The name given to it, or that of the layer it comes from.</param>
/// <param name="Shape">Its shape without the batch.</param>
/// <param name="EndsInSoftmax">Whether it is a softmax, which training leaves out.</param>
/// <param name="Layer">The name of the layer that it comes from.</param>
public sealed record OutputInfo(string Name, IReadOnlyList<int> Shape, bool EndsInSoftmax = false, string Layer = "")
{
    /// <summary>The number of values.</summary>
    public int Length => Shape.Aggregate(1, (product, size) => checked(product * size));
}

/// <summary>One declared layer.</summary>
/// <param name="Name">Its name, given or numbered, such as <c>conv1</c>.</param>
/// <param name="Kind">Its attribute, such as <c>Conv</c>.</param>
/// <param name="Description">The declaration in a few words, such as <c>16 filters 5×5</c>.</param>
/// <param name="OutputShape">The output's shape without the batch.</param>
/// <param name="ParameterCount">Trainable weights.</param>
/// <param name="MultiplyAdds">Multiply-adds of one prediction.</param>
/// <param name="Schedule">How the layer is computed on this machine, and why; empty where it is part of another layer's kernel.</param>
/// <param name="Inputs">The names of the layers (or inputs) that it reads.</param>
public sealed record LayerInfo(
    string Name, string Kind, string Description, IReadOnlyList<int> OutputShape, long ParameterCount, long MultiplyAdds, string Schedule, IReadOnlyList<string> Inputs);

/// <summary>One tensor of weights.</summary>
/// <param name="Name">Its name, such as <c>conv1.weight</c>.</param>
/// <param name="Shape">Its shape in PyTorch's order, such as <c>[out, in, height, width]</c>.</param>
/// <param name="Initializer">How a fresh network fills it.</param>
/// <param name="FanIn">Inputs that reach one output, for the initialiser.</param>
/// <param name="FanOut">Outputs that one input reaches, for the initialiser.</param>
/// <param name="Offset">Floats before it in the network's block of parameters; a multiple of 16, so that every tensor starts a cache line.</param>
/// <param name="IsTrainable">Whether an optimiser changes it. Running statistics and fixed weights are saved and loaded, but not trained; they lie behind all that are.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<int> Shape, Initializer Initializer, int FanIn, int FanOut, int Offset, bool IsTrainable = true)
{
    /// <summary>The number of values.</summary>
    public long Length => Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>How fresh weights are drawn.</summary>
public enum Initializer
{
    /// <summary>All zero: biases.</summary>
    Zeros,

    /// <summary>All one: scales of normalisation layers.</summary>
    Ones,

    /// <summary>All 0.25: slopes of parametric rectifiers (He et al. 2015).</summary>
    Quarter,

    /// <summary>Normal, variance 2 / fan-in: before rectifiers (He et al. 2015, "Delving Deep into Rectifiers").</summary>
    HeNormal,

    /// <summary>Uniform, variance 2 / (fan-in + fan-out): before tanh, sigmoid and softmax (Glorot and Bengio 2010).</summary>
    GlorotUniform,

    /// <summary>−1 or +1, each as likely: the code words of a radial basis layer.</summary>
    Signs,

    /// <summary>Normal, variance 1: tables of embeddings, as PyTorch draws them.</summary>
    Normal,

    /// <summary>Uniform between ±1/√fan-in: weights and biases of recurrent layers, as PyTorch draws them.</summary>
    Uniform,
}
