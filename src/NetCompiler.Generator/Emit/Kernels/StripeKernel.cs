using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>Two kernels in turns, stripe by stripe of rows: the second reads what the first has just computed. A thread has a stripe of its own in its scratch.</summary>
/// <param name="name">The method's name.</param>
/// <param name="first">Computes the map.</param>
/// <param name="second">Reads it.</param>
/// <param name="map">What they share, of which a stripe is held at a time.</param>
internal sealed class StripeKernel(string name, Kernel first, Kernel second, Value map) : Kernel(name, second.Node, KernelScope.Image)
{
    private readonly Layout _map = map.Layout!;
    private readonly Stripes _stripes = Stripes.Of(second.Node);
    private readonly IReadOnlyList<KernelArgument> _ofFirst = [.. Of(first, map)];
    private readonly IReadOnlyList<KernelArgument> _ofSecond = [.. Of(second, map).Select(argument => argument.Name == "output" ? argument : argument with { Name = $"next{char.ToUpperInvariant(argument.Name[0])}{argument.Name.Substring(1)}" })];

    private static IEnumerable<KernelArgument> Of(Kernel kernel, Value map) => kernel.Arguments.Where(argument => !IsMap(argument, map));

    private static bool IsMap(KernelArgument argument, Value map) => argument.Operand is Operand.OfValue { Value: var value } && value == map;

    public override IReadOnlyList<KernelArgument> Arguments => [.. _ofFirst, .. _ofSecond, new KernelArgument("scratch", new Operand.OfScratch())];

    public override IEnumerable<string> Describe() =>
    [
        $"{first.Node.Name} and {second.Node.Name} in turns: {_stripes.Count} stripes of {_stripes.Rows} rows",
        $"between   {map.Name} {map.Shape}, {_map}",
    ];

    public override int ScratchLength(InstructionSet isa) => _map.Length;

    public override long DivisibleWork => first.DivisibleWork + second.DivisibleWork;

    public override int Parts(InstructionSet isa) => _stripes.Count;

    public override void Emit(KernelWriter writer) => writer.Entry(w =>
    {
        int top = _map.Border.Top, partsPerStripe = _stripes.Rows / second.RowsPerPart(writer.Isa), parts = second.Parts(writer.Isa);
        string fresh = IsDivided ? "first" : "0";
        using (IsDivided ? w.Block("for (int stripe = first; stripe < end; stripe++)") : w.Block($"for (int stripe = 0; stripe < {_stripes.Count}; stripe++)"))
        {
            w.Comment($"Row 0 of the stripe is row top of {map.Name}; whole is where that would begin.");
            w.Line($"int top = stripe * {_stripes.Step}{(top > 0 ? $" - {top}" : "")};");
            w.Line($"float* whole = scratch - (nint)stripe * {_stripes.Step * _map.RowStride};");
            w.Line($"{Begin(writer)}(scratch, top, stripe == {fresh});");
            string inside = top > 0 ? "Math.Max(top, 0)" : "top";
            string begin = _stripes.KeptRows > 0 ? $"stripe == {fresh} ? {inside} : top + {_stripes.KeptRows}" : inside;
            w.Line($"{first.Name}({Passed(first, _ofFirst)}, {begin}, Math.Min(top + {_stripes.HeldRows}, {_stripes.Height}));");
            string from = partsPerStripe == 1 ? "stripe" : $"stripe * {partsPerStripe}", to = $"{from} + {partsPerStripe}";
            w.Line($"{second.Name}({Passed(second, _ofSecond)}, {from}, {(parts % partsPerStripe == 0 ? to : $"Math.Min({to}, {parts})")});");
        }
    });

    /// <summary>A kernel's arguments in its order, from the names that they have here.</summary>
    private string Passed(Kernel kernel, IReadOnlyList<KernelArgument> own)
    {
        int next = 0;
        return string.Join(", ", kernel.Arguments.Select(argument => IsMap(argument, map) ? "whole" : own[next++].Name));
    }

    /// <summary>Brings the rows of the last stripe to the top that this one needs too, and zeros to where the window leaves the map.</summary>
    private string Begin(KernelWriter writer) =>
        writer.Part("Begin", "float* rows, int top, bool fresh", "Prepares a stripe: what it shares with the one before, or, if it is fresh, zeros at its sides; zeros above and below the map.", w =>
        {
            InstructionSet isa = writer.Isa;
            (int left, int right) = (_map.Border.Left * _map.ColumnStride, _map.Border.Right * _map.ColumnStride);
            void Fill(string at, int length) => RowKernel.VectorLoop(w, isa, length, i => w.Line(isa.Store($"{at} + {i}", isa.Zero)), i => w.Line($"({at})[{i}] = 0f;"));
            using (w.Loop("block", _map.Blocks))
            {
                w.Line($"float* plane = {RowKernel.Place("rows", 0, ("block", _map.Blocks, _map.BlockStride))};");
                if (left + right > 0)
                {
                    using (w.Block($"for (int row = 0; fresh && row < {_stripes.HeldRows}; row++)"))
                    {
                        Fill($"plane + row * {_map.RowStride}", left);
                        Fill($"plane + row * {_map.RowStride} + {_map.RowStride - right}", right);
                    }
                }

                if (_stripes.KeptRows > 0)
                {
                    using (w.Block("if (!fresh)"))
                        RowKernel.VectorLoop(w, isa, _stripes.KeptRows * _map.RowStride, i => w.Line(isa.Store($"plane + {i}", isa.Load($"plane + {_stripes.Step * _map.RowStride} + {i}"))), i => w.Line($"plane[{i}] = plane[{_stripes.Step * _map.RowStride} + {i}];"));
                }

                if (_map.Border.Top > 0)
                {
                    using (w.Block("for (int row = 0; row < -top; row++)"))
                        Fill($"plane + row * {_map.RowStride}", _map.RowStride);
                }

                if (_map.Border.Bottom > 0)
                {
                    using (w.Block($"for (int row = Math.Max({_stripes.Height} - top, 0); row < {_stripes.HeldRows}; row++)"))
                        Fill($"plane + row * {_map.RowStride}", _map.RowStride);
                }
            }
        });
}
