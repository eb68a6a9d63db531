using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// The gradients of a convolution's or dense layer's weights and bias. Work is cut into pieces, each a tile of sums that one thread carries through
/// the whole batch in order and then writes to its place in the tensor.
/// </summary>
/// <param name="name">The method's name.</param>
/// <param name="node">The node.</param>
/// <param name="title">The header's first line.</param>
/// <param name="geometry">The convolution.</param>
/// <param name="input">The layer's input.</param>
/// <param name="outputGradient">The gradient with respect to its output.</param>
/// <param name="inputStride">Floats from one image's input to the next.</param>
/// <param name="gradientStride">Floats from one image's gradient to the next.</param>
/// <param name="sumsOffset">Where the sums are kept between images.</param>
/// <param name="schedules">The program's schedules.</param>
/// <param name="withBias">Whether a bias per filter, the second tensor, is part of it.</param>
internal sealed class WeightGradientKernel(
    string name, Node node, string title, ConvolutionGeometry geometry, Value input, Value outputGradient, int inputStride, int gradientStride, int sumsOffset, KernelSchedules schedules, bool withBias)
    : Kernel(name, node, KernelScope.Pieces)
{
    private readonly Layout _input = input.Layout!;
    private readonly Layout _gradient = outputGradient.Layout!;
    private readonly Parameter _weight = node.Parameters[0];
    private readonly Parameter? _bias = withBias && node.Parameters.Count > 1 ? node.Parameters[1] : null;
    private readonly WeightMap? _map = geometry.Map;

    /// <summary>The pieces of one part of the channels.</summary>
    /// <param name="Suffix">Tells its methods from those of other sections; empty if there is only one.</param>
    /// <param name="Part">The channels.</param>
    /// <param name="Schedule">How they are computed.</param>
    /// <param name="First">The number of the first piece.</param>
    /// <param name="Boxes">Boxes of taps, each of which is a piece per group of filters.</param>
    private sealed record Section(string Suffix, ChannelPart Part, WeightGradientSchedule Schedule, int First, int Boxes)
    {
        public int End => First + (Part.Count * Schedule.AllGroups * Boxes);
    }

    private int KernelHeight => geometry.Window.Height;

    private int KernelWidth => geometry.Window.Width;

    /// <summary>Few pixels per image: then the sums stay in registers over the whole batch instead of being kept between images.</summary>
    private bool WholeBatch => _gradient.Shape.Height * _gradient.Shape.Width < 16;

    /// <summary>Floats for the sums on any instruction set.</summary>
    public int SumsLength => InstructionSet.All.Max(isa => Sections(isa) is var sections ? sections[sections.Count - 1].End * SumsPerPiece(sections, isa) : 0);

    public override IReadOnlyList<KernelArgument> Arguments
    {
        get
        {
            var arguments = new List<KernelArgument>
            {
                new("input", new Operand.OfValue(input)),
                new("outputGradient", new Operand.OfValue(outputGradient)),
                new("sums", new Operand.OfPacked(sumsOffset)),
                new("weightGradient", new Operand.OfGradient(_weight)),
            };
            if (_bias is not null)
                arguments.Add(new KernelArgument("biasGradient", new Operand.OfGradient(_bias)));
            return arguments;
        }
    }

    public override IEnumerable<string> Describe()
    {
        yield return title;
        yield return $"input     {input.Name} {input.Shape}, {input.Layout}";
        yield return $"gradient  {outputGradient.Name} {outputGradient.Shape}, {outputGradient.Layout}";
        yield return $"result    {_weight.Name} [{string.Join(", ", _weight.Dimensions)}]{(_bias is null ? "" : $" and {_bias.Name}")}";
    }

    public override string DescribeSchedule(InstructionSet isa) => Sections(isa)[0].Schedule.Why(isa);

    public override int Pieces(InstructionSet isa)
    {
        List<Section> sections = Sections(isa);
        return sections[sections.Count - 1].End + (_bias is null ? 0 : BiasPieces(sections, isa));
    }

    private List<Section> Sections(InstructionSet isa)
    {
        int pixels = _gradient.Shape.Height * _gradient.Shape.Width, first = 0;
        var sections = new List<Section>();
        IReadOnlyList<ChannelPart> parts = geometry.Parts;
        foreach (ChannelPart part in parts)
        {
            WeightGradientSchedule schedule = schedules.WeightGradient(new(InputSegments(part.Inputs)), part.Outputs, KernelHeight, KernelWidth, WholeBatch ? pixels * 32 : pixels, isa);
            var section = new Section(parts.Count > 1 ? $"{sections.Count + 1}" : "", part, schedule, first, schedule.Segments.Sum(segment => segment.Boxes(KernelHeight, KernelWidth)));
            sections.Add(section);
            first = section.End;
        }

        return sections;
    }

    private IEnumerable<(int Blocks, int Channels)> InputSegments(int channels)
    {
        if (!_input.IsBlocked)
            return [(1, channels)];
        int full = channels / Layout.BlockSize, rest = channels % Layout.BlockSize;
        return new[] { (full, Layout.BlockSize), (1, rest) }.Where(segment => segment.Item1 * segment.Item2 > 0);
    }

    private static int SumsPerPiece(List<Section> sections, InstructionSet isa) =>
        sections.Max(section => section.Schedule.Segments.Max(segment => segment.Box.Count) * section.Schedule.GroupVectors * isa.Lanes);

    /// <summary>Filters whose biases are one piece.</summary>
    private static int BiasWidth(List<Section> sections, InstructionSet isa) =>
        sections.Count > 1 || sections[0].Part.Count > 1 ? Layout.BlockSize : sections[0].Schedule.GroupVectors * isa.Lanes;

    private int BiasPieces(List<Section> sections, InstructionSet isa) => (geometry.Filters + BiasWidth(sections, isa) - 1) / BiasWidth(sections, isa);

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        InstructionSet isa = writer.Isa;
        List<Section> sections = Sections(isa);
        int perPiece = SumsPerPiece(sections, isa), weightPieces = sections[sections.Count - 1].End;
        w.Line($"int lastBox = Math.Min(end, {weightPieces});");
        w.Line($"for (int i = first * {perPiece}; i < lastBox * {perPiece}; i += {isa.Lanes})");
        w.Line($"    {isa.Store("sums + i", isa.Zero)}");
        string piece = OfSection(
            writer, sections, "Piece", "float* input, float* outputGradient, float* sums, int piece, int images", "input, outputGradient, sums, {0}, images", section => PieceMethod(writer, section));
        if (WholeBatch)
        {
            w.Line("for (int piece = first; piece < lastBox; piece++)");
            w.Line($"    {piece}(input, outputGradient, sums + piece * {perPiece}, piece, batch);");
        }
        else
        {
            w.Comment("Image by image, while it is in the cache.");
            using (w.Block("for (int image = 0; image < batch; image++)"))
            {
                w.Line("for (int piece = first; piece < lastBox; piece++)");
                w.Line($"    {piece}(input + (nint)image * {inputStride}, outputGradient + (nint)image * {gradientStride}, sums + piece * {perPiece}, piece, 1);");
            }
        }

        string store = OfSection(writer, sections, "Store", "float* sums, float* weightGradient, int piece", "sums, weightGradient, {0}", section => StoreMethod(writer, section));
        w.Line("for (int piece = first; piece < lastBox; piece++)");
        w.Line($"    {store}(sums + piece * {perPiece}, weightGradient, piece);");
        if (_bias is not null)
        {
            w.Line($"for (int group = Math.Max(first, {weightPieces}) - {weightPieces}; group < end - {weightPieces}; group++)");
            w.Line($"    {BiasGradient.Part(writer, _bias, _gradient, gradientStride, BiasWidth(sections, isa))}(outputGradient, biasGradient, group, batch);");
        }
    });

    /// <summary>The method of a piece's section, or one that finds it among several.</summary>
    private static string OfSection(KernelWriter writer, List<Section> sections, string name, string parameters, string arguments, Func<Section, string> method)
    {
        if (sections.Count == 1)
            return method(sections[0]);
        return writer.Part(name, parameters, "Finds the channels that a piece belongs to.", w =>
        {
            foreach (Section section in sections)
            {
                if (section.End < sections[sections.Count - 1].End)
                    w.Line($"{(section.First > 0 ? "else " : "")}if (piece < {section.End})");
                else
                    w.Line("else");
                w.Line($"    {method(section)}({string.Format(arguments, TileWriter.At("piece", -section.First))});");
            }
        });
    }

    /// <summary>Finds a piece's group and box and calls its tile.</summary>
    private string PieceMethod(KernelWriter writer, Section section) =>
        writer.Part($"Piece{section.Suffix}", "float* input, float* outputGradient, float* sums, int piece, int images", "One piece: the box of taps and the group of channels that its number stands for.", w =>
        {
            (ChannelPart part, WeightGradientSchedule schedule) = (section.Part, section.Schedule);
            WriteNumbers(w, section);
            string gradient = RowKernel.Place(
                "outputGradient", _gradient.Origin + ChannelPart.Offset(_gradient, part.FirstOutput),
                ("group", schedule.AllGroups, schedule.GroupVectors / writer.Isa.VectorsPerBlock * _gradient.BlockStride), ("repetition", part.Count, ChannelPart.Offset(_gradient, part.OutputStep)));
            if (gradient != "outputGradient")
                w.Line($"outputGradient = {gradient};");
            if (part.Count > 1)
                w.Line($"input += repetition * {ChannelPart.Offset(_input, part.InputStep)};");
            WriteBoxes(w, schedule, (segment, place, body) =>
            {
                var steps = new TapSteps(_input.BlockStride, ChannelStep, geometry.Window.DilationY * _input.RowStride, geometry.Window.DilationX * _input.ColumnStride);
                body.Line($"float* x = {place("input", geometry.InputOrigin(_input) + ChannelPart.Offset(_input, part.FirstInput), steps)};");
                WriteTileCall(writer, body, schedule, segment.Box);
            });
        });

    /// <summary>A piece's number as <c>box</c>, <c>group</c> and <c>repetition</c>, as far as there is more than one of each.</summary>
    private static void WriteNumbers(CodeWriter w, Section section) =>
        RowKernel.WriteDigits(w, "piece", ("box", section.Boxes, 1), ("group", section.Schedule.AllGroups, 1), ("repetition", section.Part.Count, 1));

    private int ChannelStep => _input.IsBlocked ? 1 : _input.BlockStride;

    /// <summary>How far one block, channel, row and column of taps are apart.</summary>
    private sealed record TapSteps(int Block, int Channel, int Row, int Column);

    private void WriteTileCall(KernelWriter writer, CodeWriter body, WeightGradientSchedule schedule, TapBox box)
    {
        string Call(int vectors) => $"{TileMethod(writer, box, vectors)}(x, outputGradient, sums, images);";
        if (schedule.TailVectors == 0 || schedule.Groups == 0)
        {
            body.Line(Call(schedule.Groups == 0 ? schedule.TailVectors : schedule.GroupVectors));
            return;
        }

        body.Line($"if (group < {schedule.Groups})");
        body.Line($"    {Call(schedule.GroupVectors)}");
        body.Line("else");
        body.Line($"    {Call(schedule.TailVectors)}");
    }

    /// <summary>
    /// Writes, per segment, the numbers that tell one box from another — <c>block</c>, <c>channel</c>, <c>y</c> and <c>x</c> of its first tap, as far as they
    /// vary — and what follows from them, given a function that places a pointer at that tap.
    /// </summary>
    private void WriteBoxes(CodeWriter w, WeightGradientSchedule schedule, Action<TapSegment, Func<string, int, TapSteps, string>, CodeWriter> write)
    {
        int start = 0, firstBlock = 0;
        for (int i = 0; i < schedule.Segments.Count; i++)
        {
            TapSegment segment = schedule.Segments[i];
            int count = segment.Boxes(KernelHeight, KernelWidth), block = firstBlock;
            bool last = i == schedule.Segments.Count - 1;
            if (schedule.Segments.Count > 1)
                w.Line(last ? "else" : $"if (box < {start + count})");
            (string Name, int Count, int Size, Func<TapSteps, int> Step)[] numbers =
            [
                ("kx", KernelWidth / segment.Box.Columns, segment.Box.Columns, steps => steps.Column),
                ("ky", KernelHeight / segment.Box.Rows, segment.Box.Rows, steps => steps.Row),
                ("channel", segment.Channels / segment.Box.Channels, segment.Box.Channels, steps => steps.Channel),
                ("block", segment.Blocks, 1, steps => steps.Block),
            ];
            using (schedule.Segments.Count > 1 ? w.Scoped() : w.Loop("", 1))
            {
                RowKernel.WriteDigits(w, start == 0 ? "box" : $"(box - {start})", [.. numbers.Select(number => (number.Name, number.Count, number.Size))]);
                write(segment, (pointer, offset, steps) => RowKernel.Place(pointer, offset + (block * steps.Block), [.. numbers.Select(number => (number.Name, number.Count, number.Step(steps)))]), w);
            }

            start += count;
            firstBlock += segment.Blocks;
        }
    }

    private string TileMethod(KernelWriter writer, TapBox box, int vectors)
    {
        InstructionSet isa = writer.Isa;
        string comment = $"{box.Channels} channels × {box.Rows}×{box.Columns} taps, {vectors * isa.Lanes} filters: acc_{{tap}}_{{register}} stay in registers over all pixels.";
        return writer.Part($"Tile{box.Channels}x{box.Rows}x{box.Columns}x{vectors}", "float* input, float* outputGradient, float* sums, int images", comment, w =>
        {
            var taps = EachTap(box).ToList();
            for (int tap = 0; tap < taps.Count; tap++)
            {
                for (int vector = 0; vector < vectors; vector++)
                    w.Line($"{isa.Vector} acc_{tap}_{vector} = {isa.Load(TileWriter.At("sums", ((tap * vectors) + vector) * isa.Lanes))};");
            }

            w.Line();
            if (WholeBatch)
            {
                using (w.Block("for (int image = 0; image < images; image++)"))
                {
                    WritePixels(w, isa, taps, vectors);
                    w.Line($"input += {inputStride};");
                    w.Line($"outputGradient += {gradientStride};");
                }
            }
            else
            {
                WritePixels(w, isa, taps, vectors);
            }

            w.Line();
            for (int tap = 0; tap < taps.Count; tap++)
            {
                for (int vector = 0; vector < vectors; vector++)
                    w.Line(isa.Store(TileWriter.At("sums", ((tap * vectors) + vector) * isa.Lanes), $"acc_{tap}_{vector}"));
            }
        });
    }

    private IEnumerable<int> EachTap(TapBox box)
    {
        for (int c = 0; c < box.Channels; c++)
        {
            for (int y = 0; y < box.Rows; y++)
            {
                for (int x = 0; x < box.Columns; x++)
                    yield return (c * ChannelStep) + (y * geometry.Window.DilationY * _input.RowStride) + (x * geometry.Window.DilationX * _input.ColumnStride);
            }
        }
    }

    private void WritePixels(CodeWriter w, InstructionSet isa, List<int> taps, int vectors)
    {
        (int rows, int columns) = (_gradient.Shape.Height, _gradient.Shape.Width);
        int xStep = geometry.Window.StrideX * _input.ColumnStride, yStep = geometry.Window.StrideY * _input.RowStride;
        w.Line("float* x = input;");
        w.Line("float* dy = outputGradient;");
        using (w.Loop("row", rows))
        {
            using (w.Loop("column", columns))
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    int offset = (vector / isa.VectorsPerBlock * _gradient.BlockStride) + (vector % isa.VectorsPerBlock * isa.Lanes);
                    w.Line($"{isa.Vector} dy_{vector} = {isa.Load(TileWriter.At("dy", offset))};");
                }

                for (int tap = 0; tap < taps.Count; tap++)
                {
                    string x = isa.Broadcast(TileWriter.At("x", taps[tap]));
                    if (vectors > 1 || !isa.HasEmbeddedBroadcast)
                    {
                        w.Line($"{isa.Vector} x_{tap} = {x};");
                        x = $"x_{tap}";
                    }

                    for (int vector = 0; vector < vectors; vector++)
                        w.Line($"acc_{tap}_{vector} = {isa.MultiplyAdd(x, $"dy_{vector}", $"acc_{tap}_{vector}")};");
                }

                if (columns > 1)
                {
                    w.Line($"x += {xStep};");
                    w.Line($"dy += {_gradient.ColumnStride};");
                }
            }

            if (rows > 1)
            {
                int walked = columns > 1 ? columns : 0;
                w.Line($"x += {yStep - (walked * xStep)};".Replace("+= -", "-= "));
                w.Line($"dy += {_gradient.RowStride - (walked * _gradient.ColumnStride)};");
            }
        }
    }

    private string StoreMethod(KernelWriter writer, Section section) =>
        writer.Part($"Store{section.Suffix}", "float* sums, float* weightGradient, int piece", $"Writes a piece's sums to {_weight.Name}.", w =>
        {
            (ChannelPart part, WeightGradientSchedule schedule) = (section.Part, section.Schedule);
            int width = schedule.GroupVectors * writer.Isa.Lanes, taps = KernelHeight * KernelWidth;
            _map?.WriteFunction(w);
            WriteNumbers(w, section);
            bool mixed = schedule.TailVectors > 0 && schedule.Groups > 0;
            w.Line($"int filters = {(schedule.AllGroups > 1 ? $"Math.Min({width}, {part.Outputs} - group * {width})" : $"{part.Outputs}")};");
            string stride = mixed ? $"group < {schedule.Groups} ? {width} : {schedule.TailVectors * writer.Isa.Lanes}" : $"{(schedule.Groups == 0 ? schedule.TailVectors * writer.Isa.Lanes : width)}";
            w.Line($"int stride = {stride};");
            string tensor = _map is null ? "weightGradient" : "dense";
            string start = RowKernel.Place(
                "0", geometry.WeightOffset(part.FirstOutput, part.FirstInput),
                ("group", schedule.AllGroups, width * geometry.FilterStep), ("repetition", part.Count, geometry.WeightOffset(part.OutputStep, part.InputStep)));
            start = start.StartsWith("0 + ", StringComparison.Ordinal) ? start.Substring(4) : start;
            if (_map is not null)
                w.Line($"int dense = {start};");
            else if (start != "0")
                w.Line($"weightGradient += {start};");
            WriteBoxes(w, schedule, (segment, place, body) =>
            {
                TapBox box = segment.Box;
                int channelsPerBlock = _input.IsBlocked ? Layout.BlockSize : geometry.InputChannels;
                body.Line($"{(_map is null ? "float*" : "int")} target = {place(tensor, 0, new TapSteps(channelsPerBlock * taps, taps, KernelWidth, 1))};");
                using (body.Block("for (int filter = 0; filter < filters; filter++)"))
                {
                    body.Line("float* sum = sums + filter;");
                    using (body.Loop("c", box.Channels))
                    using (body.Loop("y", box.Rows))
                    using (body.Loop("x", box.Columns))
                    {
                        string at = RowKernel.Place("target", 0, ("c", box.Channels, taps), ("y", box.Rows, KernelWidth), ("x", box.Columns, 1));
                        if (_map is null)
                        {
                            body.Line($"*({at}) = *sum;".Replace("*(target)", "*target"));
                        }
                        else
                        {
                            body.Line($"int place = Place({at});");
                            body.Line("if (place >= 0)");
                            body.Line("    weightGradient[place] = *sum;");
                        }

                        body.Line("sum += stride;");
                    }

                    body.Line($"target += {geometry.FilterStep};");
                }
            });
        });
}
