namespace NetCompiler.Layers;

/// <summary>Puts values one after the other along an axis; all other sizes must agree.</summary>
public sealed class ConcatAttribute : JoinAttribute
{
    /// <summary>Joins the named values.</summary>
    /// <param name="from">Their names; one name alone is joined with the layer before.</param>
    public ConcatAttribute(params string[] from) : base(from)
    {
    }

    /// <summary>The axis: 0 for channels or features (the default), 1 for rows or a sequence's length, 2 for columns.</summary>
    public int Axis { get; set; }
}
