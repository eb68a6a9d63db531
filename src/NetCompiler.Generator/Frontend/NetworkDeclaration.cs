using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Frontend;

/// <summary>
/// A network as its author wrote it, and nothing else: the only model that the incremental pipeline caches. Everything after it is a pure
/// function of it and of <see cref="CompilerOptions"/>, so equal declarations mean equal code.
/// </summary>
/// <param name="Namespace">The class's namespace; empty for the global one.</param>
/// <param name="ContainingTypes">The types around the class, outermost first, as they must be reopened: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Name">The class's name.</param>
/// <param name="InputShape">The arguments of <c>[Network]</c>.</param>
/// <param name="Training">Whether training is compiled as well.</param>
/// <param name="HasSummary">Whether the author documented the class: then the generated part adds remarks only.</param>
/// <param name="Layers">The layers in source order.</param>
internal sealed record NetworkDeclaration(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    EquatableArray<int> InputShape,
    bool Training,
    bool HasSummary,
    EquatableArray<LayerDeclaration> Layers)
{
    /// <summary>Whether no algorithm may be chosen whose errors exceed those of the plain sum.</summary>
    public bool StrictAccuracy { get; init; }

    /// <summary>What is wrong with the uses of blocks; the layers of those are missing then.</summary>
    public EquatableArray<Problem> Problems { get; init; }

    /// <summary>The name as C# needs it: with an <c>@</c> where it is a keyword.</summary>
    public string Identifier => Identifiers.Escape(Name);

    /// <summary>The name with all that is around it, <c>Samples.Outer`1.LeNet5</c>: unique in the project, and fit to be a file's name.</summary>
    public string FullName =>
        string.Join(".", [.. Namespace.Length == 0 ? [] : new[] { Namespace }, .. ContainingTypes.Select(Identifiers.MetadataName), Name]).Replace("@", "");
}

/// <summary>One layer attribute, or one use of a block with the layers it stands for.</summary>
/// <param name="Kind">The attribute's name without its suffix: <c>Conv</c>.</param>
/// <param name="Name">The name given to it, if any.</param>
/// <param name="From">The name of the layer that it reads, if not the one before.</param>
/// <param name="Arguments">All other arguments, defaults of constructor parameters included.</param>
/// <param name="Body">For a block, its layers with this use's values in place of placeholders.</param>
internal sealed record LayerDeclaration(string Kind, string? Name, string? From, EquatableArray<LayerArgument> Arguments, EquatableArray<LayerDeclaration> Body = default)
{
    /// <summary>Whether the attribute is a block that users define.</summary>
    public bool IsBlock { get; init; }

    /// <summary>How often a block follows itself.</summary>
    public int Repeat { get; init; } = 1;
}

/// <summary>One argument of an attribute, by the name of its constructor parameter or property.</summary>
/// <param name="Name">The name; compared without regard to case, so that a parameter and the property it sets are one.</param>
/// <param name="Value">An <see cref="int"/>, <see cref="float"/>, <see cref="bool"/>, <see cref="string"/>, an <see cref="EquatableArray{T}"/> of objects, or null.</param>
internal sealed record LayerArgument(string Name, object? Value);

/// <summary>The project's settings that change what is written.</summary>
/// <param name="Targets">The instruction sets for which kernels are written, best first, from <c>NetCompilerTargets</c>.</param>
/// <param name="DesignTime">Whether an editor builds: it needs the public surface, not the kernels.</param>
/// <param name="Report">Whether schedules with their reasons, and the graph after every pass, are written into a file of comments, from <c>NetCompilerReport</c>.</param>
/// <param name="Training">Whether code for training is compiled, from <c>NetCompilerTraining</c>; a network may leave it out by itself.</param>
/// <param name="Profile">Whether predictions time their kernels, from <c>NetCompilerProfile</c>.</param>
internal sealed record CompilerOptions(EquatableArray<string> Targets, bool DesignTime, bool Report, bool Training = true, bool Profile = false)
{
    /// <summary>What is divided among threads. No build property sets it: the measured default is right.</summary>
    public DivisionThresholds Thresholds { get; init; } = DivisionThresholds.Default;

    /// <summary>Every target, best first.</summary>
    public static readonly EquatableArray<string> AllTargets = new(["Avx512", "Avx2", "AdvSimd", "Portable"]);

    /// <summary>Measured schedules that override estimates, from the project's tuning files: those alone that may concern the network at hand.</summary>
    public EquatableArray<TuningRow> Tuning { get; init; }

    public static readonly CompilerOptions Default = new(AllTargets, DesignTime: false, Report: false);
}

/// <summary>A file to add to the compilation.</summary>
internal sealed record GeneratedFile(string HintName, string Text);
