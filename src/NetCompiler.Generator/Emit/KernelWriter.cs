namespace NetCompiler.Generator.Emit;

/// <summary>Where a kernel writes its methods for one instruction set.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="isa">The instruction set.</param>
/// <param name="functions">The vector functions that the network's kernels share.</param>
internal sealed class KernelWriter(Kernel kernel, InstructionSet isa, SharedFunctions functions)
{
    /// <summary>Kernels are compiled at once at full optimisation, without counting calls first; they are never merged into their callers.</summary>
    public const string KernelAttributes = "[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]";

    private readonly HashSet<string> _methods = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    public InstructionSet Isa { get; } = isa;

    public string Text => string.Join("\n", _texts);

    /// <summary>The kernel's parameter list.</summary>
    public static string Parameters(Kernel kernel) => string.Join(", ", Numbers(kernel, kernel.Arguments.Select(a => $"float* {a.Name}"), "int ", "uint "));

    /// <summary>The kernel's parameters as a call from a method with the same ones.</summary>
    public static string PassedOn(Kernel kernel) => string.Join(", ", Numbers(kernel, kernel.Arguments.Select(a => a.Name), "", ""));

    /// <summary>Writes the kernel's entry method.</summary>
    public void Entry(Action<CodeWriter> body) =>
        Method($"internal static void {kernel.Name}_{Isa.Name}({Parameters(kernel)})", body);

    /// <summary>Writes a further method of this kernel once, and returns its name.</summary>
    public string Part(string suffix, string parameters, string comment, Action<CodeWriter> body)
    {
        string name = $"{kernel.Name}_{Isa.Name}_{suffix}";
        if (_methods.Add(name))
            Method($"private static void {name}({parameters})", body, comment);
        return name;
    }

    /// <summary>The name of a vector function that all kernels of the network share; it is written on first use.</summary>
    public string Function(SharedFunction function) => functions.Require(function, Isa);

    private void Method(string signature, Action<CodeWriter> body, string comment = "")
    {
        var writer = new CodeWriter();
        if (comment.Length > 0)
            writer.Comment(comment);
        writer.Line(KernelAttributes);
        writer.Method(signature, () => body(writer));
        _texts.Add(writer.ToString());
    }

    private static IEnumerable<string> Numbers(Kernel kernel, IEnumerable<string> pointers, string integer, string unsigned)
    {
        foreach (string pointer in pointers)
            yield return pointer;
        foreach (string number in kernel.Scope switch
        {
            KernelScope.Batch => [$"{integer}count"],
            KernelScope.Pieces => [$"{integer}batch", $"{integer}first", $"{integer}end"],
            _ => Array.Empty<string>(),
        })
            yield return number;
        if (kernel.TakesSeed)
            yield return $"{unsigned}seed";
    }
}
