namespace NetCompiler.Generator.Emit;

/// <summary>AVX-512: 32 registers of 16 floats.</summary>
internal sealed class Avx512 : InstructionSet
{
    public override string Name => "Avx512";

    public override string Guard => "Avx512F.IsSupported";

    public override int Lanes => 16;

    public override int Registers => 31;   // one of the 32 stays free: the just-in-time compiler spills earlier than it must

    public override bool HasEmbeddedBroadcast => true;

    public override bool HasPrefetch => true;

    public override string Load(string pointer) => $"Avx512F.LoadVector512({pointer})";

    public override string Store(string pointer, string value) => $"Avx512F.Store({pointer}, {value});";

    public override string Prefetch(string pointer) => $"Sse.Prefetch0({pointer});";

    public override string Broadcast(string pointer) => Splat(At(pointer));

    public override string Add(string a, string b) => $"Avx512F.Add({a}, {b})";

    public override string Subtract(string a, string b) => $"Avx512F.Subtract({a}, {b})";

    public override string Multiply(string a, string b) => $"Avx512F.Multiply({a}, {b})";

    public override string Divide(string a, string b) => $"Avx512F.Divide({a}, {b})";

    public override string Sqrt(string a) => $"Avx512F.Sqrt({a})";

    public override string Max(string a, string b) => $"Avx512F.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx512F.Min({a}, {b})";

    public override string MultiplyAdd(string a, string b, string c) => $"Avx512F.FusedMultiplyAdd({a}, {b}, {c})";

    public override string MultiplySubtract(string a, string b, string c) => $"Avx512F.FusedMultiplyAddNegated({a}, {b}, {c})";

    public override string Round(string a) => $"Avx512F.RoundScale({a}, 0)";

    public override string Even(string a, string b) => $"Avx512F.PermuteVar16x32x2({a}, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), {b})";

    public override string Odd(string a, string b) => $"Avx512F.PermuteVar16x32x2({a}, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), {b})";
}
