using Microsoft.CodeAnalysis.Diagnostics;

namespace NetCompiler.Generator.Frontend;

/// <summary>Reads the MSBuild properties that the package makes visible to the compiler.</summary>
internal static class BuildProperties
{
    private const string Prefix = "build_property.";

    /// <summary>What separates names in a list. The file that carries properties to the compiler cuts a value at a semicolon, so the package's props write commas.</summary>
    private static readonly char[] s_separators = [';', ',', ' ', '\t', '\r', '\n'];

    public static CompilerOptions Read(AnalyzerConfigOptions options)
    {
        HashSet<string> requested = new(RequestedTargets(options), StringComparer.OrdinalIgnoreCase);
        string[] targets = [.. CompilerOptions.AllTargets.Where(requested.Contains)];
        if (targets.Length == 0)
            targets = TargetsOf(Value(options, "RuntimeIdentifier"));
        return new CompilerOptions(new(targets), Flag(options, "DesignTimeBuild"), Flag(options, "NetCompilerReport"),
            !string.Equals(Value(options, "NetCompilerTraining"), "false", StringComparison.OrdinalIgnoreCase), Flag(options, "NetCompilerProfile"));
    }

    /// <summary>The names in <c>NetCompilerTargets</c> that mean no instruction set.</summary>
    public static IEnumerable<string> UnknownTargets(AnalyzerConfigOptions options) =>
        RequestedTargets(options).Where(target => !CompilerOptions.AllTargets.Contains(target, StringComparer.OrdinalIgnoreCase));

    private static string[] RequestedTargets(AnalyzerConfigOptions options) =>
        Value(options, "NetCompilerTargets").Split(s_separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a machine of the given runtime identifier (<c>linux-musl-arm64</c>) can run; everything where none is given.</summary>
    private static string[] TargetsOf(string runtimeIdentifier) =>
        runtimeIdentifier.Substring(runtimeIdentifier.LastIndexOf('-') + 1).ToLowerInvariant() switch
        {
            "" or "any" => [.. CompilerOptions.AllTargets],
            "x64" or "x86" => ["Avx512", "Avx2", "Portable"],
            "arm64" => ["AdvSimd", "Portable"],
            _ when !runtimeIdentifier.Contains('-') => [.. CompilerOptions.AllTargets],
            _ => ["Portable"],
        };

    private static bool Flag(AnalyzerConfigOptions options, string property) =>
        string.Equals(Value(options, property), "true", StringComparison.OrdinalIgnoreCase);

    private static string Value(AnalyzerConfigOptions options, string property) =>
        options.TryGetValue(Prefix + property, out string? value) ? value.Trim() : "";
}
