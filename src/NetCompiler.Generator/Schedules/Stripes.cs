using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// A map between two kernels, cut into stripes: the second computes so many rows of its output at a time, and only the rows that its window needs for
/// them are held. Those that the next stripe needs too are moved to the top.
/// </summary>
/// <param name="Window">The window that the second kernel moves over the map.</param>
/// <param name="Height">Rows of the map.</param>
/// <param name="OutputHeight">Rows of the second kernel's output.</param>
/// <param name="Rows">Rows of that output in a stripe; the last one may have fewer.</param>
internal sealed record Stripes(Window Window, int Height, int OutputHeight, int Rows)
{
    /// <summary>The stripes in which a node reads its first input.</summary>
    public static Stripes Of(Node reader)
    {
        (Value map, Window window) = (reader.Inputs[0], reader.Operation.ReadsStripes(reader)!);
        return new Stripes(window, map.Shape.Height, reader.Output.Shape.Height, ((map.Layout!.HeldRows - (int)window.ExtentY) / window.StrideY) + 1);
    }

    /// <summary>Stripes of about equal size whose rows of the map take at most so many bytes, or one row of the output if that takes more; null where one would be all.</summary>
    public static Stripes? Choose(Window window, Layout map, int outputHeight, int heldBytes)
    {
        int held = heldBytes / (map.Blocks * map.RowStride * sizeof(float));
        int most = Math.Max(1, ((held - (int)window.ExtentY) / window.StrideY) + 1), count = (outputHeight + most - 1) / most;
        return count < 2 ? null : new Stripes(window, map.Shape.Height, outputHeight, (outputHeight + count - 1) / count);
    }

    public int Count => (OutputHeight + Rows - 1) / Rows;

    /// <summary>Rows of the map, and of the zeros around it, that a stripe needs.</summary>
    public int HeldRows => ((Rows - 1) * Window.StrideY) + (int)Window.ExtentY;

    /// <summary>From the first row of one stripe to that of the next.</summary>
    public int Step => Rows * Window.StrideY;

    /// <summary>Rows that one stripe leaves to the next.</summary>
    public int KeptRows => Math.Max(0, (int)Window.ExtentY - Window.StrideY);
}
