using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// Sums over the pixels of one block of 16 channels, a lane per channel. Each row is summed by itself first, in several chains of additions: that
/// keeps the error of long sums small, and the processor busy.
/// </summary>
/// <param name="Values">What is read: the local that points at the block's channel 0 of the image's first pixel, and how that value lies.</param>
/// <param name="Sums">The names of the sums.</param>
internal sealed record PixelSums(IReadOnlyList<(string Pointer, Layout Layout)> Values, params IReadOnlyList<string> Sums)
{
    /// <summary>Additions that do not wait for each other: about what the latency of one hides.</summary>
    private const int Chains = 4;

    /// <summary>The register that holds a finished sum for one part of the block's channels.</summary>
    public static string Of(string sum, int part) => $"{sum}_{part}";

    /// <summary>Writes the loops; afterwards the sums are in the registers that <see cref="Of"/> names.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="isa">For which registers.</param>
    /// <param name="parts">Registers that hold the block's channels.</param>
    /// <param name="pixel">Writes one pixel's share: is given the part, and what a pointer or a sum is called there.</param>
    public void Write(CodeWriter w, InstructionSet isa, int parts, Action<int, Func<string, string>, Func<string, string>> pixel)
    {
        Shape shape = Values[0].Layout.Shape;
        Declare(w, isa, parts, 1, (sum, part, _) => Of(sum, part));
        if (shape.Width == 1)
        {
            using (w.Loop("row", shape.Height))
            {
                for (int part = 0; part < parts; part++)
                    WritePixel(w, isa, part, pointer => Row(pointer, shape.Height), sum => Of(sum, part), pixel);
            }

            return;
        }

        int chains = Math.Max(1, Math.Min(shape.Width, Chains) / isa.VectorsPerBlock);
        using (shape.Height == 1 ? w.Scoped() : w.Loop("row", shape.Height))
        {
            foreach ((string pointer, _) in Values)
                w.Line($"float* {pointer}Row = {Row(pointer, shape.Height)};");
            Declare(w, isa, parts, chains, InRow);
            void Columns(string column, int first, int count)
            {
                for (int chain = 0; chain < count; chain++)
                {
                    for (int part = 0; part < parts; part++)
                    {
                        WritePixel(
                            w, isa, part,
                            pointer => TileWriter.At($"{pointer}Row{column}", (first + chain) * Layout.BlockSize),
                            sum => InRow(sum, part, chain), pixel);
                    }
                }
            }

            int whole = shape.Width / chains;
            using (whole == 1 ? w.Loop("", 1) : w.Block($"for (int column = 0; column < {whole * chains * Layout.BlockSize}; column += {chains * Layout.BlockSize})"))
                Columns(whole == 1 ? "" : " + column", 0, chains);
            Columns("", whole * chains, shape.Width - (whole * chains));
            foreach (string sum in Sums)
            {
                for (int part = 0; part < parts; part++)
                {
                    string row = InRow(sum, part, 0);
                    for (int chain = 1; chain < chains; chain++)
                        row = isa.Add(row, InRow(sum, part, chain));
                    w.Line($"{Of(sum, part)} = {isa.Add(Of(sum, part), row)};");
                }
            }
        }
    }

    private static string InRow(string sum, int part, int chain) => $"{sum}_{part}_row_{chain}";

    private void Declare(CodeWriter w, InstructionSet isa, int parts, int chains, Func<string, int, int, string> name)
    {
        foreach (string sum in Sums)
        {
            for (int part = 0; part < parts; part++)
            {
                for (int chain = 0; chain < chains; chain++)
                    w.Line($"{isa.Vector} {name(sum, part, chain)} = {isa.Zero};");
            }
        }
    }

    private string Row(string pointer, int rows) => RowKernel.Place(pointer, 0, ("row", rows, Values.First(value => value.Pointer == pointer).Layout.RowStride));

    private static void WritePixel(
        CodeWriter w, InstructionSet isa, int part, Func<string, string> place, Func<string, string> sum, Action<int, Func<string, string>, Func<string, string>> pixel)
    {
        using (w.Scoped())
            pixel(part, pointer => isa.Load(TileWriter.At(place(pointer), part * isa.Lanes)), sum);
    }
}
