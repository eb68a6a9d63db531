using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NetCompiler;
using Samples.Drawing;

namespace Samples;

/// <summary>The program's job: data, training, results.</summary>
internal static class DigitsTraining
{
    private const int DrawnForTraining = 30_000;
    private const int DrawnForTest = 5_000;
    private const int MisreadShown = 3;

    /// <summary>Trains, shows and saves.</summary>
    /// <returns>The exit code: 0, or 130 if the user stopped the training.</returns>
    public static int Run(DigitsOptions options)
    {
        // Found out now and not after the training.
        string folder = Path.GetDirectoryName(Path.GetFullPath(options.Output))!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to save the weights in.");
        LabeledImages? testOn = options.TestOn is null ? null : Check(Mnist.OpenTest(options.TestOn), options.TestOn);
        (LabeledImages training, LabeledImages test) = ReadData(options);

        using Network network = options.Network.Create(options.Seed);
        Trainer trainer = new(network, new Adam(options.LearningRate), Loss.CrossEntropy)
        {
            BatchSize = options.BatchSize,
            Threads = options.Threads,
            Seed = options.Seed,
            LearningRateSchedule = LearningRateSchedule.Cosine(),
        };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {network.Info.Name}: {network.Info.ParameterCount:N0} weights, {network.Info.MultiplyAdds:N0} multiply-adds per image, {network.Info.Target} kernels
            {training.Count:N0} images to train on ({(options.Data is null ? "drawn by this program" : options.Data)}), {test.Count:N0} to test
            """));

        bool stopped = Train(trainer, training, test, options.Epochs);
        network.Save(options.Output);
        Evaluation result = trainer.Evaluate(test);
        ShowConfusions(result.ConfusionMatrix!);
        ShowMisread(network, test);
        Console.WriteLine($"saved {options.Output}, values {Fingerprint(network)}");
        if (testOn is not null)
            Console.WriteLine($"{options.TestOn}: {Describe(trainer.Evaluate(testOn))}");
        Console.WriteLine($"test {Describe(result)}");
        return stopped ? 130 : 0;
    }

    private static (LabeledImages Training, LabeledImages Test) ReadData(DigitsOptions options)
    {
        if (options.Data is null)
            return (DrawnDigits.Create(DrawnForTraining, options.Seed), DrawnDigits.Create(DrawnForTest, ~options.Seed));
        Mnist mnist = Mnist.Open(options.Data);
        return (Check(mnist.Train, options.Data), Check(mnist.Test, options.Data));
    }

    private static LabeledImages Check(LabeledImages images, string folder) => images.Shape is [1, 28, 28]
        ? images
        : throw new DataFormatException(folder, "images of 28×28 pixels", $"{images.Shape[1]}×{images.Shape[2]}");

    /// <summary>Trains until the end or until Ctrl+C.</summary>
    /// <returns>Whether it was stopped.</returns>
    private static bool Train(Trainer trainer, LabeledImages training, LabeledImages test, int epochs)
    {
        using CancellationTokenSource cancellation = new();
        // A second Ctrl+C finds no cancellation left to ask for and ends the program.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            ProgressView.Show(progress => trainer.FitAsync(training, epochs, test, progress, cancellation.Token));
            return false;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("stopped; going on with the weights as they are");
            return true;
        }
    }

    private static void ShowConfusions(ConfusionMatrix matrix)
    {
        Console.WriteLine("\nwhat each digit was taken for");
        Console.WriteLine(matrix);
    }

    private static void ShowMisread(Network network, LabeledImages test)
    {
        List<(int Digit, int Read, string[] Picture)> misread = [];
        float[] input = new float[test.InputLength];
        float[] target = new float[test.TargetLength];
        float[] scores = new float[test.TargetLength];
        for (int i = 0; i < test.Count && misread.Count < MisreadShown; i++)
        {
            test.Read(i, input, target);
            network.PredictBatch(input, scores);
            int read = scores.AsSpan().IndexOf(scores.Max());
            if (read >= 0 && read != test.GetLabel(i))
                misread.Add((test.GetLabel(i), read, TextPicture.Draw(test.GetPixels(i), test.Shape[2])));
        }

        Console.WriteLine();
        if (misread.Count == 0)
            return;
        Console.WriteLine(string.Concat(misread.Select(m => $"a {m.Digit}, read as {m.Read}".PadRight(test.Shape[2]))).TrimEnd());
        for (int line = 0; line < misread[0].Picture.Length; line++)
            Console.WriteLine(string.Concat(misread.Select(m => m.Picture[line])).TrimEnd());
        Console.WriteLine();
    }

    /// <summary>The same for the same weights: runs at different numbers of threads can be compared.</summary>
    private static string Fingerprint(Network network)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in network.Parameters)
            hash.AppendData(MemoryMarshal.AsBytes(parameter.Values));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static string Describe(Evaluation evaluation) => string.Create(
        CultureInfo.InvariantCulture, $"accuracy {evaluation.Accuracy:F4} ({evaluation.Correct} of {evaluation.Count})");
}
