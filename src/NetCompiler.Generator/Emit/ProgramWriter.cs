using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit;

/// <summary>Writes the methods that call the kernels: prediction, packing, and the stages of training. They too take pointers only.</summary>
/// <param name="program">What is written.</param>
/// <param name="targets">The instruction sets that the kernels are written for.</param>
/// <param name="profile">Whether predictions time their kernels.</param>
internal sealed class ProgramWriter(CompiledProgram program, IReadOnlyList<InstructionSet> targets, bool profile = false)
{
    private readonly int _scratchLength = program.ScratchLength(targets);

    /// <summary>Whether threads can share a prediction.</summary>
    public bool IsDivided => program.IsDivided;

    /// <summary>Where the threads' scratch begins.</summary>
    private readonly int _scratchOffset = program.Plan.ArenaLength + (CompiledProgram.BatchSize * program.Plan.BatchArenaLength);

    /// <summary>Floats of working memory of a prediction on one thread: one image's arena, what a batch keeps per image, and scratch.</summary>
    public int ArenaLength => _scratchOffset + _scratchLength;

    /// <summary>The floats of it that are needed at once.</summary>
    public int NeededLength => program.Plan.Arena.Needed + _scratchLength + (CompiledProgram.BatchSize * program.Plan.BatchArena.Needed);

    /// <summary>Floats of scratch per thread.</summary>
    public int ScratchLength => _scratchLength;

    /// <summary>The caller's memory as <c>Forward</c> takes it: inputs, then outputs.</summary>
    public IEnumerable<string> Callers =>
        program.Graph.Inputs.Select((_, i) => Input(i)).Concat(program.Graph.Outputs.Select((_, i) => Output(i)));

    private string Input(int index) => program.Graph.Inputs.Count == 1 ? "input" : $"input_{index}";

    private string Output(int index) => program.Graph.Outputs.Count == 1 ? "output" : $"output_{index}";

    /// <summary>The table in which a profiled prediction adds up times.</summary>
    public void WriteProfile(CodeWriter w)
    {
        w.Comment("The time of each kernel, summed over all predictions.");
        string kernels = string.Join(", ", program.Calls.Select(kernel => $"new(\"{kernel.Node.Output.Name}\", \"{kernel.Name}\")"));
        w.Line($"internal static readonly global::NetCompiler.KernelProfile Profile = new(new global::NetCompiler.KernelTime[] {{ {kernels} }});");
        w.Line();
    }

    public void WriteForward(CodeWriter w)
    {
        w.Comment($"Predicts count images, at most {CompiledProgram.BatchSize}.");
        w.Method($"internal static void Forward(float* packed, float* arena, {string.Join(", ", Callers.Select(pointer => $"float* {pointer}"))}, int count)", () =>
        {
            WriteMemory(w, "");
            if (profile)
                w.Line("long started = global::System.Diagnostics.Stopwatch.GetTimestamp();");
            WriteCalls(w, program.Calls.Where(program.RunsPerImage), perImage: true);
            WriteCalls(w, program.Calls.Where(kernel => !program.RunsPerImage(kernel)), perImage: false);
        });
    }

    /// <summary>The same for one of several threads, which all run this at once.</summary>
    public void WriteForwardTogether(CodeWriter w)
    {
        w.Comment("The same as one of several threads. Each computes its share of a divided kernel, the first one what is not divided; they meet before a kernel needs what others compute.");
        w.Method($"internal static void ForwardTogether(float* packed, float* arena, {string.Join(", ", Callers.Select(pointer => $"float* {pointer}"))}, int count, ref global::NetCompiler.TeamMember member)", () =>
        {
            WriteMemory(w, _scratchLength > 0 ? $" + (nint)member.Number * {_scratchLength}" : "");
            var meetings = new Meetings();
            foreach (IGrouping<bool, Kernel> run in Runs(program.Calls, kernel => program.RunsPerImage(kernel) || kernel.Scope == KernelScope.Image))
            {
                if (!run.Key)
                {
                    WriteShares(w, run, meetings, "0", "count");
                    continue;
                }

                using (w.Block("for (int image = 0; image < count; image++)"))
                {
                    WriteShares(w, run, meetings, "image", "1");
                    if (run.Any(kernel => kernel.IsDivided))
                        WriteMeeting(w, meetings);
                }
            }
        });
    }

    private void WriteMemory(CodeWriter w, string ownScratch)
    {
        if (program.Calls.Any(kernel => kernel.Arguments.Any(argument => argument.Operand is Operand.OfScratch)))
            w.Line($"float* scratch = {Offset("arena", _scratchOffset)}{ownScratch};");
        if (program.Plan.BatchArenaLength > 0)
            w.Line($"float* batch = {Offset("arena", program.Plan.ArenaLength)};");
    }

