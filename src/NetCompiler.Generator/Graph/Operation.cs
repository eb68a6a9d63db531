namespace NetCompiler.Generator.Graph;

/// <summary>
/// What a node computes: a layer as declared, or a gradient that training derives from one. Everything the compiler knows of a layer is
/// said by its operation; passes ask for capabilities and never for a concrete layer.
/// </summary>
internal abstract record Operation
{
    /// <summary>The attribute's name, such as <c>Conv</c>; for gradients, what they are the gradient of.</summary>
    public abstract string Kind { get; }

    /// <summary>What an unnamed layer of this kind is called before its number: <c>conv</c>, <c>fc</c>.</summary>
    public virtual string NamePrefix => Kind.ToLowerInvariant();

    /// <summary>The layer's arguments in a few words, for tables, headers and printed graphs.</summary>
    public virtual string Describe() => "";

    /// <summary>
    /// Computes the output's shape; returns this operation with what depends on the input filled in (such as "same" padding), or null after
    /// reporting what is wrong.
    /// </summary>
    public virtual Inferred? Infer(ShapeInference context) => new(this, context.Input);

    /// <summary>The layer's weights, given the input's shape.</summary>
    public virtual IReadOnlyList<ParameterShape> Parameters(Shape input) => [];

    /// <summary>Multiply-adds of one prediction.</summary>
    public virtual long MultiplyAdds(Shape input, Shape output) => 0;

    /// <summary>Whether the output is the input's memory under another shape.</summary>
    public virtual bool IsView => false;

    /// <summary>Whether the layer does nothing when the network predicts.</summary>
    public virtual bool IsIdentityAtInference => false;

    /// <summary>Whether the layer turns logits into probabilities: as the last layer it is left out in training, where the loss takes logits.</summary>
    public virtual bool IsProbability => false;

    /// <summary>Whether weights before it are drawn for a rectifier (He) rather than for a saturating function (Glorot).</summary>
    public virtual bool IsRectifier => false;

    /// <summary>The zeros that it reads around an input; the input's buffer provides them.</summary>
    public virtual Border InputBorder(Node node, int input) => Border.None;
}

/// <summary>The outcome of shape inference for one layer.</summary>
internal sealed record Inferred(Operation Operation, Shape Output);

/// <summary>One tensor of weights that an operation asks for.</summary>
/// <param name="Suffix">The last part of its name: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Dimensions">Its sizes in PyTorch's order.</param>
/// <param name="FanIn">Inputs that reach one output.</param>
/// <param name="FanOut">Outputs that one input reaches.</param>
internal sealed record ParameterShape(string Suffix, int[] Dimensions, int FanIn, int FanOut);

/// <summary>What shape inference of one layer may look at, and where it reports.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Input">The shape of its input.</param>
/// <param name="InputName">The name of the layer that produces it.</param>
/// <param name="Report">Takes a problem's id and what fills its message after the layer's name.</param>
internal sealed record ShapeInference(string Layer, Shape Input, string InputName, Action<string, object[]> Report)
{
    private string Found => InputName == GraphBuilder.InputName ? $"the network's input is {Input}" : $"'{InputName}' produces {Input}";

    /// <summary>Whether the input is an image; reports otherwise.</summary>
    public bool RequireImage()
    {
        if (!Input.IsFlat)
            return true;
        Report(Problems.WrongRank, ["an image (channels, height, width)", Found]);
        return false;
    }

    /// <summary>Whether the input is a flat vector; reports otherwise.</summary>
    public bool RequireFlat()
    {
        if (Input.IsFlat)
            return true;
        Report(Problems.WrongRank, ["a vector of features (put Flatten before it)", Found]);
        return false;
    }

    /// <summary>Whether the window fits into the padded input, and that can be addressed; reports otherwise.</summary>
    public bool RequireFit(Window window)
    {
        if (!Input.IsAddressableWith(window.Padding))
        {
            Report(Problems.SizeOverflow, [$"its input {Input} with padding {window.Padding}"]);
            return false;
        }

        if (window.Fits(Input))
            return true;
        long height = Math.Max(1, (long)window.Height - window.Padding.Top - window.Padding.Bottom);
        long width = Math.Max(1, (long)window.Width - window.Padding.Left - window.Padding.Right);
        Report(Problems.InputTooSmall, [$"{height}×{width}", Found]);
        return false;
    }
}
