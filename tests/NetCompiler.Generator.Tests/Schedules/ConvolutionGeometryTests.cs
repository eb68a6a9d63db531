using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Tests.Schedules;

/// <summary>
/// Contractions against the definition of a convolution, address by address: every sum has exactly its terms, every term is the pixel and the weight
/// that the definition names, and nothing outside the padded image is ever read or written.
/// </summary>
public sealed class ConvolutionGeometryTests
{
    private static readonly int[] s_channels = [1, 2, 15, 16, 17, 32, 33];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ForwardIsTheDefinition(int seed) => Sweep(seed, (random, geometry, shape) =>
    {
        Border border = geometry.Window.Padding.Union(RandomBorder(random));
        Layout input = random.Next(3) == 0 ? Layout.Planar(shape, border) : Layout.Blocked(shape, border);
        (int rows, int columns) = geometry.OutputSize(input);
        Layout output = Layout.Blocked(new Shape(geometry.Filters, rows, columns), RandomBorder(random));
        Contraction contraction = geometry.Forward(input, input.Length, output, output.Length, bias: false);
        IReadOnlyList<(int Input, int Weight)> terms = ContractionTerms.Terms(contraction);

        Window window = geometry.Window;
        var written = new HashSet<int>();
        foreach (int filter in Some(geometry.Filters))
        {
            foreach ((int to, int from, int weights) in ContractionTerms.Outputs(contraction, filter))
            {
                Assert.True(written.Add(to), "written twice");
                (int channel, int y, int x) = Locate(output, to);
                Assert.True(channel == filter && y >= 0 && y < rows && x >= 0 && x < columns, $"channel {channel} of ({y}, {x}) in {output}");
                var left = new HashSet<(int, int)>();
                for (int c = 0; c < shape.Channels; c++)
                {
                    for (int kh = 0; kh < window.Height; kh++)
                    {
                        for (int kw = 0; kw < window.Width; kw++)
                        {
                            int pixel = Address(input, c, (y * window.StrideY) + kh - window.Padding.Top, (x * window.StrideX) + kw - window.Padding.Left);
                            left.Add((pixel, (((filter * shape.Channels) + c) * window.Height * window.Width) + (kh * window.Width) + kw));
                        }
                    }
                }

                Assert.All(terms, term => Assert.True(left.Remove((from + term.Input, weights + term.Weight)), $"{window}: a term that does not belong there"));
                Assert.Empty(left);
            }
        }

        Assert.Equal(Some(geometry.Filters).Count() * rows * columns, written.Count);
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void InputGradientIsTheDefinition(int seed) => Sweep(seed, (random, geometry, shape) =>
    {
        (int rows, int columns) = geometry.Window.OutputSize(shape);
        var outputShape = new Shape(geometry.Filters, rows, columns);
        Border border = geometry.OutputGradientBorder(shape, outputShape);
        Layout gradient = Layout.Blocked(outputShape, border), result = Layout.Blocked(shape, RandomBorder(random));
        IReadOnlyList<Contraction> phases = geometry.InputGradient(gradient, gradient.Length, result, result.Length);

        Window window = geometry.Window;
        var written = new HashSet<int>();
        var read = Border.None;
        foreach (Contraction phase in phases)
        {
            IReadOnlyList<(int Input, int Weight)> terms = ContractionTerms.Terms(phase);
            foreach (int channel in Some(shape.Channels))
            {
                foreach ((int to, int from, int weights) in ContractionTerms.Outputs(phase, channel))
                {
                    Assert.True(written.Add(to), "written twice");
                    (int writtenChannel, int y, int x) = Locate(result, to);
                    Assert.True(writtenChannel == channel && y >= 0 && y < shape.Height && x >= 0 && x < shape.Width, $"({y}, {x}) in {result}");

                    // Tap (kh, kw) reaches this pixel from output (oy, ox), if strides allow; what lies beyond the outputs is read as zero.
                    var left = new Dictionary<(int, int), bool>();
                    for (int kh = 0; kh < window.Height; kh++)
                    {
                        for (int kw = 0; kw < window.Width; kw++)
                        {
                            int strideY = y + window.Padding.Top - kh, strideX = x + window.Padding.Left - kw;
                            if (strideY % window.StrideY != 0 || strideX % window.StrideX != 0)
                                continue;
                            (int oy, int ox) = (strideY / window.StrideY, strideX / window.StrideX);
                            bool inside = oy >= 0 && oy < rows && ox >= 0 && ox < columns;
                            bool inBuffer = oy >= -border.Top && oy < rows + border.Bottom && ox >= -border.Left && ox < columns + border.Right;
                            if (!inBuffer)
                            {
                                Assert.False(inside);
                                continue;
                            }

                            read = read.Union(new Border(-oy, -ox, oy - rows + 1, ox - columns + 1));
                            for (int filter = 0; filter < geometry.Filters; filter++)
                                left.Add((Address(gradient, filter, oy, ox), (((filter * shape.Channels) + channel) * window.Height * window.Width) + (kh * window.Width) + kw), inside);
                        }
                    }

                    Assert.All(terms, term => Assert.True(left.Remove((from + term.Input, weights + term.Weight)), $"{window} on {shape}: a term that does not belong there"));
                    Assert.DoesNotContain(left, term => term.Value);
                }
            }
        }

        Assert.Equal(Some(shape.Channels).Count() * shape.Height * shape.Width, written.Count);

        // Where the stride passes over all pixels along one axis, no sum has any terms.
        Assert.True(border == read || phases.All(phase => phase.ReductionLength == 0), $"{window} on {shape}: the border is {border}, but {read} is read");
    });

    /// <summary>Whole registers are stored: the empty lanes of the last block are inside the buffer too.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void WholeBlocksLieInsideTheBuffers(int seed) => Sweep(seed, (random, geometry, shape) =>
    {
        Layout input = Layout.Blocked(shape, geometry.Window.Padding);
        (int rows, int columns) = geometry.OutputSize(input);
        Layout output = Layout.Blocked(new Shape(geometry.Filters, rows, columns), RandomBorder(random));
        Contraction contraction = geometry.Forward(input, input.Length, output, output.Length, bias: true);
        int padded = (geometry.Filters + 15) / 16 * 16;
        foreach ((int to, int from, _) in ContractionTerms.Outputs(contraction, padded - 1))
        {
            Assert.InRange(to, 15, output.Length - 1);
            Assert.All(ContractionTerms.Terms(contraction), term => Assert.InRange(from + term.Input, 0, input.Length - 1));
        }
    });

    private static void Sweep(int seed, Action<Random, ConvolutionGeometry, Shape> check)
    {
        var random = new Random(seed);
        int valid = 0;
        for (int i = 0; i < 40; i++)
        {
            var padding = new Border(random.Next(3), random.Next(3), random.Next(3), random.Next(3));
            var window = new Window(random.Next(1, 5), random.Next(1, 5), random.Next(1, 5), random.Next(1, 5), random.Next(2) == 0 ? Border.None : padding);
            var shape = new Shape(s_channels[random.Next(s_channels.Length)], random.Next(1, 8), random.Next(1, 8));
            if (i % 8 == 0)
                window = window with { Height = shape.Height, Width = shape.Width };   // one output pixel
            if (!window.Fits(shape))
                continue;
            valid++;
            check(random, new ConvolutionGeometry(window, shape.Channels, s_channels[random.Next(s_channels.Length)]), shape);
        }

        Assert.True(valid > 10, $"{valid} of the windows fit.");
    }

    private static Border RandomBorder(Random random) =>
        random.Next(2) == 0 ? Border.None : new Border(random.Next(3), random.Next(3), random.Next(3), random.Next(3));

    /// <summary>The first and the last channel, and those around the end of a block.</summary>
    private static IEnumerable<int> Some(int channels) => new[] { 0, 15, 16, channels - 1 }.Where(channel => channel < channels).Distinct();

    /// <summary>Where a value lies; the place must be inside the padded image.</summary>
    private static int Address(Layout layout, int channel, int y, int x)
    {
        Assert.InRange(y, -layout.Border.Top, layout.Shape.Height + layout.Border.Bottom - 1);
        Assert.InRange(x, -layout.Border.Left, layout.Shape.Width + layout.Border.Right - 1);
        int width = layout.Shape.Width + layout.Border.Left + layout.Border.Right, height = layout.Shape.Height + layout.Border.Top + layout.Border.Bottom;
        int pixel = ((y + layout.Border.Top) * width) + x + layout.Border.Left;
        return layout.IsBlocked
            ? ((((channel / 16) * height * width) + pixel) * 16) + (channel % 16)
            : (channel * height * width) + pixel;
    }

    private static (int Channel, int Y, int X) Locate(Layout layout, int address)
    {
        Assert.True(layout.IsBlocked);
        int width = layout.Shape.Width + layout.Border.Left + layout.Border.Right, height = layout.Shape.Height + layout.Border.Top + layout.Border.Bottom;
        int pixel = address / 16 % (height * width);
        return ((address / 16 / (height * width) * 16) + (address % 16), (pixel / width) - layout.Border.Top, (pixel % width) - layout.Border.Left);
    }
}
