using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Dropout;

internal sealed partial record DropoutOperation
{
    public override bool KeepsLayout => true;

    public override Kernel Lower(Lowering lowering, Node node) => new DropoutKernel(lowering.NameOf(node), node, this, node.Layer);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        if (gradients.Needs(node.Inputs[0]))
            gradients.Add(node, new DropoutGradientOperation(this), node.Inputs[0], outputGradient);
    }
}

/// <summary>The gradient of dropout: the same mask again.</summary>
internal sealed record DropoutGradientOperation(DropoutOperation Dropout) : Operation
{
    public override string Kind => "DropoutGradient";

    public override bool KeepsLayout => true;

    public override Kernel Lower(Lowering lowering, Node node) => new DropoutKernel(lowering.NameOf(node, "InputGradient"), node, Dropout, node.Layer);
}

/// <summary>
/// Multiplies by a random mask. The mask is a hash of the step's seed, the layer, the image and the value's place in the image, so the backward pass
/// finds the same one without storing it, and no result depends on the number of threads.
/// </summary>
internal sealed class DropoutKernel(string name, Node node, DropoutOperation dropout, int layer)
    : RowKernel(name, node, $"{node.Name}: {node.Operation.Kind} {dropout.Describe()}", new KernelArgument("source", new Operand.OfValue(node.Inputs[0])), new KernelArgument("destination", new Operand.OfValue(node.Output)))
{
    public override bool TakesSeed => true;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        string function = writer.Function(Mask);
        // The lowest 31 bits of a hash are compared with this: survivors are those at or above it.
        int threshold = (int)Math.Min(int.MaxValue, dropout.Rate * 2147483648.0);
        string scale = InstructionSet.Literal(1f / (1f - dropout.Rate));
        Layout from = Node.Inputs[0].Layout!, to = Node.Output.Layout!;
        w.Line($"seed += {unchecked((uint)(layer + 1) * 0x9E3779B9u)}u;");
        EachRun(w, [from, to], (at, length) =>
        {
            // Places are counted in the image without borders, so that forward and backward agree whatever their layouts.
            string first = from.Border.IsNone && to.Border.IsNone ? "0"
                : (from.Blocks > 1 ? $"block * {from.Shape.Height * length}" : "0") + (from.Shape.Height > 1 ? $" + row * {length}" : "");
            w.Line($"{function}({At("source", at[0])}, {At("destination", at[1])}, {length}, {first}, seed, {threshold}, {scale});");
        });
    });

    private static SharedFunction Mask => new(
        "DropoutMask",
        "float* source, float* destination, int count, int first, uint seed, int threshold, float scale",
        "Keeps a value, scaled, where the hash of its place is at least the threshold; else 0. The hash mixes like the finaliser of MurmurHash3.",
        (w, isa) =>
        {
            string unsigned = $"{isa.Class}<uint>";
            w.Line($"{unsigned} places = {isa.Class}.Create((uint)first) + {isa.Class}<uint>.Indices;");
            using (w.Block($"for (int i = 0; i < count; i += {isa.Lanes})"))
            {
                w.Line($"{unsigned} hash = places * {isa.Class}.Create(0x9E3779B1u) + {isa.Class}.Create(seed);");
                w.Line("hash ^= hash >>> 16;");
                w.Line($"hash *= {isa.Class}.Create(0x85EBCA6Bu);");
                w.Line("hash ^= hash >>> 13;");
                w.Line($"hash *= {isa.Class}.Create(0xC2B2AE35u);");
                w.Line("hash ^= hash >>> 16;");
                w.Line($"{isa.Class}<int> draw = (hash & {isa.Class}.Create(0x7FFFFFFFu)).AsInt32();");
                w.Line($"{isa.Vector} mask = {isa.Class}.ConditionalSelect({isa.Class}.LessThan(draw, {isa.Class}.Create(threshold)).AsSingle(), {isa.Zero}, {isa.Splat("scale")});");
                w.Line(isa.Store("destination + i", isa.Multiply(isa.Load("source + i"), "mask")));
                w.Line($"places += {isa.Class}.Create({isa.Lanes}u);");
            }
        });
}
