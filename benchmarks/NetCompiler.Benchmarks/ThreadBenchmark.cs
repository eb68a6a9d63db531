using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Microsoft.CodeAnalysis;
using NetCompiler;

namespace Benchmarks;

/// <summary>What it costs to share work among threads, and what predictions gain by it.</summary>
internal static class ThreadBenchmark
{
    private const int Threads = 2;
    private const int Meetings = 1000;
    private const double Seconds = 2;

    private static readonly string[] s_networks =
        ["LeNet5", "KerasCnn", "CifarResNet20", "SqueezeNet", "MobileNetV2", "ResNet18", "ResNet50", "GoogLeNet"];

    public static void Run(IReadOnlyList<string> networks)
    {
        Machine.Print();
        PrintTeam();
        PrintNetworks(networks.Count > 0 ? networks : s_networks);
    }

    private static void PrintTeam()
    {
        var nothing = new Joint(meetings: 0);
        var meetings = new Joint(Meetings);
        var table = new TextTable("", "min ns", "median ns");
        Timing call = Timing.Of(() => ThreadTeam.TryRunJointly(Threads, nothing), Seconds);
        Add("a call without work, one after the other", call, 1);
        Add("a meeting", Timing.Of(() => ThreadTeam.TryRunJointly(Threads, meetings), Seconds), Meetings);
        var asleep = new List<double>();
        for (int i = 0; i < 200; i++)
        {
            Thread.Sleep(2);
            asleep.Add(Timing.SecondsOf(() => ThreadTeam.TryRunJointly(Threads, nothing)));
        }

        Add("a call without work, the team asleep", Timing.Of(asleep), 1);
        table.Print($"The team, {Threads} threads");

        void Add(string what, Timing timing, int parts) => table.Add(what, Nanoseconds(timing.Minimum / parts), Nanoseconds(timing.Median / parts));
        static string Nanoseconds(double seconds) => Number.Whole(seconds * 1e9);
    }

    private static void PrintNetworks(IReadOnlyList<string> names)
    {
        var table = new TextTable("network", "one, min ms", "one, median ms", $"{Threads}, min ms", $"{Threads}, median ms", "faster, minima", "faster, medians");
        foreach (string name in names)
        {
            Type type = Compile(name);
            using Network one = InMemoryProject.Create(type, threads: 1), several = InMemoryProject.Create(type, Threads);
            (Timing alone, Timing together) = Alternate(OneItem(one), OneItem(several));
            table.Add(
                name,
                Number.Milliseconds(alone.Minimum),
                Number.Milliseconds(alone.Median),
                Number.Milliseconds(together.Minimum),
                Number.Milliseconds(together.Median),
                $"{alone.Minimum / together.Minimum:F2}",
                $"{alone.Median / together.Median:F2}");
        }

        table.Print($"Prediction of one item on one thread and on {Threads}, in alternation");
    }

    private static Type Compile(string name)
    {
        IReadOnlyList<SyntaxTree> sources = name is "LeNet5" or "KerasCnn" ? [InMemoryProject.SampleNetwork(name)] : InMemoryProject.Zoo();
        return InMemoryProject.Load(sources, $"Samples.{name}", Avx512F.IsSupported ? "Avx512" : Avx2.IsSupported ? "Avx2" : "Portable");
    }

    private static Action OneItem(Network network)
    {
        var item = new RandomImages(1, network.Info.InputLength, network.Info.OutputLength);
        var outputs = new float[network.Info.OutputLength];
        return () => network.PredictBatch(item.Inputs, outputs);
    }

    /// <summary>Runs of two actions in turn, so that what else the machine does disturbs both alike.</summary>
    private static (Timing First, Timing Second) Alternate(Action first, Action second)
    {
        for (long start = Stopwatch.GetTimestamp(); Timing.Since(start) < Seconds / 8;)
        {
            first();
            second();
        }

        // A few calls each: a network that fits the cache is found there, as it would be in a loop.
        int calls = 1;
        while (Repeat(first, calls) < 200e-6)
            calls *= 2;
        List<double> firsts = [], seconds = [];
        for (long start = Stopwatch.GetTimestamp(); firsts.Count < 20 || Timing.Since(start) < 2 * Seconds;)
        {
            firsts.Add(Repeat(first, calls) / calls);
            seconds.Add(Repeat(second, calls) / calls);
        }

        return (Timing.Of(firsts), Timing.Of(seconds));
    }

    private static double Repeat(Action action, int calls) => Timing.SecondsOf(() =>
    {
        for (int i = 0; i < calls; i++)
            action();
    });

    private sealed class Joint(int meetings) : IJointWork
    {
        public void Run(ref TeamMember member)
        {
            for (int i = 0; i < meetings; i++)
                member.Meet();
        }
    }
}
