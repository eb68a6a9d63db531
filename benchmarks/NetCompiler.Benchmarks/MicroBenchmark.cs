using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using NetCompiler;
using Samples;

namespace Benchmarks;

/// <summary>Speed of compiled networks beside the speed of the machine.</summary>
internal static class MicroBenchmark
{
    /// <summary>Goals in microseconds hold for a machine of this peak; times are scaled to it.</summary>
    private const double GoalPeak = 270;

    private const int BatchSize = 64;
    private const double Seconds = 2;
    private const string Convolution = "[Network(64, 56, 56, Training = false)]\n[Conv(64, 3, Padding = 1)]";

    /// <summary>Channels, filters and pixels along an axis: the layers of ResNet, VGG, GoogLeNet and AlexNet.</summary>
    private static readonly (int Channels, int Filters, int Size)[] s_layers =
    [
        (64, 64, 56), (128, 128, 28), (256, 256, 14), (512, 512, 7), (64, 64, 224), (128, 128, 112), (256, 256, 56), (512, 512, 28), (512, 512, 14), (64, 192, 56), (384, 256, 13),
    ];

    public static void Run()
    {
        Machine.Print();
        PrintPeaks();
        PrintPredictions();
        PrintConvolution();
        PrintLayers();
        PrintTraining();
    }

    private static void PrintPeaks()
    {
        var table = new TextTable("registers", "GFLOP/s");
        for (int bits = FmaPeak.WidestBits; bits >= 128; bits /= 2)
            table.Add($"{bits} bits", Number.Gigaflops(FmaPeak.Measure(bits)));
        table.Print("Peak of one thread, multiply-adds in registers");
    }

    private static void PrintPredictions()
    {
        var table = new TextTable("network", "target", "min µs", "median µs", "GFLOP/s", "peak", "of peak", $"µs at {Number.Whole(GoalPeak)}", "goal µs", "bytes/call");
        using var lenet5 = new LeNet5();
        using var keras = new KerasCnn();
        Add(lenet5, lenet5.Predict, goal: 8);
        Add(keras, keras.Predict, goal: 18);
        table.Print("Prediction of one image, one thread");
        Console.WriteLine("""
            Layers count as declared. The Keras CNN's second pool drops the last row and column of conv2's 11×11 map, which the fused kernel
            does not compute: 2.05 million of 2.44 million multiply-adds are done, so its kernels run at 0.84 of what the column says.

            """);

        void Add(Network network, Action<ReadOnlySpan<float>, Span<float>> predictor, int goal)
        {
            Action predict = OneImage(network, predictor);
            (Timing timing, double peak) = FmaPeak.Beside(FmaPeak.WidestBits, () => Timing.Of(predict, Seconds));
            double gigaflops = Gigaflops(network, timing);
            table.Add(
                network.Info.Name,
                network.Info.Target,
                Number.Microseconds(timing.Minimum),
                Number.Microseconds(timing.Median),
                Number.Gigaflops(gigaflops),
                Number.Gigaflops(peak),
                Number.Percent(gigaflops / peak),
                Number.Microseconds(timing.Minimum * peak / GoalPeak),
                Number.Whole(goal),
                Number.Whole(BytesPerCall(predict)));
        }
    }

    private static void PrintConvolution()
    {
        var table = new TextTable("compiled for", "min ms", "median ms", "GFLOP/s", "peak", "of peak", "goal GFLOP/s");
        foreach ((string target, int bits, bool runs, string goal) in new[]
        {
            ("Avx512", 512, Avx512F.IsSupported, ""),
            ("Avx2", 256, Fma.IsSupported, ""),
            ("AdvSimd", 128, AdvSimd.Arm64.IsSupported, ""),
            ("Portable", 128, Vector128.IsHardwareAccelerated, "20"),
        })
        {
            if (!runs)
                continue;
            using Network network = InMemoryProject.Load(Convolution, target);
            (Timing timing, double peak) = FmaPeak.Beside(bits, () => Timing.Of(OneImage(network, network.PredictBatch), Seconds));
            double gigaflops = Gigaflops(network, timing);
            table.Add(
                target,
                Number.Milliseconds(timing.Minimum),
                Number.Milliseconds(timing.Median),
                Number.Gigaflops(gigaflops),
                Number.Gigaflops(peak),
                Number.Percent(gigaflops / peak),
                goal);
        }

        table.Print("Prediction of one convolution 3×3, 64 to 64 channels, 56×56 pixels, one thread");
    }

