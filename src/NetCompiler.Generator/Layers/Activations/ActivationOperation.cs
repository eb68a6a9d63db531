using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Activations;

/// <summary>
/// A function of each value by itself. A new one says how it and its gradient are written. For predictions it is fused into the kernel before it;
/// in training too, where the derivative follows from the result.
/// </summary>
internal abstract partial record ActivationOperation : Operation
{
    /// <summary>Whether it is short enough to be applied to the sums of a tile while they are in registers.</summary>
    public virtual bool FitsInTile => false;

    /// <summary>Whether the gradient needs the input, which training then keeps: different inputs with different derivatives give the same result.</summary>
    public virtual bool GradientReadsInput => false;

    public override bool KeepsLayout => true;

    public override bool CanOverwrite(Node node, int input) => true;

    /// <summary>How exactly it is computed and where the method comes from.</summary>
    public abstract string Method { get; }

    /// <summary>Writes what is needed and returns the function's value as an expression.</summary>
    public abstract string Apply(CodeWriter w, InstructionSet isa, string x);

    /// <summary>Writes what is needed and returns the gradient with respect to the input, given the one with respect to the output.</summary>
    /// <param name="w">Takes the steps.</param>
    /// <param name="isa">Spells them.</param>
    /// <param name="value">The output, or the input if <see cref="GradientReadsInput"/>.</param>
    /// <param name="gradient">The gradient with respect to the output.</param>
    public abstract string Gradient(CodeWriter w, InstructionSet isa, string value, string gradient);

    /// <summary>The function over an array whose length is a multiple of 16.</summary>
    public SharedFunction Function => new(
        Kind, "float* source, float* destination, int count", Method, (w, isa) =>
        {
            using (w.Block($"for (int i = 0; i < count; i += {isa.Lanes})"))
            {
                w.Line($"{isa.Vector} x = {isa.Load("source + i")};");
                w.Line(isa.Store("destination + i", Apply(w, isa, "x")));
            }
        });

    /// <summary>The gradient over an array whose length is a multiple of 16, in place.</summary>
    public SharedFunction GradientFunction => new(
        $"{Kind}Gradient", $"float* {GradientValue}, float* gradient, int count", $"gradient · the derivative of {Kind}, which follows from its {GradientValue}.", (w, isa) =>
        {
            string value = GradientReadsInput ? "x" : "y";
            using (w.Block($"for (int i = 0; i < count; i += {isa.Lanes})"))
            {
                w.Line($"{isa.Vector} {value} = {isa.Load($"{GradientValue} + i")};");
                w.Line($"{isa.Vector} dy = {isa.Load("gradient + i")};");
                w.Line(isa.Store("gradient + i", Gradient(w, isa, value, "dy")));
            }
        });

    /// <summary>What the gradient reads, as generated code calls it.</summary>
    public string GradientValue => GradientReadsInput ? "input" : "output";

    public override Operation? GradientFromOutput => GradientReadsInput ? null : new ActivationGradientOperation(this);

    public override void Differentiate(Differentiation gradients, Node node, Value outputGradient)
    {
        Value input = node.Inputs[0];
        if (gradients.Needs(input))
            gradients.Add(node, new ActivationGradientOperation(this), input, GradientReadsInput ? input : node.Output, outputGradient);
    }

    public override Kernel Lower(Lowering lowering, Node node) =>
        new MapKernel(lowering.NameOf(node), node, $"{node.Name}: {Kind}", Function, node.Inputs[0], node.Output);
}

/// <summary>The gradient before an activation, from the activation's output (or input) and the gradient after it, in place of the latter.</summary>
internal sealed record ActivationGradientOperation(ActivationOperation Activation) : Operation
{
    public override string Kind => $"{Activation.Kind}Gradient";

    public override int InPlaceOf => 1;

    public override Kernel Lower(Lowering lowering, Node node) => new ActivationGradientKernel(
        lowering.NameOf(node, Kind), node, $"{node.Name}: gradient of {Activation.Kind}", Activation.GradientFunction, Activation.GradientValue, node.Inputs[0], node.Output);
}
