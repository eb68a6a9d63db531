namespace NetCompiler.Layers;

/// <summary>
/// The product, value by value. A flat value, or an image of one row and column, multiplies each channel of an image or sequence as a whole
/// (Hu et al. 2018, "Squeeze-and-excitation networks").
/// </summary>
public sealed class MultiplyAttribute : JoinAttribute
{
    /// <summary>Joins the named values.</summary>
    /// <param name="from">Their names; one name alone is joined with the layer before.</param>
    public MultiplyAttribute(params string[] from) : base(from)
    {
    }
}
