namespace NetCompiler.Generator.Emit;

/// <summary>Any machine with 128-bit vectors. MultiplyAddEstimate fuses where the machine can; FusedMultiplyAdd would be a call where it cannot.</summary>
internal sealed class Portable : InstructionSet
{
    public override string Name => "Portable";

    public override string Guard => "true";

    public override int Lanes => 4;

    public override int Registers => 16;

    public override string Load(string pointer) => $"Vector128.Load({pointer})";

    public override string Store(string pointer, string value) => $"Vector128.Store({value}, {pointer});";

    public override string Broadcast(string pointer) => Splat(At(pointer));

    public override string Add(string a, string b) => $"Vector128.Add({a}, {b})";

    public override string Subtract(string a, string b) => $"Vector128.Subtract({a}, {b})";

    public override string Multiply(string a, string b) => $"Vector128.Multiply({a}, {b})";

    public override string Divide(string a, string b) => $"Vector128.Divide({a}, {b})";

    public override string Sqrt(string a) => $"Vector128.Sqrt({a})";

    public override string Max(string a, string b) => $"Vector128.MaxNative({a}, {b})";

    public override string Min(string a, string b) => $"Vector128.MinNative({a}, {b})";

    public override string MultiplyAdd(string a, string b, string c) => $"Vector128.MultiplyAddEstimate({a}, {b}, {c})";

    public override string MultiplySubtract(string a, string b, string c) => $"Vector128.Subtract({c}, Vector128.Multiply({a}, {b}))";

    public override string Round(string a) => $"Vector128.Round({a})";

    public override string Even(string a, string b) => $"Vector128.Create({a}.GetElement(0), {a}.GetElement(2), {b}.GetElement(0), {b}.GetElement(2))";

    public override string Odd(string a, string b) => $"Vector128.Create({a}.GetElement(1), {a}.GetElement(3), {b}.GetElement(1), {b}.GetElement(3))";
}
