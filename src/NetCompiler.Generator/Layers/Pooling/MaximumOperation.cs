using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Pooling;

/// <summary>A pool that takes the largest value of each window.</summary>
internal abstract record MaximumOperation(Window Window) : PoolOperation(Window)
{
    public override string Join(InstructionSet isa, string a, string b) => isa.MaxOrNaN(a, b);

    public override string Neutral(InstructionSet isa) => isa.Constant(float.NegativeInfinity);

    public override bool ShareDependsOnValues => true;

    /// <summary>The first maximum in row-major order takes the gradient: what it takes is gone for those after it.</summary>
    public override string Share(CodeWriter w, InstructionSet isa, int value, string x)
    {
        w.Line($"{isa.Vector} share_{value} = {isa.SelectEqual(isa.Load(x), "result", "gradient", isa.Zero)};");
        w.Line($"gradient = {isa.SelectEqual(isa.Load(x), "result", isa.Zero, "gradient")};");
        return $"share_{value}";
    }
}
