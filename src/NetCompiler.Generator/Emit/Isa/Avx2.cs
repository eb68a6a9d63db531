namespace NetCompiler.Generator.Emit;

/// <summary>AVX2 with FMA: 16 registers of 8 floats.</summary>
internal sealed class Avx2 : InstructionSet
{
    public override string Name => "Avx2";

    public override string Guard => "Fma.IsSupported";

    public override int Lanes => 8;

    public override int Registers => 16;

    public override string Load(string pointer) => $"Avx.LoadVector256({pointer})";

    public override string Store(string pointer, string value) => $"Avx.Store({pointer}, {value});";

    public override string Broadcast(string pointer) => $"Avx.BroadcastScalarToVector256({pointer})";

    public override string Add(string a, string b) => $"Avx.Add({a}, {b})";

    public override string Subtract(string a, string b) => $"Avx.Subtract({a}, {b})";

    public override string Multiply(string a, string b) => $"Avx.Multiply({a}, {b})";

    public override string Divide(string a, string b) => $"Avx.Divide({a}, {b})";

    public override string Max(string a, string b) => $"Avx.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx.Min({a}, {b})";

    public override string MultiplyAdd(string a, string b, string c) => $"Fma.MultiplyAdd({a}, {b}, {c})";

    public override string Round(string a) => $"Avx.RoundToNearestInteger({a})";
}
