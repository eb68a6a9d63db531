using System.Globalization;

namespace Benchmarks;

/// <summary>Numbers as tables show them, in every culture the same.</summary>
internal static class Number
{
    public static string Microseconds(double seconds) => Text(seconds * 1e6, "F2");

    public static string Milliseconds(double seconds) => Text(seconds * 1e3, "F3");

    /// <summary>Milliseconds with four digits that say something, for times from nanoseconds to seconds in one column.</summary>
    public static string AnyMilliseconds(double seconds)
    {
        double milliseconds = seconds * 1e3;
        int digits = milliseconds > 0 ? Math.Clamp(3 - (int)Math.Floor(Math.Log10(milliseconds)), 0, 7) : 0;
        return Text(milliseconds, $"F{digits}");
    }

    public static string Gigaflops(double value) => Text(value, "F1");

    public static string Whole(double value) => Text(value, "N0");

    public static string Percent(double share) => Text(share * 100, "F1") + " %";

    public static string Ratio(double value) => Text(value, "F2");

    public static string Scientific(double value) => Text(value, "0.0E+0");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
