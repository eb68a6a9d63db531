namespace NetCompiler.Generator.Emit;

/// <summary>Where a kernel writes its methods for one instruction set.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="isa">The instruction set.</param>
/// <param name="functions">The vector functions that the network's kernels share.</param>
internal sealed class KernelWriter(Kernel kernel, InstructionSet isa, SharedFunctions functions)
{
    /// <summary>Kernels are compiled at once at full optimisation, without counting calls first; they are never merged into their callers.</summary>
    public const string KernelAttributes = "[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]";

    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    public InstructionSet Isa { get; } = isa;

    public string Text => string.Join("\n", _texts);

    /// <summary>The kernel's parameter list.</summary>
    public static string Parameters(Kernel kernel) => string.Join(", ", Numbers(kernel, kernel.Arguments.Select(a => $"float* {a.Name}"), "int ", "uint "));

    /// <summary>The kernel's parameters as a call from a method with the same ones.</summary>
    public static string PassedOn(Kernel kernel) => string.Join(", ", Numbers(kernel, kernel.Arguments.Select(a => a.Name), "", ""));

    /// <summary>The entry method's name: that of another kernel, if it is the same.</summary>
    public string EntryName { get; private set; } = "";

    /// <summary>Writes the kernel's entry method.</summary>
    public void Entry(Action<CodeWriter> body) =>
        EntryName = Method("internal", $"{kernel.Name}_{Isa.Name}", Parameters(kernel), "", body);

    /// <summary>Writes a further method of this kernel once, unless the network has the same one already, and returns its name.</summary>
    public string Part(string suffix, string parameters, string comment, Action<CodeWriter> body)
    {
        string name = $"{kernel.Name}_{Isa.Name}_{suffix}";
        if (!_parts.TryGetValue(name, out string? shared))
            _parts[name] = shared = Method("private", name, parameters, comment, body);
        return shared;
    }

    /// <summary>The name of a vector function that all kernels of the network share; it is written on first use.</summary>
    public string Function(SharedFunction function) => functions.Require(function, Isa);

    private string Method(string access, string name, string parameters, string comment, Action<CodeWriter> body)
    {
        const string Name = "<name>";
        var writer = new CodeWriter();
        writer.Method($"{access} static void {Name}({parameters})", () => body(writer));
        string text = writer.ToString(), shared = functions.Share(text, name);
        if (shared == name)
            _texts.Add($"{(comment.Length > 0 ? $"// {comment}\n" : "")}{KernelAttributes}\n{text.Replace(Name, name)}");
        return shared;
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
        if (kernel.IsDivided)
        {
            yield return $"{integer}first";
            yield return $"{integer}end";
        }

        if (kernel.TakesSeed)
            yield return $"{unsigned}seed";
    }
}
