namespace NetCompiler.Generator.Emit;

/// <summary>AVX2 with FMA: 16 registers of 8 floats.</summary>
internal sealed class Avx2 : InstructionSet
{
    public override string Name => "Avx2";

    public override string Guard => "Avx2.IsSupported && Fma.IsSupported";

    public override int Lanes => 8;

    public override int Registers => 16;

    public override bool HasPrefetch => true;

    public override string Load(string pointer) => $"Avx.LoadVector256({pointer})";

    public override string Store(string pointer, string value) => $"Avx.Store({pointer}, {value});";

    public override string Prefetch(string pointer) => $"Sse.Prefetch0({pointer});";

    public override string Broadcast(string pointer) => $"Avx.BroadcastScalarToVector256({pointer})";

    public override string Add(string a, string b) => $"Avx.Add({a}, {b})";

    public override string Subtract(string a, string b) => $"Avx.Subtract({a}, {b})";

    public override string Multiply(string a, string b) => $"Avx.Multiply({a}, {b})";

    public override string Divide(string a, string b) => $"Avx.Divide({a}, {b})";

    public override string Sqrt(string a) => $"Avx.Sqrt({a})";

    public override string Max(string a, string b) => $"Avx.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx.Min({a}, {b})";

    public override string MultiplyAdd(string a, string b, string c) => $"Fma.MultiplyAdd({a}, {b}, {c})";

    public override string MultiplySubtract(string a, string b, string c) => $"Fma.MultiplyAddNegated({a}, {b}, {c})";

    public override string Round(string a) => $"Avx.RoundToNearestInteger({a})";

    public override string Even(string a, string b) => Joined(a, b, "0b10_00_10_00");

    public override string Odd(string a, string b) => Joined(a, b, "0b11_01_11_01");

    /// <summary>The shuffle works in halves; the permutation brings their quarters into order.</summary>
    private static string Joined(string a, string b, string which) =>
        $"Avx2.Permute4x64(Avx.Shuffle({a}, {b}, {which}).AsDouble(), 0b11_01_10_00).AsSingle()";
}
