using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Normalize;

/// <summary>(x − mean) / std with constants, for all channels or per channel.</summary>
internal sealed partial record NormalizeOperation(EquatableArray<float> Mean, EquatableArray<float> Std) : Operation
{
    public override string Kind => "Normalize";

    public override string Describe() =>
        Mean.Count == 1 && Std.Count == 1 ? FormattableString.Invariant($"mean {Mean[0]}, std {Std[0]}") : $"per channel";

    public override IEnumerable<Fact> Facts => [Fact.Of("mean", Mean), Fact.Of("std", Std)];

    public static Operation Read(LayerArguments arguments)
    {
        float[] mean = arguments.Floats("mean"), std = arguments.Floats("std");
        foreach (float value in std)
        {
            if (float.IsNaN(value) || float.IsInfinity(value) || float.IsInfinity(1 / value))
                arguments.Report(Problems.OutOfRange, "std", "a finite number, neither 0 nor too close to it", value);
        }

        foreach (float value in mean)
        {
            if (float.IsNaN(value) || float.IsInfinity(value))
                arguments.Report(Problems.OutOfRange, "mean", "a finite number", value);
        }

        return new NormalizeOperation(new(mean), new(std));
    }

    public override Inferred? Infer(ShapeInference context)
    {
        bool valid = true;
        foreach ((string name, int count) in new[] { ("mean", Mean.Count), ("std", Std.Count) })
        {
            if (count == 1 || count == context.Input.Channels)
                continue;
            context.Report(Problems.WrongChannelCount, [name, context.Input.Channels == 1 ? "1" : $"1 or {context.Input.Channels}", count]);
            valid = false;
        }

        return valid ? new Inferred(this, context.Input) : null;
    }
}
