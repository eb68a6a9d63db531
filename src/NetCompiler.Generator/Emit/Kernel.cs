using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit;

/// <summary>How often a kernel is called, and with what.</summary>
internal enum KernelScope
{
    /// <summary>Once per image.</summary>
    Image,

    /// <summary>Once for a run of images: <c>int count</c> follows the pointers, which point at the first image's data.</summary>
    Batch,

    /// <summary>For a range of independent pieces over the whole batch: <c>int batch, int first, int end</c> follow the pointers.</summary>
    Pieces,
}

/// <summary>A pointer that a kernel takes.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Operand">What is passed for it.</param>
internal sealed record KernelArgument(string Name, Operand Operand);

/// <summary>Memory that is passed to a kernel.</summary>
internal abstract record Operand
{
    /// <summary>An activation or a gradient of one.</summary>
    internal sealed record OfValue(Value Value) : Operand;

    /// <summary>A tensor of weights.</summary>
    internal sealed record OfParameter(Parameter Parameter) : Operand;

    /// <summary>The gradient of a tensor of weights.</summary>
    internal sealed record OfGradient(Parameter Parameter) : Operand;

    /// <summary>Packed weights, or partial sums kept beside them.</summary>
    internal sealed record OfPacked(int Offset) : Operand;

    /// <summary>Scratch of the running thread.</summary>
    internal sealed record OfScratch : Operand;
}

/// <summary>
/// One method of generated code, written once per instruction set. It is given pointers and knows every size; it calls nothing but methods of
/// the same network.
/// </summary>
internal abstract class Kernel(string name, Node node, KernelScope scope)
{
    /// <summary>The method's name without the instruction set.</summary>
    public string Name { get; } = name;

    public Node Node { get; } = node;

    public KernelScope Scope { get; } = scope;

    public abstract IReadOnlyList<KernelArgument> Arguments { get; }

    /// <summary>What it computes, for the header: shapes, layouts, multiply-adds.</summary>
    public abstract IEnumerable<string> Describe();

    /// <summary>How it computes that on one instruction set, and why; empty when there was nothing to choose.</summary>
    public virtual string DescribeSchedule(InstructionSet isa) => "";

    /// <summary>What that is estimated to take and what else was compared, for the report; null for kernels that only move values.</summary>
    public virtual ScheduleAccount? Account(InstructionSet isa) => null;

    /// <summary>Independent pieces of work, for <see cref="KernelScope.Pieces"/>.</summary>
    public virtual int Pieces(InstructionSet isa) => 1;

    /// <summary>Multiply-adds, or what takes as long, of the work for one image that can be divided among threads; 0 if it cannot be.</summary>
    public virtual long DivisibleWork => 0;

    /// <summary>Whether the program divides it: <c>int first, int end</c> follow, a range of its <see cref="Parts"/>. Training divides images instead.</summary>
    public bool IsDivided { get; private set; }

    /// <summary>Parts of about equal work, if it is divided. No result depends on who computes which.</summary>
    public virtual int Parts(InstructionSet isa) => 1;

    /// <summary>Rows of the output that a part computes, where a kernel computes its output in stripes or reads its input so.</summary>
    public virtual int RowsPerPart(InstructionSet isa) => 1;

    /// <summary>Lets the program divide it, if it has parts.</summary>
    public virtual void Divide()
    {
        IsDivided = true;
        IsDivided = InstructionSet.All.Any(isa => Parts(isa) > 1);
    }

    /// <summary>Floats of scratch it needs, for each thread that computes some of its parts.</summary>
    public virtual int ScratchLength(InstructionSet isa) => 0;

    /// <summary>Whether it takes <c>uint seed</c> after the pointers.</summary>
    public virtual bool TakesSeed => false;

    /// <summary>Writes the method's body and whatever it calls.</summary>
    public abstract void Emit(KernelWriter writer);
}
