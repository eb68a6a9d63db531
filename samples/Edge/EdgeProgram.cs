using System.Diagnostics;
using System.Globalization;
using NetCompiler;

namespace Samples;

/// <summary>What the program does with one network and one set of images.</summary>
internal sealed class EdgeProgram(EdgeOptions options)
{
    private const int Side = 28;
    private const int InputLength = Side * Side;
    private const int Classes = 10;
    private const int WarmUpCalls = 2_000;
    private const int TimedCalls = 20_000;

    private readonly float[] _input = new float[InputLength];
    private readonly float[] _scores = new float[Classes];

    public void Run()
    {
        foreach (string? path in new[] { options.Weights, options.Images, options.Labels })
        {
            if (path is not null && !File.Exists(path))
                throw new FileNotFoundException($"There is no file '{path}'.");
        }

        using Classifier classifier = Classifier.Create(options.Network, options.Weights);
        byte[] images = options.Images is null ? [] : ReadImages(options.Images);
        int count = images.Length / InputLength;
        if (options.Index >= count)
            throw new UsageException($"--index {options.Index}, but {options.Images} holds {count} images");

        // The first prediction also packs the weights: it belongs to the start.
        Predict(classifier, images, options.Index ?? 0);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        TimeSpan startup = ProcessAge.UpperBound();

        if (options.Info)
            ShowInfo(classifier.Info);
        if (options.Index is { } index)
            ShowImage(images.AsSpan(index * InputLength, InputLength));
        if (options.Labels is not null && options.Index is null)
            ShowAccuracy(classifier, images, ReadLabels(options.Labels, count));
        if (options.Bench)
            ShowSpeed(classifier);
        if (options.Startup || options.Info)
            Print($"first prediction after {processor.TotalMilliseconds:F2} ms of processor time, under {Math.Ceiling(startup.TotalMilliseconds):F0} ms from the start of the process");
    }

    private static byte[] ReadImages(string path)
    {
        IdxFile file = IdxFile.Read(path);
        if (file.ElementType != IdxElementType.UnsignedBytes || file.Dimensions is not [_, Side, Side])
            throw new DataFormatException(path, "images of unsigned bytes, 28×28", $"{file.ElementType} of {string.Join('×', file.Dimensions)}");
        return file.Data.ToArray();
    }

    private static byte[] ReadLabels(string path, int count)
    {
        IdxFile file = IdxFile.Read(path);
        if (file.ElementType != IdxElementType.UnsignedBytes || file.Dimensions is not [_] || file.Dimensions[0] != count)
            throw new DataFormatException(path, $"{count} labels of unsigned bytes", $"{file.ElementType} of {string.Join('×', file.Dimensions)}");
        return file.Data.ToArray();
    }

    /// <summary>Scores one image, or an empty sheet where there are none, and returns the digit it is read as.</summary>
    private int Predict(Classifier classifier, ReadOnlySpan<byte> images, int index)
    {
        if (!images.IsEmpty)
        {
            ReadOnlySpan<byte> pixels = images.Slice(index * InputLength, InputLength);
            for (int i = 0; i < pixels.Length; i++)
                _input[i] = pixels[i] / 255f;
        }

        classifier.Predict(_input, _scores);
        int best = 0;
        for (int digit = 1; digit < Classes; digit++)
        {
            if (_scores[digit] > _scores[best])
                best = digit;
        }

        return best;
    }

    private static void ShowInfo(NetworkInfo info)
    {
        Print($"{info.Name}, compiled by NetCompiler {info.CompilerVersion}, running on {info.Target}");
        Print($"{info.ParameterCount:N0} weights, {info.MultiplyAdds:N0} multiply-adds, {info.ArenaBytes:N0} bytes of working memory per call\n");
        Print($"{"layer",-12}{"",-28}{"output",-14}{"weights",10}{"multiply-adds",16}");
        foreach (LayerInfo layer in info.Layers)
            Print($"{layer.Name,-12}{layer.Description,-28}{string.Join('×', layer.OutputShape),-14}{layer.ParameterCount,10:N0}{layer.MultiplyAdds,16:N0}");
        Console.WriteLine();
    }

    private void ShowImage(ReadOnlySpan<byte> pixels)
    {
        foreach (string line in TextPicture.Draw(pixels, Side))
            Console.WriteLine(line.TrimEnd());
        for (int digit = 0; digit < Classes; digit++)
            Print($"{digit}  {_scores[digit]:F4}  {new string('#', (int)(_scores[digit] * 40))}");
    }

    private void ShowAccuracy(Classifier classifier, byte[] images, byte[] labels)
    {
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
            correct += Predict(classifier, images, i) == labels[i] ? 1 : 0;
        Print($"accuracy {(double)correct / labels.Length:F4} ({correct} of {labels.Length})");
    }

    private void ShowSpeed(Classifier classifier)
    {
        for (int i = 0; i < WarmUpCalls; i++)
            classifier.Predict(_input, _scores);
        long[] ticks = new long[TimedCalls];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < ticks.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            classifier.Predict(_input, _scores);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(ticks);
        double microseconds = 1e6 / Stopwatch.Frequency;
        Print($"microseconds per image: min {ticks[0] * microseconds:F2}, median {ticks[ticks.Length / 2] * microseconds:F2} over {TimedCalls:N0} calls");
        Print($"bytes allocated per call: {(double)allocated / TimedCalls:0.##}");
    }

    private static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
