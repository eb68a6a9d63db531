using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// Along one axis: the inputs remainder, remainder + stride, … and the taps that reach them. Tap k reaches padded input p from output
/// (p − dilation · k) / stride, where that divides; with g the greatest common divisor of stride and dilation every (stride / g)-th tap does, and from
/// one such tap to the next the output moves back by dilation / g.
/// </summary>
/// <param name="Remainder">The first input.</param>
/// <param name="Points">How many inputs.</param>
/// <param name="FirstTap">The first tap that reaches them.</param>
/// <param name="Taps">How many taps reach them; may be 0.</param>
/// <param name="TapStep">From one of these taps to the next.</param>
/// <param name="FirstOutput">The output from which the first tap reaches the first input; may lie before the first one.</param>
/// <param name="OutputStep">How far the output moves back from one of these taps to the next.</param>
internal sealed record TapPhase(int Remainder, int Points, int FirstTap, int Taps, int TapStep, int FirstOutput, int OutputStep)
{
    /// <summary>How many neighbouring phases this stands for: each begins one input further and is reached by the taps next to those of the one before.</summary>
    public int Count { get; init; } = 1;

    public static IEnumerable<TapPhase> OfRows(Window window, int inputs) => Of(window.Height, window.StrideY, window.DilationY, window.Padding.Top, inputs);

    public static IEnumerable<TapPhase> OfColumns(Window window, int inputs) => Of(window.Width, window.StrideX, window.DilationX, window.Padding.Left, inputs);

    private static IEnumerable<TapPhase> Of(int kernel, int stride, int dilation, int before, int inputs)
    {
        int common = GreatestCommonDivisor(stride, dilation), tapStep = stride / common, outputStep = dilation / common;
        for (int remainder = 0; remainder < Math.Min(stride, inputs); remainder++)
        {
            int points = (inputs - remainder + stride - 1) / stride;
            int firstTap = Enumerable.Range(0, Math.Min(tapStep, kernel)).Where(tap => (remainder + before - ((long)dilation * tap)) % stride == 0).DefaultIfEmpty(-1).First();
            yield return firstTap < 0
                ? new TapPhase(remainder, points, 0, 0, tapStep, 0, outputStep)
                : new TapPhase(remainder, points, firstTap, (kernel - firstTap + tapStep - 1) / tapStep, tapStep, (int)((remainder + before - ((long)dilation * firstTap)) / stride), outputStep);
        }
    }

    /// <summary>The same phases, with one for all of a run: a stride of 32 has 32 phases along an axis, but few runs of them.</summary>
    public static IEnumerable<TapPhase> Runs(IEnumerable<TapPhase> phases)
    {
        TapPhase? run = null;
        foreach (TapPhase phase in phases)
        {
            int next = run is null || run.Taps == 0 ? phase.FirstTap : run.FirstTap + run.Count;
            if (run is not null && phase == run with { Remainder = phase.Remainder, FirstTap = next, Count = 1 })
            {
                run = run with { Count = run.Count + 1 };
                continue;
            }

            if (run is not null)
                yield return run;
            run = phase;
        }

        if (run is not null)
            yield return run;
    }

    /// <summary>How many zeros before and after the outputs the phases read.</summary>
    public static (int Before, int After) Reach(IEnumerable<TapPhase> phases, int outputs)
    {
        int before = 0, after = 0;
        foreach (TapPhase phase in phases.Where(phase => phase.Taps > 0 && phase.Points > 0))
        {
            before = Math.Max(before, ((phase.Taps - 1) * phase.OutputStep) - phase.FirstOutput);
            after = Math.Max(after, phase.FirstOutput + phase.Points - outputs);
        }

        return (before, after);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
