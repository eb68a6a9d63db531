namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// Sums of products of <see cref="Rows"/> numbers, which lie side by side, with a register of others: part of a matrix that stays in registers while loops
/// go over what is summed.
/// </summary>
internal static class OuterProducts
{
    /// <summary>Rows of the part: as many registers as the smallest set of them has room for beside the operands, and half a block of channels.</summary>
    public const int Rows = 8;

    /// <summary>The name of a row's sums.</summary>
    public static string Sum(int row) => $"sum_{row}";

    /// <summary>Begins with zeros.</summary>
    public static void WriteStart(CodeWriter w, InstructionSet isa)
    {
        for (int row = 0; row < Rows; row++)
            w.Line($"{isa.Vector} {Sum(row)} = {isa.Zero};");
    }

    /// <summary>Adds the products of the numbers at one pointer with the register at another.</summary>
    public static void WriteTerm(CodeWriter w, InstructionSet isa, string numbers, string register)
    {
        w.Line($"{isa.Vector} others = {isa.Load(register)};");
        for (int row = 0; row < Rows; row++)
            w.Line($"{Sum(row)} = {isa.MultiplyAdd(isa.Broadcast(TileWriter.At(numbers, row)), "others", Sum(row))};");
    }

    /// <summary>Writes something for each row of a matrix that has <paramref name="rows"/> of them, <paramref name="first"/> being the first one here.</summary>
    public static void WriteRows(CodeWriter w, int rows, string first, Action<int> write)
    {
        for (int row = 0; row < Rows; row++)
        {
            using (row == 0 || rows % Rows == 0 ? w.Loop("", 1) : w.Block($"if ({first} + {row} < {rows})"))
                write(row);
        }
    }
}
