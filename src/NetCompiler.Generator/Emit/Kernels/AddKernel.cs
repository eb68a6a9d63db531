using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>The sum of one or more values of one shape, in the order given, and an activation of it; the output may be one of them.</summary>
internal sealed class AddKernel(string name, Node node, string title, IReadOnlyList<Value> inputs, Value output)
    : RowKernel(name, node, title, [.. inputs.Select((input, i) => new KernelArgument($"input_{i}", new Operand.OfValue(input))), new("output", new Operand.OfValue(output))])
{
    protected override RowDivision Divisible => RowDivision.Of(output.Layout!);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        EachRun(w, [output.Layout!, .. inputs.Select(input => input.Layout!)], (at, length) =>
        {
            using (w.Block($"for (int i = 0; i < {length}; i += {isa.Lanes})"))
            {
                w.Line($"{isa.Vector} sum = {isa.Load($"{At("input_0", at[1])} + i")};");
                for (int i = 1; i < inputs.Count; i++)
                    w.Line($"sum = {isa.Add("sum", isa.Load($"{At($"input_{i}", at[i + 1])} + i"))};");
                foreach (ActivationOperation activation in Node.Epilogue.OfType<ActivationOperation>())
                    w.Line($"sum = {activation.Apply(w, isa, "sum")};");
                w.Line(isa.Store($"{At("output", at[0])} + i", "sum"));
            }
        }, Division);
    });
}
