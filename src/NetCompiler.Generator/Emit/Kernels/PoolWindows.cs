using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Pooling;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>Writes how a kernel pools its own results, whose windows lie side by side.</summary>
internal static class PoolWindows
{
    /// <summary>Joins the values of a window, which are locals, in the first of them.</summary>
    public static string Join(CodeWriter w, InstructionSet isa, PoolOperation pool, Func<int, int, string> value)
    {
        string target = value(0, 0);
        for (int y = 0; y < pool.Window.Height; y++)
        {
            for (int x = 0; x < pool.Window.Width; x++)
            {
                if (x + y > 0)
                    w.Line($"{target} = {pool.Join(isa, target, value(y, x))};");
            }
        }

        string finished = pool.Finish(isa, target);
        if (finished != target)
            w.Line($"{target} = {finished};");
        return target;
    }

    /// <summary>Joins finished rows of 16 channels, from the pointer <c>rows</c> on, into one row from the pointer <c>output</c> on; both are moved.</summary>
    public static void WriteRow(CodeWriter w, InstructionSet isa, PoolOperation pool, string columns, int rowStep, int outputStep)
    {
        using (w.Block($"for (int column = 0; column < {columns}; column++)"))
        {
            for (int part = 0; part < isa.VectorsPerBlock; part++)
            {
                string joined = $"joined_{part}";
                for (int i = 0; i < pool.Window.Height * pool.Window.Width; i++)
                {
                    int offset = (i / pool.Window.Width * rowStep) + (i % pool.Window.Width * Layout.BlockSize) + (part * isa.Lanes);
                    string value = isa.Load(TileWriter.At("rows", offset));
                    w.Line(i == 0 ? $"{isa.Vector} {joined} = {value};" : $"{joined} = {pool.Join(isa, joined, value)};");
                }

                w.Line(isa.Store(TileWriter.At("output", part * isa.Lanes), pool.Finish(isa, joined)));
            }

            w.Line($"rows += {pool.Window.Width * Layout.BlockSize};");
            w.Line($"output += {outputStep};");
        }
    }
}
