namespace NetCompiler.Generator.Emit;

/// <summary>A loop over floats that several kernels call, such as tanh: written once per network and instruction set.</summary>
/// <param name="Name">Its name without the instruction set.</param>
/// <param name="Parameters">Its parameter list.</param>
/// <param name="Comment">What it computes, how exactly, and where the method comes from.</param>
/// <param name="Body">Writes its body.</param>
internal sealed record SharedFunction(string Name, string Parameters, string Comment, Action<CodeWriter, InstructionSet> Body);

/// <summary>What one network's kernels share: vector functions, and methods that turn out to be equal.</summary>
internal sealed class SharedFunctions
{
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);

    public bool Any => _texts.Count > 0;

    public string Text => string.Join("\n", _texts.Values);

    /// <summary>The name under which the function is written; one of the same name with another body, such as another constant, gets a number.</summary>
    public string Require(SharedFunction function, InstructionSet isa)
    {
        for (int number = 1; ; number++)
        {
            string name = $"{function.Name}{(number > 1 ? $"{number}" : "")}_{isa.Name}", text = Write(function, isa, name);
            if (!_texts.TryGetValue(name, out string? known))
                _texts[name] = known = text;
            if (known == text)
                return name;
        }
    }

    /// <summary>The name of the method with this text: that of an equal one, if a kernel has written it before. Deep networks repeat their layers.</summary>
    public string Share(string text, string name)
    {
        if (_methods.TryGetValue(text, out string? known))
            return known;
        _methods[text] = name;
        return name;
    }

    private static string Write(SharedFunction function, InstructionSet isa, string name)
    {
        var writer = new CodeWriter();
        writer.Comment(function.Comment);
        writer.Line(KernelWriter.KernelAttributes);
        writer.Method($"internal static void {name}({function.Parameters})", () => function.Body(writer, isa));
        return writer.ToString();
    }
}
