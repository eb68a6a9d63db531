using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Tests.Schedules;

/// <summary>A contraction spelled out: every address that it reads and writes, one by one.</summary>
internal static class ContractionTerms
{
    /// <summary>
    /// Every output (of the first image) of one of the contraction's channels, in each of its repetitions: which of the layer's channels it is, where it goes,
    /// and from where its input and its weights are counted.
    /// </summary>
    public static IEnumerable<(int Channel, int Output, int Input, int Weight)> Outputs(Contraction contraction, int channel)
    {
        (Positions positions, Repetition repetition) = (contraction.Positions, contraction.Repetition);
        for (int time = 0; time < repetition.Count; time++)
        {
            for (int y = 0; y < positions.Rows; y++)
            {
                for (int x = 0; x < positions.Columns; x++)
                {
                    for (int row = 0; row < contraction.Rows; row++)
                    {
                        for (int column = 0; column < Math.Max(1, contraction.Columns); column++)
                        {
                            int output = contraction.OutputOrigin + (time * repetition.OutputStep)
                                + (y * positions.OutputRowStep) + (x * positions.OutputColumnStep)
                                + (row * contraction.OutputRowStep) + (column * contraction.OutputColumnStep)
                                + (channel / 16 * contraction.OutputBlockStride) + (channel % 16);
                            int input = contraction.InputOrigin + (time * repetition.InputStep)
                                + (y * positions.InputRowStep) + (x * positions.InputColumnStep)
                                + (row * contraction.InputRowStep) + (column * contraction.InputColumnStep);
                            int weight = (channel * contraction.OutputWeightStep) + (time * repetition.WeightStep) + (y * positions.WeightRowStep) + (x * positions.WeightColumnStep);
                            yield return (contraction.FirstOutputChannel + (time * repetition.OutputChannels) + channel, output, input, weight);
                        }
                    }
                }
            }
        }
    }

    /// <summary>The terms of one sum, relative to what <see cref="Outputs"/> gives for it.</summary>
    public static IReadOnlyList<(int Input, int Weight)> Terms(Contraction contraction) =>
        [.. contraction.Reduction.SelectMany(nest => Expand(nest.Loops, 0, nest.InputOffset, nest.WeightOffset))];

    private static IEnumerable<(int Input, int Weight)> Expand(IReadOnlyList<ReductionLoop> loops, int depth, int input, int weight)
    {
        if (depth == loops.Count)
        {
            yield return (input, weight);
            yield break;
        }

        for (int i = 0; i < loops[depth].Count; i++)
        {
            foreach ((int, int) term in Expand(loops, depth + 1, input + (i * loops[depth].InputStep), weight + (i * loops[depth].WeightStep)))
                yield return term;
        }
    }
}
