using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;

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
    /// The layer's arguments in full, as shape inference settled them, for exporters: what neither shapes nor weights say. What is left out has the
    /// value that does nothing, such as a stride of 1.
    /// </summary>
    public virtual IEnumerable<Fact> Facts => [];

    /// <summary>
    /// Computes the output's shape; returns this operation with what depends on the input filled in (such as "same" padding), or null after
    /// reporting what is wrong.
    /// </summary>
    public virtual Inferred? Infer(ShapeInference context) => new(this, context.Input);

    /// <summary>The values that it reads by name, in order; null for a layer that reads what is before it (or <c>From</c>). "previous" is the layer before.</summary>
    public virtual IReadOnlyList<string>? Sources => null;

    /// <summary>
    /// The operation that computes, at every place of a larger image, what this one computes of the declared one; null if there is none.
    /// </summary>
    /// <param name="declared">This operation's node in the graph of the declared size.</param>
    /// <param name="graph">That graph.</param>
    public virtual Operation? Slide(Node declared, NetworkGraph graph) => declared.Output.Shape.IsFlat && !declared.Inputs[0].Shape.IsFlat ? null : this;

    /// <summary>A layer whose padding is a layer of its own, because it is not made of zeros: that layer, and the rest.</summary>
    public virtual (Operation Padding, Operation Padded)? SplitPadding(ShapeInference context) => null;

    /// <summary>The layer's weights, given the first input's shape.</summary>
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

    /// <summary>Whether it reads planar images as well as blocked ones, and unaligned memory that ends with the image: the caller's input.</summary>
    public virtual bool ReadsPlanar => false;

    /// <summary>Whether its kernel would rather store planes than blocks, given that its input lies in planes.</summary>
    public virtual bool PrefersPlanes(Node node) => false;

    /// <summary>Whether it treats each value by itself, so that its output lies in memory as its first input does.</summary>
    public virtual bool KeepsLayout => false;

    /// <summary>How its output lies in memory.</summary>
    public virtual Layout OutputLayout(Node node, Border border) =>
        KeepsLayout ? node.Inputs[0].Layout! with { Border = border } : Layout.Blocked(node.Output.Shape, border);

    /// <summary>Whether it reads features side by side in their order, not as they lie in an image.</summary>
    public virtual bool ReadsPlainVector => false;

    /// <summary>Whether it writes just the values of a vector and nothing behind them, so that it may write to the caller's memory.</summary>
    public virtual bool WritesCallersMemory => ReadsPlainVector;

    /// <summary>Whether weights before it are drawn for the function that follows it.</summary>
    public virtual bool IsTransparent => IsView || IsIdentityAtInference;

    /// <summary>For a layer that reads numbers of rows in a table: how many rows the table has. Its input is the caller's, which <c>Predict</c> checks.</summary>
    public virtual int? IndexLimit => null;

    /// <summary>Whether it makes a vector of an image and runs for one image at a time, so that only the vector is kept for the whole batch.</summary>
    public virtual bool EndsImages => false;

    /// <summary>The input whose memory the output takes over, for views and for what is computed in place; −1 for memory of its own.</summary>
    public virtual int InPlaceOf => IsView ? 0 : -1;

    /// <summary>Whether the kernel may write its output over one of its inputs: it reads a value of that input for nothing but the output's value in the same place.</summary>
    public virtual bool CanOverwrite(Node node, int input) => false;

    /// <summary>For a layer that puts values side by side along their channels: the output's channel at which an input begins; null for others.</summary>
    public virtual int? ChannelOfInput(Node node, int input) => null;

    /// <summary>For a layer whose output is some of its input's channels, in their order: the first of them; null for others.</summary>
    public virtual int? ChannelInInput(Node node) => null;

    /// <summary>For functions of each value that can be fused into the kernel before them: the operation that takes (output, gradient) to the gradient before it, in place.</summary>
    public virtual Operation? GradientFromOutput => null;

    /// <summary>The border of zeros, for a layer that only adds one.</summary>
    public virtual Border? AddsZeros => null;

    /// <summary>The same operation on an input without the given zeros around it, if it can provide them itself.</summary>
    public virtual Operation? WithPadding(Border zeros) => null;

    /// <summary>Whether the kernel can apply a further operation to its result before storing it.</summary>
    public virtual bool CanFuse(Node node, Operation following) => false;

    /// <summary>Whether its kernel can compute its output in stripes of rows, row by row of its inputs, each time in the same memory.</summary>
    public virtual bool WritesStripes(Node node) => false;

    /// <summary>The window that its kernel moves over its first input, if it can read that in stripes of rows, each time from the same memory.</summary>
    public virtual Window? ReadsStripes(Node node) => null;

    /// <summary>Whether it adds a second value to a first: what it is in an epilogue, where the node's last input is the second value.</summary>
    public virtual bool AddsSummand => false;

    /// <summary>For a layer that only multiplies each channel and adds to it at inference: the numbers, which weights before it may take over.</summary>
    public virtual ChannelScale? FoldableScale(Node node) => null;

    /// <summary>Whether its weights can take over the factors and summands of a normalisation behind it.</summary>
    public virtual bool FoldsScale(Node node) => false;

    /// <summary>Untrained weights that follow statistics of the batch, and its share; the operation leaves a batch's in the place of their gradients.</summary>
    public virtual (IReadOnlyList<Parameter> Followers, float Momentum)? RunningAverage => null;

    /// <summary>Inserts what training computes over the whole batch before this layer.</summary>
    public virtual void PrepareTraining(NetworkGraph graph, Node node)
    {
    }

    /// <summary>Appends the nodes of this layer's gradients.</summary>
    /// <param name="gradients">Where they go.</param>
    /// <param name="node">The layer's node.</param>
    /// <param name="outputGradient">The gradient with respect to its result, before anything fused onto it.</param>
    public virtual void Differentiate(Differentiation gradients, Node node, Value outputGradient) => throw new NotSupportedException(Kind);

    /// <summary>The kernel that computes a node, now that layouts and memory are settled; null if there is nothing to compute.</summary>
    public virtual Kernel? Lower(Lowering lowering, Node node) => throw new NotSupportedException(Kind);
}

