namespace NetCompiler.Layers;

/// <summary>The sum of values of one shape (He et al. 2016, "Deep residual learning for image recognition").</summary>
public sealed class AddAttribute : JoinAttribute
{
    /// <summary>Joins the named values.</summary>
    /// <param name="from">Their names; one name alone is joined with the layer before.</param>
    public AddAttribute(params string[] from) : base(from)
    {
    }

    /// <summary>
    /// Whether a listed value of another shape than the first is brought to it by a 1×1 convolution without bias, striding where the sizes ask for it, and a batch
    /// normalisation (the paper's option B; the weights of PyTorch's <c>downsample.0</c> and <c>downsample.1</c>). Where the shapes agree nothing is added. Default false.
    /// </summary>
    public bool Projection { get; set; }
}