    /// <summary>Each layer's time is that of a network with it less that of the same network without.</summary>
    private static void PrintLayers()
    {
        string target = Machine.BestTarget;
        var table = new TextTable("channels", "filters", "pixels", "min ms", "GFLOP/s of the plain sum", "ms with StrictAccuracy");
        foreach ((int channels, int filters, int size) in s_layers)
        {
            double Layer(string arguments)
            {
                double Seconds(string layer)
                {
                    using Network network = InMemoryProject.Load($"[Network(1, {size}, {size}, Training = false{arguments})]\n[Conv({channels}, 1){layer}, GlobalAvgPool]", target);
                    return Timing.Of(OneImage(network, network.PredictBatch), MicroBenchmark.Seconds / 4).Minimum;
                }

                return Seconds($", Conv({filters}, 3, Padding = 1), Relu") - Seconds("");
            }

            double seconds = Layer("");
            table.Add(
                Number.Whole(channels),
                Number.Whole(filters),
                $"{size}×{size}",
                Number.Milliseconds(seconds),
                Number.Gigaflops(18.0 * channels * filters * size * size / seconds / 1e9),
                Number.Milliseconds(Layer(", StrictAccuracy = true")));
        }

        table.Print($"Convolutions 3×3 within a network, {target}, one thread");
    }

    private static void PrintTraining()
    {
        var table = new TextTable("network", "target", "threads", "min ms", "median ms", "images/s");
        for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
        {
            using var lenet5 = new LeNet5();
            using var keras = new KerasCnn();
            foreach (Network network in new Network[] { lenet5, keras })
            {
                Timing step = TrainingStep(network, threads);
                table.Add(
                    network.Info.Name,
                    network.Info.Target,
                    Number.Whole(threads),
                    Number.Milliseconds(step.Minimum),
                    Number.Milliseconds(step.Median),
                    Number.Whole(BatchSize / step.Median));
            }
        }

        table.Print($"One step of training, batches of {BatchSize}");
    }

    /// <summary>Predicts the same image again and again, into the same memory.</summary>
    private static Action OneImage(Network network, Action<ReadOnlySpan<float>, Span<float>> predict)
    {
        int outputs = network.Info.Outputs[0].Shape.Aggregate(1, (product, size) => product * size);
        int inputs = network.Info.InputShape.Aggregate(1, (product, size) => product * size);
        var image = new RandomImages(1, inputs, outputs);
        var scores = new float[outputs];
        return () => predict(image.Inputs, scores);
    }

    /// <summary>Two floating-point operations for each multiply-add of the declared layers, whatever the kernels really do.</summary>
    private static double Gigaflops(Network network, Timing timing) => 2.0 * network.Info.MultiplyAdds / timing.Minimum / 1e9;

    private static double BytesPerCall(Action action)
    {
        const int Calls = 1000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            action();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    /// <summary>Steps as a trainer makes them: items read, forward, loss, backward, update. The time between two reports is one step.</summary>
    private static Timing TrainingStep(Network network, int threads)
    {
        const int Batches = 50;
        var images = new RandomImages(Batches * BatchSize, LeNet5.InputLength, LeNet5.OutputLength);
        var trainer = new Trainer(network, new Sgd(learningRate: 0.01f, momentum: 0.9f), Loss.CrossEntropy) { BatchSize = BatchSize, Threads = threads };
        trainer.FitAsync(images, epochs: 1).GetAwaiter().GetResult();

        var clock = new StepClock();
        for (long start = Stopwatch.GetTimestamp(); Timing.Since(start) < Seconds;)
            trainer.FitAsync(images, epochs: 1, progress: clock).GetAwaiter().GetResult();
        return Timing.Of(clock.Steps);
    }

    /// <summary>Notes the times between the batches of an epoch.</summary>
    private sealed class StepClock : IProgress<TrainingProgress>
    {
        private long _last;

        public List<double> Steps { get; } = new(100_000);

        public void Report(TrainingProgress value)
        {
            if (value.Completed is not null)
                return;
            long now = Stopwatch.GetTimestamp();
            if (value.Batch > 1)
                Steps.Add(Stopwatch.GetElapsedTime(_last, now).TotalSeconds);
            _last = now;
        }
    }
}