    private void WriteShares(CodeWriter w, IEnumerable<Kernel> kernels, Meetings meetings, string image, string count)
    {
        foreach (IGrouping<bool, Kernel> run in Runs(kernels, kernel => kernel.IsDivided))
        {
            if (!run.Key)
            {
                if (run.Any(meetings.IsNeededBefore))
                    WriteMeeting(w, meetings);
                using (w.Block("if (member.IsFirst)"))
                {
                    foreach (Kernel kernel in run)
                    {
                        meetings.Run(kernel);
                        w.Line($"{kernel.Name}({Arguments(kernel, image, count)});");
                    }
                }

                continue;
            }

            foreach (Kernel kernel in run)
            {
                if (meetings.IsNeededBefore(kernel))
                    WriteMeeting(w, meetings);
                meetings.Run(kernel);
                w.Line($"if (member.Take({Parts(kernel)}))");
                w.Line($"    {kernel.Name}({Arguments(kernel, image, count, "member.First", "member.End")});");
            }
        }
    }

    private static void WriteMeeting(CodeWriter w, Meetings meetings)
    {
        if (meetings.HasRun)
            w.Line("member.Meet();");
        meetings.Meet();
    }

    private string Parts(Kernel kernel) => KernelFile.Choose(targets, isa => $"{kernel.Parts(isa)}");

    private void WriteCalls(CodeWriter w, IEnumerable<Kernel> kernels, bool perImage)
    {
        foreach (IGrouping<bool, Kernel> run in Runs(kernels, kernel => perImage || kernel.Scope == KernelScope.Image))
        {
            if (!run.Key)
            {
                foreach (Kernel kernel in run)
                    WriteCall(w, kernel, "0", "count");
                continue;
            }

            using (w.Block("for (int image = 0; image < count; image++)"))
            {
                foreach (Kernel kernel in run)
                    WriteCall(w, kernel, "image", "1");
            }
        }
    }

    private void WriteCall(CodeWriter w, Kernel kernel, string image, string count)
    {
        w.Line($"{kernel.Name}({Arguments(kernel, image, count)});");
        if (profile)
            w.Line($"started = Profile.Add({program.Calls.IndexOf(kernel)}, started);");
    }

    /// <summary>One item per packed tensor.</summary>
    public void WritePack(CodeWriter w, string name, string parameters, string block)
    {
        w.Comment("Brings the weights into the order in which the kernels read them.");
        w.Method($"internal static void {name}({parameters})", () =>
        {
            foreach (Kernels.Packing packing in program.Lowering.Packs)
                w.Line(PackCall(packing, block, "packed"));
        });
    }

    private static string PackCall(Kernels.Packing packing, string parameters, string packed)
    {
        string sources = string.Concat(packing.Sources.Select(source => $"{Offset(parameters, source.Parameter.Offset)}, "));
        return $"{packing.Name}({sources}{Offset(packed, packing.Offset)});";
    }

    /// <summary>Training: the stages in their order, each a method <c>(TrainingPass* pass, float* scratch, int first, int end)</c>.</summary>
    public IReadOnlyList<Stage> Stages()
    {
        var stages = new List<Stage>
        {
            new("Pack", "pack weights", "Pack", $"{Math.Max(1, program.Lowering.Packs.Count)}", 1, []),
        };
        int backward = program.Calls.FindIndex(kernel => kernel.Node.Operation is LoadGradientOperation);
        foreach ((string phase, IEnumerable<Kernel> kernels) in new[]
        {
            ("Forward", backward < 0 ? program.Calls : program.Calls.Take(backward)),
            ("Backward", backward < 0 ? [] : program.Calls.Skip(backward)),
        })
        {
            foreach (IGrouping<bool, Kernel> run in Runs(kernels, kernel => kernel.Scope == KernelScope.Pieces))
            {
                if (run.Key)
                {
                    stages.AddRange(run.Select(kernel => new Stage(
                        phase, $"{kernel.Node.Name} weights", $"{phase}{stages.Count}", KernelFile.Choose(targets, isa => $"{kernel.Pieces(isa)}"), 1, [kernel])));
                }
                else
                {
                    string names = string.Join(", ", run.Select(kernel => kernel.Node.Name).Distinct());
                    stages.Add(new Stage(phase, names, $"{phase}{stages.Count}", "0", Schedules.ContractionSchedule.ImageGrain, [.. run]));
                }
            }
        }

        return stages;
    }

