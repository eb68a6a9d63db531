using System.Diagnostics;
using System.Globalization;

namespace Samples;

/// <summary>The time since the operating system started this process.</summary>
internal static class ProcessAge
{
    /// <summary>Reads it, to a hundredth of a second on Linux.</summary>
    public static TimeSpan Read()
    {
        if (!OperatingSystem.IsLinux())
        {
            using Process process = Process.GetCurrentProcess();
            return DateTime.Now - process.StartTime;
        }

        // Without the Process class, which is a tenth of the executable. Both times count from the machine's start, in seconds and in
        // hundredths of a second: proc(5), field 22. Field 3 is the first one after the name, which stands in brackets.
        string[] fields = File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double start = double.Parse(fields[19], CultureInfo.InvariantCulture) / 100;
        double now = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(now - start);
    }
}
