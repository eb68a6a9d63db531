using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>The gradient of a bias: per channel the sum of the output's gradient over all pixels and the batch, in order.</summary>
internal static class BiasGradient
{
    /// <summary>The method that sums for a number of channels.</summary>
    /// <param name="writer">Takes the method.</param>
    /// <param name="bias">The bias.</param>
    /// <param name="layout">Of the output's gradient.</param>
    /// <param name="imageStride">Floats from one image's gradient to the next.</param>
    /// <param name="width">Channels that one call sums: a register, or whole blocks.</param>
    public static string Part(KernelWriter writer, Parameter bias, Layout layout, int imageStride, int width) =>
        writer.Part("Bias", "float* outputGradient, float* biasGradient, int group, int batch", $"The sums over all pixels of one group of channels: {bias.Name}.", w =>
        {
            InstructionSet isa = writer.Isa;
            w.Line($"int last = Math.Min({(layout.Shape.Channels + isa.Lanes - 1) / isa.Lanes * isa.Lanes}, (group + 1) * {width});");
            using (w.Block($"for (int filter = group * {width}; filter < last; filter += {isa.Lanes})"))
            {
                w.Line($"float* gradient = {TileWriter.At("outputGradient", layout.Origin)} + filter / {Layout.BlockSize} * {layout.BlockStride} + filter % {Layout.BlockSize};");
                w.Line($"{isa.Vector} sum = {isa.Zero};");
                using (w.Block("for (int image = 0; image < batch; image++)"))
                {
                    w.Line($"float* dy = gradient + (nint)image * {imageStride};");
                    (int rows, int columns) = (layout.Shape.Height, layout.Shape.Width);
                    using (w.Loop("row", rows))
                    {
                        using (w.Loop("column", columns))
                        {
                            w.Line($"sum = {isa.Add("sum", isa.Load("dy"))};");
                            if (columns > 1)
                                w.Line($"dy += {layout.ColumnStride};");
                        }

                        if (rows > 1)
                            w.Line($"dy += {layout.RowStride - (columns > 1 ? columns * layout.ColumnStride : 0)};");
                    }
                }

                w.Comment("Lanes beyond the last filter stay zero: the tensor's memory ends with zeros.");
                w.Line($"for (int lane = 0; lane < Math.Min({isa.Lanes}, {layout.Shape.Channels} - filter); lane++)");
                w.Line("    biasGradient[filter + lane] = sum.GetElement(lane);");
            }
        });
}
