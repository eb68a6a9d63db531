using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>The factor and summand per channel that weights and running statistics of a normalisation make.</summary>
/// <param name="Weight">The learned factor, if any.</param>
/// <param name="Bias">The learned summand, if any.</param>
/// <param name="Mean">The running mean.</param>
/// <param name="Variance">The running variance.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record ChannelScale(Parameter? Weight, Parameter? Bias, Parameter Mean, Parameter Variance, float Epsilon)
{
    /// <summary>The normalisation's name.</summary>
    public string Name => Mean.Name.Substring(0, Mean.Name.LastIndexOf('.'));

    public static ChannelScale Of(IReadOnlyList<Parameter> parameters, float epsilon) =>
        parameters.Count == 4
            ? new(parameters[0], parameters[1], parameters[2], parameters[3], epsilon)
            : new(null, null, parameters[0], parameters[1], epsilon);

    /// <summary>The tensors under the names that <see cref="Factor"/> and <see cref="Summand"/> use.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Sources =>
        Weight is null ? [("mean", Mean), ("variance", Variance)] : [("gamma", Weight), ("beta", Bias!), ("mean", Mean), ("variance", Variance)];

    /// <summary>The factor of a channel as an expression.</summary>
    public string Factor(string channel) =>
        $"{(Weight is null ? "1f" : $"gamma[{channel}]")} / MathF.Sqrt(variance[{channel}] + {InstructionSet.Literal(Epsilon)})";

    /// <summary>What is added, given the factor.</summary>
    public string Summand(string channel, string factor) => $"{(Bias is null ? "0f" : $"beta[{channel}]")} - mean[{channel}] * {factor}";
}

/// <summary>A <see cref="ChannelScale"/> as <see cref="AffineKernel"/> reads it: factors, then summands; zeros beyond the last channel.</summary>
/// <param name="Kernel">The kernel that reads it.</param>
/// <param name="Offset">Where the packed form begins, in floats.</param>
/// <param name="Scale">The tensors.</param>
/// <param name="Channels">Channels.</param>
internal sealed record PackedScale(string Kernel, int Offset, ChannelScale Scale, int Channels) : Packing(Kernel, Offset)
{
    public override int Length => 2 * AffineKernel.Padded(Channels);

    public override IReadOnlyList<(string Name, Parameter Parameter)> Sources => Scale.Sources;

    public override string Comment => $"Packs {string.Join(", ", Sources.Select(source => source.Parameter.Name))} as a factor and a summand per channel.";

    public override void WriteBody(CodeWriter w, InstructionSet isa)
    {
        int padded = AffineKernel.Padded(Channels);
        using (w.Block($"for (int channel = 0; channel < {Channels}; channel++)"))
        {
            w.Line($"float factor = {Scale.Factor("channel")};");
            w.Line("packed[channel] = factor;");
            w.Line($"packed[{padded} + channel] = {Scale.Summand("channel", "factor")};");
        }

        if (padded > Channels)
        {
            w.Line($"for (int channel = {Channels}; channel < {padded}; channel++)");
            w.Line($"    packed[channel] = packed[{padded} + channel] = 0f;");
        }
    }
}
