namespace NetCompiler.Layers;

/// <summary>
/// A layer that reads several named values, in the order in which they are listed. <c>"previous"</c> is the layer before, <c>"input"</c> the network's or
/// block's input; a join that lists one name joins <c>"previous"</c> with it, previous first.
/// </summary>
public abstract class JoinAttribute : LayerAttribute
{
    private protected JoinAttribute(string[] from) => Sources = from;

    /// <summary>The names of the values to join.</summary>
    public string[] Sources { get; }
}
