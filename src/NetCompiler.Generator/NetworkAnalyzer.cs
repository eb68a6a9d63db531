namespace NetCompiler.Generator;

internal static class NetworkAnalyzer;
