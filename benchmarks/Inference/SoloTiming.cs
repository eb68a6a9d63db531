using System.Globalization;
using Benchmarks.Measurement;
using NetCompiler;

namespace Benchmarks;

/// <summary>
/// Times one network alone, for whoever starts this program: the same in a process compiled just in time and in one compiled ahead of time.
/// </summary>
internal static class SoloTiming
{
    private const int FewestRuns = 30;
    private const double LeastSeconds = 1;

    /// <summary>Prints median and minimum in seconds, and the instruction set.</summary>
    /// <param name="arguments">The network's name, a file with its weights, the number of threads.</param>
    public static int Run(string[] arguments)
    {
        Entrant entrant = Entrant.All.Single(entrant => entrant.Name == arguments[0]);
        using Network network = entrant.Create(int.Parse(arguments[2], CultureInfo.InvariantCulture));
        network.LoadWeights(arguments[1]);
        float[] input = entrant.DrawInput();
        float[] output = new float[network.Info.OutputLength];
        Action predict = () => network.PredictBatch(input, output);
        int calls = PairTiming.CallsPerSample(predict);
        var runs = new List<double>();
        for (double spent = 0; runs.Count < FewestRuns || spent < LeastSeconds; spent += runs[^1] * calls)
            runs.Add(Timing.SecondsOf(predict, calls) / calls);
        Timing timing = Timing.Of(runs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{timing.Median:R} {timing.Minimum:R} {network.Info.Target}"));
        return 0;
    }
}
