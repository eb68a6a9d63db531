using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Dropout;

/// <summary>Zeroes values at random in training (Srivastava et al. 2014, "Dropout"); the survivors are scaled by 1 / (1 − rate).</summary>
internal sealed partial record DropoutOperation(float Rate) : Operation
{
    public override string Kind => "Dropout";

    public override string Describe() => FormattableString.Invariant($"rate {Rate}");

    public override IEnumerable<Fact> Facts => [Fact.Of("rate", Rate)];

    public override bool IsIdentityAtInference => true;

    public static Operation Read(LayerArguments arguments)
    {
        float rate = arguments.Float("rate");
        if (!(rate >= 0 && rate < 1))
        {
            arguments.Report(Problems.OutOfRange, "rate", "at least 0 and below 1", rate);
            rate = 0;
        }

        return new DropoutOperation(rate);
    }
}
