using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// Output channels of a grouped convolution and the input channels that they are computed with, both from whole blocks of 16 on. Groups of whole blocks
/// repeat one part. Otherwise a block of outputs is computed with all inputs that any of its groups reads, in whole blocks, and weights of zero
/// where a filter does not read a channel: at most 16 times, for the smallest groups, the multiply-adds.
/// </summary>
/// <param name="FirstOutput">The first output channel.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="FirstInput">The first input channel.</param>
/// <param name="Inputs">Input channels.</param>
internal sealed record ChannelPart(int FirstOutput, int Outputs, int FirstInput, int Inputs)
{
    /// <summary>How often the same happens for later channels.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Output channels between two times.</summary>
    public int OutputStep { get; init; }

    /// <summary>Input channels between two times.</summary>
    public int InputStep { get; init; }

    /// <summary>Whether each group starts a block, of inputs and of outputs.</summary>
    public static bool AreWholeBlocks(int groups, int outputs, int inputs) =>
        outputs / groups % Layout.BlockSize == 0 && inputs / groups % Layout.BlockSize == 0;

    public static IReadOnlyList<ChannelPart> Of(int groups, int outputs, int inputs)
    {
        if (groups == 1)
            return [new ChannelPart(0, outputs, 0, inputs)];

        // After so many groups, a power of two, inputs and outputs both start a block again.
        (int groupOutputs, int groupInputs) = (outputs / groups, inputs / groups);
        int period = 1;
        while (!AreWholeBlocks(1, period * groupOutputs, period * groupInputs))
            period *= 2;
        int periods = groups / period;
        var parts = new List<ChannelPart>();
        if (periods > 0)
            parts.AddRange(Runs(0, period * groupOutputs).Select(part => part with { Count = periods, OutputStep = period * groupOutputs, InputStep = period * groupInputs }));
        parts.AddRange(Runs(periods * period * groupOutputs, outputs));
        return parts;

        // Neighbouring blocks of outputs that are computed with the same inputs.
        IEnumerable<ChannelPart> Runs(int from, int to)
        {
            ChannelPart? run = null;
            for (int output = from; output < to; output += Layout.BlockSize)
            {
                int end = Math.Min(output + Layout.BlockSize, to);
                int first = output / groupOutputs * groupInputs / Layout.BlockSize * Layout.BlockSize;
                int last = Math.Min(inputs, (((((end - 1) / groupOutputs) + 1) * groupInputs) + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize);
                if (run is not null && (run.FirstInput, run.Inputs) == (first, last - first))
                {
                    run = run with { Outputs = end - run.FirstOutput };
                    continue;
                }

                if (run is not null)
                    yield return run;
                run = new ChannelPart(output, end - output, first, last - first);
            }

            if (run is not null)
                yield return run;
        }
    }

    /// <summary>From channel 0 to one that starts a block.</summary>
    public static int Offset(Layout layout, int channel) => channel / layout.ChannelsPerBlock * layout.BlockStride;

    public Repetition Repetition(Layout input, Layout output, int weightStep) =>
        Count == 1 ? Schedules.Repetition.Once : new Repetition(Count, OutputStep, Offset(input, InputStep), Offset(output, OutputStep), weightStep);
}
