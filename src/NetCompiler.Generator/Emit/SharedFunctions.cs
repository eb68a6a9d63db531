namespace NetCompiler.Generator.Emit;

/// <summary>A loop over floats that several kernels call, such as tanh: written once per network and instruction set.</summary>
/// <param name="Name">Its name without the instruction set.</param>
/// <param name="Parameters">Its parameter list.</param>
/// <param name="Comment">What it computes, how exactly, and where the method comes from.</param>
/// <param name="Body">Writes its body.</param>
internal sealed record SharedFunction(string Name, string Parameters, string Comment, Action<CodeWriter, InstructionSet> Body);

/// <summary>The shared functions that one network's kernels use.</summary>
internal sealed class SharedFunctions
{
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public bool Any => _texts.Count > 0;

    public string Text => string.Join("\n", _texts.Values);

    public string Require(SharedFunction function, InstructionSet isa)
    {
        string name = $"{function.Name}_{isa.Name}";
        if (_texts.ContainsKey(name))
            return name;
        var writer = new CodeWriter();
        writer.Comment(function.Comment);
        writer.Line(KernelWriter.KernelAttributes);
        writer.Method($"internal static void {name}({function.Parameters})", () => function.Body(writer, isa));
        _texts[name] = writer.ToString();
        return name;
    }
}
