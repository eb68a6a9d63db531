namespace NetCompiler.Generator.Emit;

/// <summary>Writes the methods of one layer: a header that explains, a dispatcher, and the kernel once per instruction set.</summary>
internal static class KernelFile
{
    /// <summary>A kernel with its dispatcher.</summary>
    public static string Write(Kernel kernel, IReadOnlyList<InstructionSet> targets, SharedFunctions functions)
    {
        var w = new CodeWriter();
        foreach (string line in kernel.Describe())
            w.Comment(line);
        foreach (InstructionSet isa in targets)
        {
            if (kernel.DescribeSchedule(isa) is { Length: > 0 } schedule)
                w.Comment($"{isa.Name,-9} {schedule}");
        }

        using (w.Block($"internal static void {kernel.Name}({KernelWriter.Parameters(kernel)})"))
            Dispatch(w, targets, isa => $"{kernel.Name}_{isa.Name}({KernelWriter.PassedOn(kernel)});");
        var text = new List<string> { w.ToString() };
        foreach (InstructionSet isa in targets)
        {
            var writer = new KernelWriter(kernel, isa, functions);
            kernel.Emit(writer);
            text.Add(writer.Text);
        }

        return string.Join("\n", text);
    }

    /// <summary>A packing of weights with its dispatcher. Instruction sets and programs that pack alike share a method.</summary>
    public static string Write(Kernels.Packing packing, IReadOnlyList<InstructionSet> targets, Dictionary<string, string> packings)
    {
        var texts = new List<string>();
        var names = new Dictionary<InstructionSet, string>();
        foreach (InstructionSet isa in targets)
        {
            string body = packing.Emit(isa, "");
            if (!packings.TryGetValue(body, out string? name))
            {
                packings[body] = name = $"{packing.Name}_{isa.Name}";
                texts.Add(packing.Emit(isa, name));
            }

            names[isa] = name;
        }

        var w = new CodeWriter();
        w.Comment(packing.Comment);
        using (w.Block($"internal static void {packing.Name}({packing.Parameters})"))
            Dispatch(w, targets, isa => $"{names[isa]}({packing.PassedOn});");
        return string.Join("\n", texts.Prepend(w.ToString()));
    }

    /// <summary>Chooses the instruction set; the compilers fold the conditions, so only one branch is left in the machine code.</summary>
    public static void Dispatch(CodeWriter w, IReadOnlyList<InstructionSet> targets, Func<InstructionSet, string> statement)
    {
        for (int i = 0; i < targets.Count; i++)
        {
            bool last = i == targets.Count - 1;
            if (targets[i].Guard == "true")
            {
                if (i > 0)
                    w.Line("else");
                w.Line((i > 0 ? "    " : "") + statement(targets[i]));
                return;
            }

            w.Line($"{(i > 0 ? "else " : "")}if ({targets[i].Guard})");
            w.Line($"    {statement(targets[i])}");
            if (last)
            {
                w.Line("else");
                w.Line($"    throw new global::System.PlatformNotSupportedException(\"Compiled for {string.Join(", ", targets.Select(target => target.Name))} only.\");");
            }
        }
    }

    /// <summary>An expression that has one value per instruction set.</summary>
    public static string Choose(IReadOnlyList<InstructionSet> targets, Func<InstructionSet, string> value)
    {
        if (targets.Select(value).Distinct().Count() == 1)
            return value(targets[0]);
        string text = "";
        for (int i = 0; i < targets.Count - 1; i++)
            text += $"{targets[i].Guard} ? {value(targets[i])} : ";
        return text + value(targets[targets.Count - 1]);
    }
}
