using System.Globalization;

namespace Samples.Views;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    /// <summary>Sizes with crosses between them: 3×224×224.</summary>
    public static string Shape(IEnumerable<int> sizes) => string.Join('×', sizes);

    /// <summary>With a comma every three digits.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Bytes in the largest binary unit that leaves at least 1, with three significant digits.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB"];
        double value = bytes;
        int unit = 0;
        for (; value >= 1024 && unit < units.Length - 1; unit++)
            value /= 1024;
        string format = unit == 0 || value >= 100 ? "F0" : value >= 10 ? "F1" : "F2";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {units[unit]}";
    }
}
