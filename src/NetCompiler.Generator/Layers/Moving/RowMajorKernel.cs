using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Moving;

/// <summary>
/// Moves values that keep their order: channels, rows, columns. In memory they lie in runs of equal distance, which differ between input and output;
/// they are moved in pieces that lie within one run of each.
/// </summary>
/// <param name="name">The method's name.</param>
/// <param name="node">The node.</param>
/// <param name="moving">The layer.</param>
/// <param name="start">The output's first value in the order of the input.</param>
/// <param name="input">The layer's input, or the gradient with respect to it.</param>
/// <param name="output">The layer's output, or its gradient.</param>
/// <param name="isGradient">Which of the two.</param>
internal sealed class RowMajorKernel(string name, Node node, MovingOperation moving, int start, Value input, Value output, bool isGradient)
    : MovingKernel(name, node, moving, input, output, isGradient)
{
    /// <summary>Stands for a run without end.</summary>
    private const int Endless = 0;

    protected override void WriteMoves(CodeWriter w, InstructionSet isa)
    {
        (int fromRun, int fromStep) = RunOf(From);
        (int toRun, int toStep) = RunOf(To);
        int length = (int)To.Shape.Length;
        int fromPiece = fromRun == Endless ? Endless : Divisor(fromRun, start);
        int piece = Divisor(length, Divisor(fromPiece, toRun));
        if (piece == length)
        {
            WritePiece(w, isa, length, start.ToString(System.Globalization.CultureInfo.InvariantCulture), fromStep, "0", toStep);
            return;
        }

        using (w.Block($"for (int to = 0; to < {length}; to += {piece})"))
        {
            if (start > 0)
                w.Line($"int from = to + {start};");
            WritePiece(w, isa, piece, start > 0 ? "from" : "to", fromStep, "to", toStep);
        }
    }

    private void WritePiece(CodeWriter w, InstructionSet isa, int length, string from, int fromStep, string to, int toStep)
    {
        w.Line($"float* x = {TileWriter.At(Input, From.Origin)}{OffsetOf(From, from)};");
        w.Line($"float* y = {TileWriter.At(Output, To.Origin)}{OffsetOf(To, to)};");
        if (fromStep == 1 && toStep == 1)
        {
            VectorLoop(w, isa, length, j => w.Line(MoveVector(isa, $"x + {j}", $"y + {j}")), j => w.Line(Move($"x[{j}]", $"y[{j}]")));
            return;
        }

        using (w.Loop("j", length))
            w.Line(length == 1 ? Move("*x", "*y") : Move($"x[{Times(fromStep)}]", $"y[{Times(toStep)}]"));

        static string Times(int step) => step == 1 ? "j" : $"j * {step}";
    }

    /// <summary>How many values in a row have equal distances, and the distance.</summary>
    private static (int Length, int Step) RunOf(Layout layout)
    {
        int pixels = layout.Shape.Height * layout.Shape.Width;
        if (pixels == 1)
            return !layout.IsBlocked ? (Endless, layout.BlockStride) : (layout.BlockStride == Layout.BlockSize ? Endless : Layout.BlockSize, 1);
        if (!HasPixelsInARow(layout))
            return (layout.Shape.Width, layout.ColumnStride);
        return (layout.Shape.Channels == 1 || (!layout.IsBlocked && layout.BlockStride == pixels) ? Endless : pixels, layout.ColumnStride);
    }

    private static bool HasPixelsInARow(Layout layout) => layout.Shape.Height == 1 || layout.RowStride == layout.Shape.Width * layout.ColumnStride;

    /// <summary>Where the value of a number in row-major order lies.</summary>
    private static string OffsetOf(Layout layout, string number)
    {
        if (number == "0")
            return "";
        (int run, int step) = RunOf(layout);
        if (run == Endless)
            return Term(number, step);
        (int width, int pixels) = (layout.Shape.Width, layout.Shape.Height * layout.Shape.Width);
        string channel = pixels == 1 ? number : $"{number} / {pixels}", pixel = layout.Shape.Channels == 1 ? number : $"{number} % {pixels}";
        string offset = layout.Shape.Channels == 1 ? ""
            : layout.IsBlocked ? $" + {channel} / {Layout.BlockSize} * {layout.BlockStride} + {channel} % {Layout.BlockSize}"
            : $" + {channel} * {layout.BlockStride}";
        return pixels == 1 ? offset
            : HasPixelsInARow(layout) ? $"{offset} + {pixel} * {layout.ColumnStride}"
            : $"{offset} + {pixel} / {width} * {layout.RowStride} + {number} % {width} * {layout.ColumnStride}";
    }

    /// <summary>The greatest common divisor; of 0 and a number, the number.</summary>
    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
