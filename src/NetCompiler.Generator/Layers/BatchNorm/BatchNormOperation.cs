using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.BatchNorm;

/// <summary>
/// (x − mean) / √(variance + ε) · weight + bias per channel (Ioffe and Szegedy 2015). Prediction uses running statistics, so it is a factor and a
/// summand per channel; training takes the batch's statistics first.
/// </summary>
internal sealed partial record BatchNormOperation(float Epsilon, float Momentum, bool Affine) : Operation
{
    public override string Kind => "BatchNorm";

    public override string NamePrefix => "bn";

    public override string Describe() => FormattableString.Invariant($"epsilon {Epsilon}{(Affine ? "" : ", without weights")}");

    public override IEnumerable<Fact> Facts => [Fact.Of("epsilon", Epsilon), Fact.Of("momentum", Momentum)];

    public override bool IsTransparent => true;

    /// <summary>Whether the input is a vector, each feature of which is a channel.</summary>
    public bool IsFlat { get; init; }

    /// <summary>Where a batch's statistics are; set where training computes them.</summary>
    public BatchStatistics? Statistics { get; init; }

    public static Operation Read(LayerArguments arguments)
    {
        float epsilon = arguments.Float("Epsilon", 1e-5f), momentum = arguments.Float("Momentum", 0.1f);
        if (!(epsilon > 0 && !float.IsInfinity(epsilon)))
            arguments.Report(Problems.OutOfRange, "Epsilon", "above 0 and finite", epsilon);
        if (!(momentum >= 0 && momentum <= 1))
            arguments.Report(Problems.OutOfRange, "Momentum", "from 0 to 1", momentum);
        return new BatchNormOperation(epsilon, momentum, arguments.Bool("Affine", true));
    }

    public override Inferred? Infer(ShapeInference context) => new(this with { IsFlat = context.Input.IsFlat }, context.Input);

    public override IReadOnlyList<ParameterShape> Parameters(Shape input)
    {
        ParameterShape Of(string suffix, string initializer, bool trainable) => new(suffix, [input.Channels], 1, 1, initializer, trainable);
        ParameterShape[] statistics = [Of("running_mean", "Zeros", false), Of("running_var", "Ones", false)];
        return Affine ? [Of("weight", "Ones", true), Of("bias", "Zeros", true), .. statistics] : statistics;
    }
}
