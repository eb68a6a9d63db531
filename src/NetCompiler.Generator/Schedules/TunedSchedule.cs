using System.Globalization;
using NetCompiler.Generator.Emit;

namespace NetCompiler.Generator.Schedules;

/// <summary>A row of a tuning file: a measurement that overrides the estimates for one shape on one instruction set.</summary>
internal sealed record TuningRow(string Target, ConvolutionShape Shape, TunedSchedule Schedule)
{
    /// <summary>Whether the schedule exists for the shape, whatever it may cost.</summary>
    public bool IsPossible => Schedule switch
    {
        TunedSchedule.Direct direct => Shape.Direct(InstructionSet.Named(Target), direct.Fits) is not null,
        TunedSchedule.Winograd winograd => Shape.Winograd(InstructionSet.Named(Target), winograd.Fits) is not null,
        _ => false,
    };

    public override string ToString() => $"{Target} {Shape} = {Schedule}";
}

/// <summary>Which schedules a row of a tuning file allows. What it leaves open is chosen by estimate.</summary>
internal abstract record TunedSchedule
{
    /// <summary>The plain sum: <c>direct 1x14x2</c>, rows × columns of pixels × registers of channels in a tile.</summary>
    internal sealed record Direct(Pair Tile, int? Vectors) : TunedSchedule
    {
        public static Direct Of(ContractionSchedule schedule) => new(new Pair(schedule.TileRows, schedule.TileColumns), schedule.GroupVectors);

        public bool Fits(ContractionSchedule schedule) =>
            Tile == new Pair(schedule.TileRows, schedule.TileColumns) && (Vectors is null || Vectors == schedule.GroupVectors);

        public override string ToString() => $"direct {Tile}{(Vectors is { } vectors ? string.Format(CultureInfo.InvariantCulture, "x{0}", vectors) : "")}";
    }

    /// <summary>
    /// Winograd's method: <c>winograd 4x4 block=2x14 groups=8</c>, outputs of a tile, rows and columns of tiles in a block, and groups of output channels whose products
    /// are kept together.
    /// </summary>
    internal sealed record Winograd(Pair Outputs, Pair? Block, int? Groups) : TunedSchedule
    {
        public static Winograd Of(WinogradSchedule schedule) =>
            new(new Pair(schedule.Rows.Outputs, schedule.Columns.Outputs), new Pair(schedule.BlockRows, schedule.BlockColumns), schedule.ChunkGroups);

        public bool Fits(WinogradSchedule schedule) =>
            Of(schedule) is var form && Outputs == form.Outputs && (Block is null || Block == form.Block) && (Groups is null || Groups == form.Groups);

        public override string ToString() =>
            $"winograd {Outputs}{(Block is { } block ? $" block={block}" : "")}{(Groups is { } groups ? string.Format(CultureInfo.InvariantCulture, " groups={0}", groups) : "")}";
    }
}
