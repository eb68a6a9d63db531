using System.Diagnostics;
using System.Globalization;
using NetCompiler;
using Spectre.Console;

namespace Samples;

/// <summary>Shows a training while it runs: a bar on a terminal, a line per epoch elsewhere. Ends with a table of the epochs either way.</summary>
internal static class ProgressView
{
    private const string Header = "epoch      rate    loss  accuracy  test loss  test accuracy  seconds  images/s";

    /// <summary>Starts a training and shows it until it ends.</summary>
    public static void Show(Func<IProgress<TrainingProgress>, Task<TrainingHistory>> train)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
            ShowLines(train);
        else
            ShowBar(train);
    }

    private static void ShowLines(Func<IProgress<TrainingProgress>, Task<TrainingHistory>> train)
    {
        Console.WriteLine($"\n{Header}");
        train(new Reports(report =>
        {
            if (report.Completed is { } epoch)
                Console.WriteLine(Row(epoch));
        })).GetAwaiter().GetResult();
    }

    private static void ShowBar(Func<IProgress<TrainingProgress>, Task<TrainingHistory>> train)
    {
        List<EpochResult> epochs = [];
        try
        {
            AnsiConsole.Progress()
                .AutoClear(true)
                .Columns(new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
                .Start(context =>
                {
                    ProgressTask bar = context.AddTask("starting", maxValue: 1);
                    long shown = 0;
                    train(new Reports(report =>
                    {
                        if (report.Completed is { } epoch)
                            epochs.Add(epoch);
                        // Batches take a millisecond; eyes do not.
                        else if (Stopwatch.GetElapsedTime(shown) < TimeSpan.FromMilliseconds(100))
                            return;
                        shown = Stopwatch.GetTimestamp();
                        bar.Value = (report.Epoch - 1 + ((double)report.Batch / report.Batches)) / report.Epochs;
                        bar.Description = string.Create(
                            CultureInfo.InvariantCulture,
                            $"epoch {report.Epoch}/{report.Epochs}  loss {report.Loss:F4}  accuracy {report.Accuracy:F4}  {report.Remaining:mm\\:ss} left");
                    })).GetAwaiter().GetResult();
                });
        }
        finally
        {
            Console.WriteLine($"\n{Header}");
            foreach (EpochResult epoch in epochs)
                Console.WriteLine(Row(epoch));
        }
    }

    private static string Row(EpochResult epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{epoch.Epoch,5}  {epoch.LearningRate,8:F6}  {epoch.TrainingLoss:F4}    {epoch.TrainingAccuracy:F4}     {epoch.ValidationLoss:F4}         {epoch.ValidationAccuracy:F4}  {epoch.Duration.TotalSeconds,7:F1}  {epoch.ImagesPerSecond,8:N0}");

    /// <summary>Passes reports on at once, in their order, on the thread that trains.</summary>
    private sealed class Reports(Action<TrainingProgress> show) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => show(value);
    }
}
