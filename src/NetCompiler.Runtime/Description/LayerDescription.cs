using System.ComponentModel;

namespace NetCompiler;

/// <summary>
/// One layer as declared: its kind, what it reads and gives, its weights, and its arguments, all of them settled ("same" padding, for one, is
/// numbers here). docs/onnx.md lists the arguments of each kind.
/// </summary>
public sealed class LayerDescription
{
    private readonly Dictionary<string, object> _arguments = [];
    private readonly LayerInfo _info;

    internal LayerDescription(LayerInfo info, IReadOnlyList<ParameterInfo> parameters) => (_info, Parameters) = (info, parameters);

    /// <summary>The layer's name, which is also that of its output.</summary>
    public string Name => _info.Name;

    /// <summary>Its attribute, such as <c>Conv</c>.</summary>
    public string Kind => _info.Kind;

    /// <summary>The names of the layers (or inputs) that it reads, in order.</summary>
    public IReadOnlyList<string> Inputs => _info.Inputs;

    /// <summary>The output's shape without the batch.</summary>
    public IReadOnlyList<int> OutputShape => _info.OutputShape;

    /// <summary>Its tensors of weights.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>The names of the arguments it has; those that would do nothing, such as a stride of 1, are left out.</summary>
    public IReadOnlyCollection<string> Arguments => _arguments.Keys;

    /// <summary>Its tensor of weights with the given last part of the name, such as <c>weight</c>; null if it has none.</summary>
    public ParameterInfo? Parameter(string suffix) => Parameters.FirstOrDefault(parameter => parameter.Name == $"{Name}.{suffix}");

    /// <summary>Whole numbers; null if the layer does not have the argument.</summary>
    /// <exception cref="InvalidOperationException">The argument is of another type.</exception>
    public IReadOnlyList<int>? Ints(string argument) => Find<int[]>(argument);

    /// <summary>Numbers; null if the layer does not have the argument.</summary>
    /// <exception cref="InvalidOperationException">The argument is of another type.</exception>
    public IReadOnlyList<float>? Floats(string argument) => Find<float[]>(argument);

    /// <summary>A word, such as the mode of a padding; null if the layer does not have the argument.</summary>
    /// <exception cref="InvalidOperationException">The argument is of another type.</exception>
    public string? Text(string argument) => Find<string>(argument);

    /// <summary>Adds an argument. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LayerDescription With(string argument, params int[] values) => Set(argument, values);

    /// <inheritdoc cref="With(string, int[])"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LayerDescription With(string argument, params float[] values) => Set(argument, values);

    /// <inheritdoc cref="With(string, int[])"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LayerDescription With(string argument, string value) => Set(argument, value);

    private LayerDescription Set(string argument, object value)
    {
        _arguments.Add(argument, value);
        return this;
    }

    private T? Find<T>(string argument)
        where T : class
    {
        object? value = _arguments.GetValueOrDefault(argument);
        return value as T ?? (value is null ? null : throw new InvalidOperationException($"'{argument}' of layer '{Name}' is not of type {typeof(T).Name}."));
    }
}
