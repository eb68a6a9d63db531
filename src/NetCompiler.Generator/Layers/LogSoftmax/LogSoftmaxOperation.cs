using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.LogSoftmax;

/// <summary>
/// x − ln Σ eˣ over the features of a vector, over the channels at each position of an image or sequence. Training keeps it: a loss that takes logits
/// may as well take their logarithms of probabilities, since log-softmax leaves those as they are.
/// </summary>
internal sealed partial record LogSoftmaxOperation(bool OfVector = false) : Operation
{
    public override string Kind => "LogSoftmax";

    public override Inferred Infer(ShapeInference context) => new(this with { OfVector = context.Input.IsFlat }, context.Input);
}
