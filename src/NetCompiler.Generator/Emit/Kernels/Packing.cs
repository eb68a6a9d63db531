using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// Weights in the form in which a kernel reads them. A method of generated code makes it from the tensors: before the first prediction, and at
/// each step of training.
/// </summary>
/// <param name="Kernel">The kernel in front of which the method is written.</param>
/// <param name="Offset">Where the packed form begins, in floats.</param>
internal abstract record Packing(string Kernel, int Offset)
{
    /// <summary>The method's name.</summary>
    public virtual string Name => $"Pack_{Kernel}";

    /// <summary>Floats of the packed form.</summary>
    public abstract int Length { get; }

    /// <summary>The tensors that the method reads, under the names of its parameters.</summary>
    public abstract IReadOnlyList<(string Name, Parameter Parameter)> Sources { get; }

    /// <summary>What is packed in which order.</summary>
    public abstract string Comment { get; }

    /// <summary>The method's parameters.</summary>
    public string Parameters => string.Concat(Sources.Select(source => $"float* {source.Name}, ")) + "float* packed";

    /// <summary>The method's parameters as a call from a method with the same ones.</summary>
    public string PassedOn => string.Concat(Sources.Select(source => $"{source.Name}, ")) + "packed";

    /// <summary>Writes the method for one instruction set under a given name.</summary>
    public string Emit(InstructionSet isa, string name)
    {
        var w = new CodeWriter();
        w.Line(KernelWriter.KernelAttributes);
        w.Method($"internal static void {name}({Parameters})", () => WriteBody(w, isa));
        return w.ToString();
    }

    /// <summary>Writes what fills <c>packed</c>, all <see cref="Length"/> floats of it that kernels read.</summary>
    public abstract void WriteBody(CodeWriter w, InstructionSet isa);
}
