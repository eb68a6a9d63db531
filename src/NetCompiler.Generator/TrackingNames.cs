namespace NetCompiler.Generator;

/// <summary>The names of the pipeline's steps: tests ask by them what was computed anew and what came from the cache.</summary>
internal static class TrackingNames
{
    public const string Parse = nameof(Parse);
    public const string Declarations = nameof(Declarations);
    public const string Blocks = nameof(Blocks);
    public const string Options = nameof(Options);
    public const string TuningFiles = nameof(TuningFiles);
    public const string Tuning = nameof(Tuning);
    public const string Compile = nameof(Compile);
}