    public void WriteStage(CodeWriter w, Stage stage)
    {
        w.Comment($"{stage.Phase}: {stage.Title}.");
        w.Method($"internal static void {Method(stage)}(global::NetCompiler.TrainingPass* pass, float* scratch, int first, int end)", () =>
        {
            if (stage.Phase == "Pack")
            {
                WritePackItems(w);
                return;
            }

            if (stage.Kernels[0].Scope == KernelScope.Pieces)
            {
                w.Line($"{stage.Kernels[0].Name}({TrainingArguments(stage.Kernels[0], "0", "")}, pass->Batch, first, end);");
                return;
            }

            foreach (IGrouping<bool, Kernel> run in Runs(stage.Kernels, kernel => kernel.Scope == KernelScope.Batch))
            {
                if (run.Key)
                {
                    foreach (Kernel kernel in run)
                        w.Line($"{kernel.Name}({TrainingArguments(kernel, "first", "end - first")});");
                    continue;
                }

                using (w.Block("for (int image = first; image < end; image++)"))
                {
                    foreach (Kernel kernel in run)
                        w.Line($"{kernel.Name}({TrainingArguments(kernel, "image", "1")});");
                }
            }
        });
    }

    public static string Method(Stage stage) => $"Train_{stage.Name}";

    private void WritePackItems(CodeWriter w)
    {
        if (program.Lowering.Packs.Count == 0)
            return;
        using (w.Block("for (int item = first; item < end; item++)"))
        using (w.Block("switch (item)"))
        {
            for (int i = 0; i < program.Lowering.Packs.Count; i++)
            {
                w.Line($"case {i}:");
                w.Line($"    {PackCall(program.Lowering.Packs[i], "pass->Parameters", "pass->Packed")}");
                w.Line("    break;");
            }
        }
    }

    private string Arguments(Kernel kernel, string image, string count, string first = "0", string? end = null)
    {
        IEnumerable<string> arguments = kernel.Arguments.Select(argument => argument.Operand switch
        {
            Operand.OfValue { Value: var value } => value.Placement!.Region switch
            {
                Region.Arena => Offset("arena", value.Placement.Offset),
                Region.BatchArena => Offset(Image("batch", image, program.Plan.BatchArenaLength), value.Placement.Offset),
                Region.Input => Image(Input(value.Placement.Index), image, program.InputLength),
                _ => Image(Output(value.Placement.Index), image, program.OutputLength),
            },
            Operand.OfPacked packed => Offset("packed", packed.Offset),
            _ => "scratch",
        });
        if (kernel.Scope == KernelScope.Batch)
            arguments = arguments.Append(count);
        return string.Join(", ", kernel.IsDivided ? arguments.Concat([first, end ?? Parts(kernel)]) : arguments);
    }

    private string TrainingArguments(Kernel kernel, string image, string count)
    {
        IEnumerable<string> arguments = kernel.Arguments.Select(argument => argument.Operand switch
        {
            Operand.OfValue { Value: var value } => value.Placement!.Region switch
            {
                Region.Input => Offset(Image("pass->Input", image, program.InputLength), value.Placement.Offset),
                Region.Output => Offset(Image("pass->Output", image, program.OutputLength), value.Placement.Offset),
                Region.OutputGradient => Offset(Image("pass->OutputGradient", image, program.OutputLength), value.Placement.Offset),
                _ => Offset(Image("pass->Arena", image, program.Plan.ArenaLength), value.Placement.Offset),
            },
            Operand.OfPacked packed => Offset("pass->Packed", packed.Offset),
            Operand.OfParameter parameter => Offset("pass->Parameters", parameter.Parameter.Offset),
            Operand.OfGradient gradient => Offset("pass->Gradients", gradient.Parameter.Offset),
            _ => "scratch",
        });
        if (kernel.Scope == KernelScope.Batch)
            arguments = arguments.Append(count);
        if (kernel.TakesSeed)
            arguments = arguments.Append($"pass->Seed + (uint){image} * 0x85EBCA77u");
        return string.Join(", ", arguments);
    }

    private static string Image(string pointer, string image, int stride) => image == "0" ? pointer : $"{pointer} + (nint){image} * {stride}";

    private static string Offset(string pointer, int offset) => offset == 0 ? pointer : $"{pointer} + {offset}";

    /// <summary>Neighbours with the same key, in order.</summary>
    private static IEnumerable<IGrouping<bool, Kernel>> Runs(IEnumerable<Kernel> kernels, Func<Kernel, bool> key)
    {
        int run = 0;
        bool? last = null;
        var numbered = new List<(int Run, Kernel Kernel)>();
        foreach (Kernel kernel in kernels)
        {
            if (last is not null && last != key(kernel))
                run++;
            last = key(kernel);
            numbered.Add((run, kernel));
        }

        return numbered.GroupBy(pair => pair.Run).Select(group => group.Select(pair => pair.Kernel).GroupBy(key).Single());
    }
}

/// <summary>One stage of training.</summary>
/// <param name="Phase">Pack, Forward or Backward.</param>
/// <param name="Title">What it computes.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Items">Pieces of work as an expression; 0 for one per image.</param>
/// <param name="Grain">Ranges start at multiples of this.</param>
/// <param name="Kernels">What it runs.</param>
internal sealed record Stage(string Phase, string Title, string Name, string Items, int Grain, IReadOnlyList<Kernel> Kernels);
