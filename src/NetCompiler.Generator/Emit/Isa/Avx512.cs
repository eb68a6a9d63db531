namespace NetCompiler.Generator.Emit;

/// <summary>AVX-512: 32 registers of 16 floats.</summary>
internal sealed class Avx512 : InstructionSet
{
    public override string Name => "Avx512";

    public override string Guard => "Avx512F.IsSupported";

    public override int Lanes => 16;

    public override int Registers => 31;   // one of the 32 stays free: the just-in-time compiler spills earlier than it must

    public override bool HasEmbeddedBroadcast => true;

    public override string Load(string pointer) => $"Avx512F.LoadVector512({pointer})";

    public override string Store(string pointer, string value) => $"Avx512F.Store({pointer}, {value});";

    public override string Broadcast(string pointer) => $"Vector512.Create(*({pointer}))";

    public override string Add(string a, string b) => $"Avx512F.Add({a}, {b})";

    public override string Subtract(string a, string b) => $"Avx512F.Subtract({a}, {b})";

    public override string Multiply(string a, string b) => $"Avx512F.Multiply({a}, {b})";

    public override string Divide(string a, string b) => $"Avx512F.Divide({a}, {b})";

    public override string Max(string a, string b) => $"Avx512F.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx512F.Min({a}, {b})";

    public override string MultiplyAdd(string a, string b, string c) => $"Avx512F.FusedMultiplyAdd({a}, {b}, {c})";

    public override string Round(string a) => $"Avx512F.RoundScale({a}, 0)";
}
