using System.Globalization;

namespace NetCompiler.Generator.Emit;

/// <summary>
/// An instruction set as the emitter sees it: how many floats a register holds, how many registers there are, and how each operation on them is
/// written in C#. Tiles and loops are written once against this; a new instruction set is one class.
/// </summary>
internal abstract class InstructionSet
{
    /// <summary>The name used in options and method names, such as <c>Avx512</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The condition under which its kernels may run; the just-in-time and ahead-of-time compilers fold it.</summary>
    public abstract string Guard { get; }

    /// <summary>Floats in a register.</summary>
    public abstract int Lanes { get; }

    /// <summary>Registers that a tile may use.</summary>
    public abstract int Registers { get; }

    /// <summary>The static class of cross-platform vector operations of this width: <c>Vector512</c>.</summary>
    public string Class => $"Vector{Lanes * 32}";

    public string Vector => $"{Class}<float>";

    /// <summary>Registers that one block of 16 channels takes.</summary>
    public int VectorsPerBlock => Graph.Layout.BlockSize / Lanes;

    /// <summary>Whether a multiplication can take one operand from a lane of another register, so that four inputs come with one load.</summary>
    public virtual bool HasLaneMultiplyAdd => false;

    /// <summary>Whether a broadcast from memory can be an operand of a multiplication and needs no register.</summary>
    public virtual bool HasEmbeddedBroadcast => false;

    /// <summary>Whether memory can be asked for before it is needed.</summary>
    public virtual bool HasPrefetch => false;

    public abstract string Load(string pointer);

    public abstract string Store(string pointer, string value);

    /// <summary>A statement that brings the cache line at a pointer into the first-level cache; any address will do.</summary>
    public virtual string Prefetch(string pointer) => throw new NotSupportedException(Name);

    /// <summary>All lanes set to the float at a pointer.</summary>
    public abstract string Broadcast(string pointer);

    public abstract string Add(string a, string b);

    public abstract string Subtract(string a, string b);

    public abstract string Multiply(string a, string b);

    public abstract string Divide(string a, string b);

    public abstract string Sqrt(string a);

    public abstract string Max(string a, string b);

    public abstract string Min(string a, string b);

    /// <summary>The maximum, or NaN if either is: <see cref="Max"/> returns its second operand then, and would lose a first one that is NaN.</summary>
    public virtual string MaxOrNaN(string a, string b) => SelectEqual(a, a, Max(a, b), a);

    /// <summary>a · b + c with one rounding (two in the portable form).</summary>
    public abstract string MultiplyAdd(string a, string b, string c);

    /// <summary>c − a · b with one rounding (two in the portable form).</summary>
    public abstract string MultiplySubtract(string a, string b, string c);

    /// <summary>c + b · a[lane].</summary>
    public virtual string MultiplyAddLane(string a, int lane, string b, string c) => throw new NotSupportedException(Name);

    /// <summary>The even floats of a followed by those of b.</summary>
    public abstract string Even(string a, string b);

    /// <summary>The odd floats of a followed by those of b.</summary>
    public abstract string Odd(string a, string b);

    /// <summary>Rounded to the nearest whole number.</summary>
    public abstract string Round(string a);

    public string Zero => $"{Vector}.Zero";

    /// <summary>All lanes set to a float expression.</summary>
    public string Splat(string scalar) => $"{Class}.Create({scalar})";

    /// <summary>The float at a pointer.</summary>
    protected static string At(string pointer) => pointer.Contains(' ') ? $"*({pointer})" : $"*{pointer}";

    public string Constant(float value) => Splat(Literal(value));

    /// <summary>2ⁿ for lanes that hold whole numbers between −126 and 127: n goes into the exponent bits.</summary>
    public string PowerOfTwo(string n) => $"(({Class}.ConvertToInt32({n}) + {Class}.Create(127)) << 23).AsSingle()";

    /// <summary>Per lane: where a equals b, x, else y.</summary>
    public string SelectEqual(string a, string b, string x, string y) => $"{Class}.ConditionalSelect({Class}.Equals({a}, {b}), {x}, {y})";

    /// <summary>Per lane: where a is above b, x, else y.</summary>
    public string SelectGreater(string a, string b, string x, string y) => $"{Class}.ConditionalSelect({Class}.GreaterThan({a}, {b}), {x}, {y})";

    /// <summary>The first lanes of x, and the other's lanes behind them: what lies beyond a tensor's last channel must not enter a sum.</summary>
    public string FirstLanes(int count, string x, string otherwise) =>
        count == Lanes ? x : $"{Class}.ConditionalSelect({Class}.LessThan({Class}<int>.Indices, {Class}.Create({count})).AsSingle(), {x}, {otherwise})";

    /// <summary>The sum of a register's lanes, always in the same order: a float.</summary>
    public string SumOfLanes(string a) => $"{Class}.Sum({a})";

    /// <summary>Writes the steps to the largest of a register's lanes, or NaN if one is, and returns it: a float.</summary>
    public string MaxOfLanes(CodeWriter w, string a)
    {
        for (int lanes = Lanes / 2; lanes >= 4; lanes /= 2)
        {
            w.Line($"Vector{lanes * 32}<float> {a}_{lanes} = Vector{lanes * 32}.Max({Half(lanes * 2)}.GetLower(), {Half(lanes * 2)}.GetUpper());");
        }

        return $"Math.Max(Math.Max({Half(4)}.GetElement(0), {Half(4)}.GetElement(1)), Math.Max({Half(4)}.GetElement(2), {Half(4)}.GetElement(3)))";

        string Half(int lanes) => lanes == Lanes ? a : $"{a}_{lanes}";
    }

    /// <summary>A float as C# source that reads back as the same bits.</summary>
    public static string Literal(float value) =>
        float.IsNegativeInfinity(value) ? "float.NegativeInfinity"
        : float.IsPositiveInfinity(value) ? "float.PositiveInfinity"
        : value.ToString("R", CultureInfo.InvariantCulture) + "f";

    public override string ToString() => Name;

    public static readonly IReadOnlyList<InstructionSet> All = [new Avx512(), new Avx2(), new AdvSimd(), new Portable()];

    public static InstructionSet Named(string name) => All.First(isa => isa.Name == name);
}
