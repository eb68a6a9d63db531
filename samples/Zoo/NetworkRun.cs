using System.Diagnostics;
using System.Globalization;
using NetCompiler;
using Samples.Views;

namespace Samples;

/// <summary>One prediction, to see that a network works and how long it takes.</summary>
internal static class NetworkRun
{
    private const int Shown = 8;

    /// <summary>Predicts twice, as the first call also packs the weights, and prints times and the first values of each output.</summary>
    public static void Print(ZooNetwork entry, int seed, TextWriter writer)
    {
        using Network network = entry.Create(seed, 1);
        NetworkInfo info = network.Info;
        float[] input = entry.DrawInput(new Random(seed));
        float[] output = new float[info.OutputLength];
        writer.WriteLine($"{info.Name} on {info.Target}, seed {seed}");
        writer.WriteLine($"first prediction {Measure()}, second {Measure()}");

        int start = 0;
        foreach (OutputInfo part in info.Outputs)
        {
            IEnumerable<string> values = output.Skip(start).Take(Math.Min(part.Length, Shown)).Select(value => value.ToString("G5", CultureInfo.InvariantCulture));
            writer.WriteLine($"{part.Name} {Numbers.Shape(part.Shape)}: {string.Join("  ", values)}{(part.Length > Shown ? "  …" : "")}");
            start += part.Length;
        }

        string Measure()
        {
            long begin = Stopwatch.GetTimestamp();
            network.PredictBatch(input, output);
            return string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F2} ms");
        }
    }
}
