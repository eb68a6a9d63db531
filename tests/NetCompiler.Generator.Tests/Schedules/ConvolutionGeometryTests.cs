using NetCompiler.Generator.Frontend;
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

    private static readonly int[] s_groups = [2, 3, 4, 5, 16];
    private static readonly int[] s_groupChannels = [1, 2, 4, 5, 16, 17];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ForwardIsTheDefinition(int seed) => Sweep(seed, (random, geometry, shape) =>
    {
        Border border = geometry.Window.Padding.Union(RandomBorder(random));
        Layout input = random.Next(3) == 0 ? Layout.Planar(shape, border) : Layout.Blocked(shape, border);
        (int rows, int columns) = geometry.OutputSize(input);
        Layout output = Layout.Blocked(new Shape(geometry.Filters, rows, columns), RandomBorder(random));

        Window window = geometry.Window;
        var written = new HashSet<int>();
        var channels = new HashSet<int>();
        foreach (Contraction contraction in geometry.Forward(input, input.Length, output, output.Length, bias: false))
        {
            IReadOnlyList<(int Input, int Weight)> terms = ContractionTerms.Terms(contraction);
            foreach ((int filter, int to, int from, int weights) in Some(contraction.OutputChannels).SelectMany(channel => ContractionTerms.Outputs(contraction, channel)))
            {
                channels.Add(filter);
                Assert.True(written.Add(to), "written twice");
                (int channel, int y, int x) = Locate(output, to);
                Assert.True(channel == filter && y >= 0 && y < rows && x >= 0 && x < columns, $"channel {channel} of ({y}, {x}) in {output}, not {filter}");
                var left = new HashSet<(int, int)>();
                for (int c = 0; c < shape.Channels; c++)
                {
                    for (int tap = 0; tap < window.Taps && RowOf(geometry, filter, c) >= 0; tap++)
                    {
                        (int kh, int kw) = (tap / window.Width * window.DilationY, tap % window.Width * window.DilationX);
                        int pixel = Address(input, c, (y * window.StrideY) + kh - window.Padding.Top, (x * window.StrideX) + kw - window.Padding.Left);
                        left.Add((pixel, (RowOf(geometry, filter, c) * window.Taps) + tap));
                    }
                }

                Assert.All(terms, term => RemoveTerm(left, geometry, from + term.Input, weights + term.Weight, input.Length));
                Assert.Empty(left);
            }
        }

        Assert.Equal(channels.Count * rows * columns, written.Count);
        Assert.Superset(Some(geometry.Filters).ToHashSet(), channels);
    });

    /// <summary>A term is the definition's, or is multiplied by a zero that packing puts where a filter does not read a channel.</summary>
    private static void RemoveTerm(HashSet<(int Input, int Weight)> left, ConvolutionGeometry geometry, int input, int weight, int length)
    {
        int place = Place(geometry, weight);
        if (place < 0)
            Assert.InRange(input, 0, length - 1);
        else
            Assert.True(left.Remove((input, place)), $"{geometry.Window}: a term that does not belong there");
    }

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
        var channels = new HashSet<int>();
        var read = Border.None;
        foreach (Contraction phase in phases)
        {
            IReadOnlyList<(int Input, int Weight)> terms = ContractionTerms.Terms(phase);
            foreach ((int channel, int to, int from, int weights) in Some(phase.OutputChannels).SelectMany(c => ContractionTerms.Outputs(phase, c)))
            {
                channels.Add(channel);
                Assert.True(written.Add(to), "written twice");
                (int writtenChannel, int y, int x) = Locate(result, to);
                Assert.True(writtenChannel == channel && y >= 0 && y < shape.Height && x >= 0 && x < shape.Width, $"({y}, {x}) in {result}");

                // Tap (kh, kw) reaches this pixel from output (oy, ox), if strides allow; what lies beyond the outputs is read as zero.
                var left = new HashSet<(int, int)>();
                var inside = new HashSet<(int, int)>();
                for (int tap = 0; tap < window.Taps; tap++)
                {
                    int strideY = y + window.Padding.Top - (tap / window.Width * window.DilationY), strideX = x + window.Padding.Left - (tap % window.Width * window.DilationX);
                    if (strideY % window.StrideY != 0 || strideX % window.StrideX != 0)
                        continue;
                    (int oy, int ox) = (strideY / window.StrideY, strideX / window.StrideX);
                    bool isOutput = oy >= 0 && oy < rows && ox >= 0 && ox < columns;
                    bool inBuffer = oy >= -border.Top && oy < rows + border.Bottom && ox >= -border.Left && ox < columns + border.Right;
                    if (!inBuffer)
                    {
                        Assert.False(isOutput);
                        continue;
                    }

                    read = read.Union(new Border(-oy, -ox, oy - rows + 1, ox - columns + 1));
                    for (int filter = 0; filter < geometry.Filters; filter++)
                    {
                        if (RowOf(geometry, filter, channel) < 0)
                            continue;
                        (int, int) term = (Address(gradient, filter, oy, ox), (RowOf(geometry, filter, channel) * window.Taps) + tap);
                        left.Add(term);
                        if (isOutput)
                            inside.Add(term);
                    }
                }

                Assert.All(terms, term => RemoveTerm(left, geometry, from + term.Input, weights + term.Weight, gradient.Length));
                Assert.Empty(left.Intersect(inside));
            }
        }

        Assert.Equal(channels.Count * shape.Height * shape.Width, written.Count);
        Assert.Superset(Some(shape.Channels).ToHashSet(), channels);

        // Where the stride passes over all pixels along one axis, no sum has any terms.
        Assert.True(border == read || phases.All(phase => phase.ReductionLength == 0), $"{window} on {shape}: the border is {border}, but {read} is read");
    });

    /// <summary>Whole registers are stored: the empty lanes of the last block are inside the buffer too, and those of a part do not reach into the next.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void WholeBlocksLieInsideTheBuffers(int seed) => Sweep(seed, (random, geometry, shape) =>
    {
        Layout input = Layout.Blocked(shape, geometry.Window.Padding);
        (int rows, int columns) = geometry.OutputSize(input);
        Layout output = Layout.Blocked(new Shape(geometry.Filters, rows, columns), RandomBorder(random));
        foreach (Contraction contraction in geometry.Forward(input, input.Length, output, output.Length, bias: true))
        {
            int padded = (contraction.OutputChannels + 15) / 16 * 16;
            Assert.True(contraction.Repetition.Count == 1 || padded == contraction.OutputChannels);
            Assert.Equal((0, 0), (contraction.FirstOutputChannel % 16, contraction.Repetition.OutputChannels % 16));
            foreach ((_, int to, int from, _) in ContractionTerms.Outputs(contraction, padded - 1))
            {
                Assert.InRange(to, 15, output.Length - 1);
                Assert.All(ContractionTerms.Terms(contraction), term => Assert.InRange(from + term.Input, 0, input.Length - 1));
            }
        }
    });

    /// <summary>Groups smaller than a block cost at most what a block does; larger ones at most twice their own, rounded up to blocks.</summary>
    [Fact]
    public void GroupsAreComputedWithFewChannelsOfOthers()
    {
        foreach (int groups in new[] { 2, 3, 5, 8, 16, 17, 32, 40 })
        {
            foreach (int outputs in new[] { 1, 2, 3, 4, 8, 12, 16, 20, 24, 40, 48 })
            {
                foreach (int inputs in new[] { 1, 2, 4, 5, 8, 16, 17, 24, 40, 64 })
                {
                    IReadOnlyList<ChannelPart> parts = ChannelPart.Of(groups, groups * outputs, groups * inputs);
                    long products = parts.Sum(part => (long)part.Count * part.Outputs * part.Inputs);
                    int touched = outputs >= 16 ? 2 : ((15 + outputs) / outputs) + 1;
                    Assert.InRange(products, (long)groups * outputs * inputs, (long)groups * outputs * ((touched * inputs) + 30));
                    Assert.InRange(parts.Count, 1, 62);
                    if (outputs % 16 == 0 && inputs % 16 == 0)
                        Assert.Equal((1, groups, outputs, inputs), (parts.Count, parts[0].Count, parts[0].Outputs, parts[0].Inputs));
                }
            }
        }
    }

    private static void Sweep(int seed, Action<Random, ConvolutionGeometry, Shape> check)
    {
        var random = new Random(seed);
        int valid = 0;
        for (int i = 0; i < 40; i++)
        {
            var padding = new Border(random.Next(3), random.Next(3), random.Next(3), random.Next(3));
            var window = new Window(
                random.Next(1, 5), random.Next(1, 5), random.Next(1, 5), random.Next(1, 5), random.Next(2) == 0 ? Border.None : padding,
                random.Next(3) == 0 ? random.Next(1, 5) : 1, random.Next(3) == 0 ? random.Next(1, 4) : 1);
            int groups = random.Next(2) == 0 ? 1 : s_groups[random.Next(s_groups.Length)];
            int[] sizes = groups == 1 ? s_channels : s_groupChannels;
            var shape = new Shape(groups * sizes[random.Next(sizes.Length)], random.Next(1, 8), random.Next(1, 8));
            if (i % 8 == 0)
                window = window with { Height = shape.Height, Width = shape.Width, DilationY = 1, DilationX = 1 };   // one output pixel
            if (!window.Fits(shape))
                continue;
            valid++;
            var geometry = new ConvolutionGeometry(window, shape.Channels, groups * sizes[random.Next(sizes.Length)]) { Groups = groups };
            if (groups == 1 && random.Next(4) == 0)
                geometry = geometry with { Connections = new(Enumerable.Range(0, geometry.Filters).Select(filter => new EquatableArray<int>(Enumerable.Range(0, shape.Channels).Where(c => c == filter % shape.Channels || random.Next(2) == 0)))) };
            check(random, geometry, shape);
        }

        Assert.True(valid > 10, $"{valid} of the windows fit.");
    }

    /// <summary>The row of taps with which a filter reads a channel, by counting; −1 if it does not.</summary>
    private static int RowOf(ConvolutionGeometry geometry, int filter, int channel)
    {
        if (geometry.Connections.Count == 0)
        {
            int filters = geometry.Filters / geometry.Groups, channels = geometry.InputChannels / geometry.Groups;
            return filter / filters == channel / channels ? (filter * channels) + (channel % channels) : -1;
        }

        int before = geometry.Connections.Take(filter).Sum(list => list.Count), index = geometry.Connections[filter].ToList().IndexOf(channel);
        return index < 0 ? -1 : before + index;
    }

    /// <summary>The place in the tensor of a weight as contractions number it.</summary>
    private static int Place(ConvolutionGeometry geometry, int weight)
    {
        int taps = geometry.Window.Taps;
        if (geometry.Map is null)
            return weight;
        int row = RowOf(geometry, weight / taps / geometry.InputChannels, weight / taps % geometry.InputChannels);
        return row < 0 ? -1 : (row * taps) + (weight % taps);
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
