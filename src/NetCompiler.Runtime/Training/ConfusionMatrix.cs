using System.Globalization;
using System.Text;

namespace NetCompiler;

/// <summary>Which class was taken for which.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    internal ConfusionMatrix(int classes)
    {
        Classes = classes;
        _counts = new int[checked(classes * classes)];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Items whose class was predicted.</summary>
    public int Correct => Enumerable.Range(0, Classes).Sum(c => this[c, c]);

    /// <summary>Items of one class that were taken for another, or recognised where both are equal.</summary>
    /// <param name="actual">The class they are.</param>
    /// <param name="predicted">The class they were taken for.</param>
    public int this[int actual, int predicted] => _counts[Index(actual, predicted)];

    /// <summary>The share of a class's items that were recognised; 0 if there are none.</summary>
    public double Recall(int actual) => Share(this[actual, actual], Enumerable.Range(0, Classes).Sum(predicted => this[actual, predicted]));

    /// <summary>The share of right ones among the items taken for a class; 0 if there are none.</summary>
    public double Precision(int predicted) => Share(this[predicted, predicted], Enumerable.Range(0, Classes).Sum(actual => this[actual, predicted]));

    /// <summary>A table: a row per class, a column per prediction.</summary>
    public override string ToString()
    {
        int width = Math.Max(_counts.Max(), Classes).ToString(CultureInfo.InvariantCulture).Length + 1;
        StringBuilder text = new();
        text.Append(' ', width);
        for (int predicted = 0; predicted < Classes; predicted++)
            text.Append(Cell(predicted));
        for (int actual = 0; actual < Classes; actual++)
        {
            text.Append('\n').Append(Cell(actual));
            for (int predicted = 0; predicted < Classes; predicted++)
                text.Append(Cell(this[actual, predicted]));
        }

        return text.ToString();

        string Cell(int value) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width);
    }

    internal void Add(int actual, int predicted) => _counts[Index(actual, predicted)]++;

    private int Index(int actual, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)actual, (uint)Classes, nameof(actual));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)Classes, nameof(predicted));
        return (actual * Classes) + predicted;
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
