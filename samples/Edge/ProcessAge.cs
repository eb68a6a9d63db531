using System.Diagnostics;
using System.Globalization;

namespace Samples;

/// <summary>The time since the operating system started this process.</summary>
internal static class ProcessAge
{
    /// <summary>Reads it; on Linux, which tells it in steps of a hundredth of a second, it is rounded up, by less than two of them.</summary>
    public static TimeSpan UpperBound()
    {
        if (!OperatingSystem.IsLinux())
        {
            using Process process = Process.GetCurrentProcess();
            return DateTime.Now - process.StartTime;
        }

        // Without the Process class, which is a tenth of the executable. Both times count from the machine's start and are cut to whole
        // hundredths of a second, the finest that Linux tells: proc(5), field 22. Field 3 is the first one after the name, which stands in
        // brackets.
        string[] fields = File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long start = long.Parse(fields[19], CultureInfo.InvariantCulture);
        long now = long.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return TimeSpan.FromMilliseconds(10 * (now + 1 - start));
    }
}
