namespace NetCompiler.Layers;

/// <summary>
/// Base of blocks: layers that a project defines from other layers. A block is an attribute class that carries its own layers in order, and
/// constructor parameters whose values its layers take through placeholders of the same name.
/// </summary>
/// <example>
/// <code>
/// [Conv(Filters, 3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, Relu]
/// [Conv(Filters, 3, Padding = 1, Bias = false), BatchNorm]
/// [Add("input", Projection = true), Relu]
/// public sealed class BasicAttribute(int filters, int stride = 1) : BlockAttribute(filters, stride);
/// </code>
/// </example>
/// <remarks>Placeholders are constants: those of <see cref="BlockParameters"/>, and others marked with <see cref="BlockParameterAttribute"/>. Inside a block <c>"input"</c> is the block's input.</remarks>
public abstract class BlockAttribute : LayerAttribute
{
    /// <summary>A block. The compiler reads the arguments from the source; they are passed on only so that a primary constructor uses its parameters.</summary>
    /// <param name="arguments">The constructor's parameters, in any order.</param>
    protected BlockAttribute(params object?[] arguments) => _ = arguments;

    /// <summary>How often the block follows itself. Default 1.</summary>
    public int Repeat { get; set; } = 1;
}
