using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.RadialBasis;

internal sealed partial record RadialBasisOperation
{
    public override bool ReadsPlainVector => true;

    public override Kernel Lower(Lowering lowering, Node node)
    {
        string name = lowering.NameOf(node);
        return new RadialBasisKernel(name, node, this, lowering.PackVector(name, node.Parameters[0], Units));
    }

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        if (Trainable)
            gradients.AddWeightGradient(node, new RadialBasisWeightGradientOperation(), input, outputGradient);
        if (gradients.Needs(input))
            gradients.Add(node, new RadialBasisInputGradientOperation(node.Parameters[0]), input, input, outputGradient);
    }
}

/// <summary>The gradient of the vectors that distances are taken from.</summary>
internal sealed record RadialBasisWeightGradientOperation : Operation
{
    public override string Kind => "RadialBasisWeightGradient";

    public override Kernel Lower(Lowering lowering, Node node) => new RadialBasisWeightGradientKernel(
        lowering.NameOf(node, "WeightGradient"), node, lowering.ImageStride(node.Inputs[0]), lowering.ImageStride(node.Inputs[1]));
}

/// <summary>The gradient with respect to the input of a radial basis layer.</summary>
internal sealed record RadialBasisInputGradientOperation(Parameter Weight) : Operation
{
    public override string Kind => "RadialBasisInputGradient";

    public override bool ReadsPlainVector => true;

    public override Kernel Lower(Lowering lowering, Node node) => new RadialBasisInputGradientKernel(lowering.NameOf(node, "InputGradient"), node, Weight);
}

/// <summary>Σ (x − weight)², a lane per unit.</summary>
internal sealed class RadialBasisKernel(string name, Node node, RadialBasisOperation basis, Operand weight)
    : BlockKernel(
        name, node, $"{node.Name}: RadialBasis, {basis.Describe()}", [new PixelArgument("output", "y", node.Output)],
        new KernelArgument("input", new Operand.OfValue(node.Inputs[0])), new("weight", weight))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w => EachBlock(w, block =>
    {
        InstructionSet isa = writer.Isa;
        int features = Node.Inputs[0].Shape.Channels;
        w.Line($"float* centers = {block.First("weight", features * Layout.BlockSize)};");
        for (int part = 0; part < block.Parts(isa); part++)
            w.Line($"{isa.Vector} distance_{part} = {isa.Zero};");
        using (w.Block($"for (int i = 0; i < {features}; i++)"))
        {
            w.Line($"{isa.Vector} x = {isa.Broadcast("input + i")};");
            for (int part = 0; part < block.Parts(isa); part++)
            {
                w.Line($"{isa.Vector} difference_{part} = {isa.Subtract("x", isa.Load(TileWriter.At($"centers + i * {Layout.BlockSize}", part * isa.Lanes)))};");
                w.Line($"distance_{part} = {isa.MultiplyAdd($"difference_{part}", $"difference_{part}", $"distance_{part}")};");
            }
        }

        EachPixel(w, isa, block, (part, register) => register.Store(w, "y", $"distance_{part}"));
    }));
}

/// <summary>2 · Σ dy · (x − weight) over the units.</summary>
internal sealed class RadialBasisInputGradientKernel(string name, Node node, Parameter weight)
    : RowKernel(
        name, node, $"{node.Name}: gradient with respect to the input",
        new("input", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])), new("inputGradient", new Operand.OfValue(node.Output)),
        new("weight", new Operand.OfParameter(weight)))
{
    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        (int units, int features) = (weight.Dimensions[0], weight.Dimensions[1]);
        VectorLoop(
            w, isa, features,
            i =>
            {
                w.Line($"{isa.Vector} sum = {isa.Zero};");
                w.Line($"for (int unit = 0; unit < {units}; unit++)");
                w.Line($"    sum = {isa.MultiplyAdd(isa.Broadcast("outputGradient + unit"), isa.Subtract(isa.Load($"input + {i}"), isa.Load($"weight + unit * {features} + {i}")), "sum")};");
                w.Line(isa.Store($"inputGradient + {i}", isa.Add("sum", "sum")));
            },
            i =>
            {
                w.Line("float sum = 0f;");
                w.Line($"for (int unit = 0; unit < {units}; unit++)");
                w.Line($"    sum += outputGradient[unit] * (input[{i}] - weight[unit * {features} + {i}]);");
                w.Line($"inputGradient[{i}] = sum + sum;");
            });
    });
}

/// <summary>−2 · Σ dy · (x − weight) over the batch. A piece of work is a unit.</summary>
internal sealed class RadialBasisWeightGradientKernel(string name, Node node, int inputStride, int gradientStride) : Kernel(name, node, KernelScope.Pieces)
{
    private readonly Parameter _weight = node.Parameters[0];

    public override IReadOnlyList<KernelArgument> Arguments { get; } =
    [
        new("input", new Operand.OfValue(node.Inputs[0])), new("outputGradient", new Operand.OfValue(node.Inputs[1])),
        new("weight", new Operand.OfParameter(node.Parameters[0])), new("weightGradient", new Operand.OfGradient(node.Parameters[0])),
    ];

    public override IEnumerable<string> Describe() => [$"{Node.Name}: gradient of the weights"];

    public override int Pieces(InstructionSet isa) => _weight.Dimensions[0];

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        int features = _weight.Dimensions[1];
        using (w.Block("for (int unit = first; unit < end; unit++)"))
        using (w.Block($"for (int i = 0; i < {features}; i++)"))
        {
            w.Line("float sum = 0f;");
            w.Line("for (int image = 0; image < batch; image++)");
            w.Line($"    sum += outputGradient[(nint)image * {gradientStride} + unit] * (input[(nint)image * {inputStride} + i] - weight[unit * {features} + i]);");
            w.Line($"weightGradient[unit * {features} + i] = -(sum + sum);");
        }
    });
}