/// <summary>The outcome of shape inference for one layer.</summary>
internal sealed record Inferred(Operation Operation, Shape Output);

/// <summary>One tensor of weights that an operation asks for.</summary>
/// <param name="Suffix">The last part of its name: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Dimensions">Its sizes in PyTorch's order.</param>
/// <param name="FanIn">Inputs that reach one output.</param>
/// <param name="FanOut">Outputs that one input reaches.</param>
/// <param name="Initializer">The runtime's name for how fresh values are drawn; null for the rule that suits weights and biases.</param>
/// <param name="IsTrainable">Whether training changes it by its gradient; running statistics and fixed weights are saved, but not trained.</param>
internal sealed record ParameterShape(string Suffix, int[] Dimensions, int FanIn, int FanOut, string? Initializer = null, bool IsTrainable = true)
{
    /// <summary>A weight that is 1 at first, and a bias that is 0: what scales and normalisations start with.</summary>
    public static IReadOnlyList<ParameterShape> Affine(int[] dimensions, bool bias = true)
    {
        var weight = new ParameterShape("weight", dimensions, 1, 1, "Ones");
        return bias ? [weight, new ParameterShape("bias", dimensions, 1, 1)] : [weight];
    }
}

/// <summary>What shape inference of one layer may look at, and where it reports.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Inputs">The shapes of its inputs.</param>
/// <param name="InputNames">The names of the layers that produce them.</param>
/// <param name="Report">Takes a problem's id and what fills its message after the layer's name.</param>
internal sealed record ShapeInference(string Layer, IReadOnlyList<Shape> Inputs, IReadOnlyList<string> InputNames, Action<string, object[]> Report)
{
    /// <summary>The first input's shape; most layers have no other.</summary>
    public Shape Input => Inputs[0];

    /// <summary>Where the first input comes from and its shape, for messages.</summary>
    public string Found => Describe(0);

    public string Describe(int input) =>
        InputNames[input] == GraphBuilder.InputName ? $"the network's input is {Inputs[input]}" : $"'{InputNames[input]}' produces {Inputs[input]}";

    /// <summary>Whether the input is an image or a sequence; reports otherwise.</summary>
    public bool RequireImage()
    {
        if (!Input.IsFlat)
            return true;
        Report(Problems.WrongRank, ["an image (channels, height, width) or a sequence (channels, length)", Found]);
        return false;
    }

    /// <summary>The declared window for this input's rank; reports and returns null where its arguments name other axes.</summary>
    public Window? Resolve(Window declared)
    {
        if (!RequireImage())
            return null;
        if (declared.Rank == 0 || declared.Rank == Input.Rank)
            return declared.For(Input);
        Report(Problems.WrongRank, [Input.IsSequence ? "one number per argument, or [before, after] for Pads, on a sequence" : "[top, left, bottom, right] for Pads on an image", Found]);
        return null;
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

        return RequireSize(
            Math.Max(1, window.ExtentY - window.Padding.Top - window.Padding.Bottom),
            Math.Max(1, window.ExtentX - window.Padding.Left - window.Padding.Right));
    }

    /// <summary>Whether the input has as many rows and columns; reports otherwise.</summary>
    public bool RequireSize(long height, long width)
    {
        if (Input.Height >= height && Input.Width >= width)
            return true;
        Report(Problems.InputTooSmall, [Input.IsSequence ? $"length {width}" : $"{height}×{width}", Found]);
        return false;
    }
}
