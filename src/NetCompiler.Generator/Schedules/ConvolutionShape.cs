using System.Globalization;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// All that the schedule of a convolution depends on, without groups or connection tables, with more than one output pixel. As text it is the key of a row in a tuning
/// file: <c>64>128 3x3 28x28 stride=2x2 pool=2x2</c>.
/// </summary>
/// <param name="Channels">Input channels.</param>
/// <param name="Filters">Output channels.</param>
/// <param name="Kernel">Rows and columns of the window.</param>
/// <param name="Output">Rows and columns of the convolution's own output, before a pool.</param>
internal sealed record ConvolutionShape(int Channels, int Filters, Pair Kernel, Pair Output)
{
    public Pair Stride { get; init; } = Pair.One;

    public Pair Dilation { get; init; } = Pair.One;

    /// <summary>The window of a fused pool; 1×1 without one.</summary>
    public Pair Pool { get; init; } = Pair.One;

    /// <summary>Whether the pool joins rows that are complete, because a long function comes before it.</summary>
    public bool PoolsLate { get; init; }

    /// <summary>Whether the input lies in planes rather than in blocks of 16 channels.</summary>
    public bool ReadsPlanes { get; init; }

    /// <summary>Whether errors must not exceed those of the plain sum.</summary>
    public bool StrictAccuracy { get; init; }

    /// <summary>The cheapest tile of the plain sum among those that suit; null if none does.</summary>
    public ContractionSchedule? Direct(InstructionSet isa, Func<ContractionSchedule, bool>? suits = null)
    {
        if (Pool.Rows > Output.Rows || Pool.Columns > Output.Columns)
            return null;
        var window = new Window(Kernel.Rows, Kernel.Columns, Stride.Rows, Stride.Columns, Border.None, Dilation.Rows, Dilation.Columns);
        var input = new Shape(Channels, (int)(((Output.Rows - 1L) * Stride.Rows) + window.ExtentY), (int)(((Output.Columns - 1L) * Stride.Columns) + window.ExtentX));
        Layout from = ReadsPlanes ? Layout.Planar(input, Border.None) : Layout.Blocked(input, Border.None), to = Layout.Blocked(new Shape(Filters, Output.Rows, Output.Columns), Border.None);
        Contraction contraction = new ConvolutionGeometry(window, Channels, Filters).Forward(from, 0, to, 0, bias: true)[0];

        // A pool that needs more sums than there are registers reads finished rows, as one does that comes after a long function.
        return !PoolsLate && ContractionSchedule.Choose(contraction, isa, Pool.Rows, Pool.Columns) is not null
            ? ContractionSchedule.Choose(contraction, isa, Pool.Rows, Pool.Columns, suits: suits)
            : ContractionSchedule.Choose(contraction, isa, maximumRows: Pool.Rows, suits: suits);
    }

    /// <summary>The cheapest schedule of Winograd's method among those that suit; null if none does or the method does not apply.</summary>
    public WinogradSchedule? Winograd(InstructionSet isa, Func<WinogradSchedule, bool>? suits = null)
    {
        if (Stride != Pair.One || Dilation != Pair.One || Kernel == Pair.One || ReadsPlanes || Pool.Rows > Output.Rows || Pool.Columns > Output.Columns)
            return null;
        var shape = new WinogradShape(Channels, Filters, Kernel.Rows, Kernel.Columns, Output.Rows / Pool.Rows * Pool.Rows, Output.Columns / Pool.Columns * Pool.Columns)
        {
            Pool = Pool == Pair.One ? null : new Window(Pool.Rows, Pool.Columns, Pool.Rows, Pool.Columns, Border.None),
            PoolsInTile = Pool != Pair.One && !PoolsLate,
            StrictAccuracy = StrictAccuracy,
        };
        return WinogradSchedule.Choose(shape, isa, suits);
    }

    /// <summary>Whether sizes are such that the compiler can address the convolution, with room to spare for products of them.</summary>
    public bool IsAddressable =>
        ((long)Output.Rows * Stride.Rows) + ((long)Kernel.Rows * Dilation.Rows) is var rows && ((long)Output.Columns * Stride.Columns) + ((long)Kernel.Columns * Dilation.Columns) is var columns
        && rows <= int.MaxValue && columns <= int.MaxValue
        && new Shape(Channels, (int)rows, (int)columns).IsAddressable && new Shape(Filters, Output.Rows, Output.Columns).IsAddressable
        && Shape.Product([Channels, Filters, Kernel.Rows, Kernel.Columns]) <= int.MaxValue / 8;

    public override string ToString()
    {
        string text = string.Format(CultureInfo.InvariantCulture, "{0}>{1} {2} {3}", Channels, Filters, Kernel, Output);
        foreach ((string name, Pair value) in new[] { ("stride", Stride), ("dilation", Dilation), (PoolsLate ? "late-pool" : "pool", Pool) })
        {
            if (value != Pair.One)
                text += $" {name}={value}";
        }

        return text + (ReadsPlanes ? " planes" : "") + (StrictAccuracy ? " strict" : "");
    }
}

/// <summary>Rows and columns.</summary>
internal readonly record struct Pair(int Rows, int Columns)
{
    public static readonly Pair One = new(1, 1);

    /// <summary>A pair such as <c>3x3</c> of numbers above 0.</summary>
    public static Pair? Parse(string text)
    {
        string[] numbers = text.Split('x');
        return numbers.Length == 2 && Number(numbers[0]) is { } rows && Number(numbers[1]) is { } columns ? new Pair(rows, columns) : null;
    }

    /// <summary>The largest number in a key: an axis beyond it would take the search for tiles seconds.</summary>
    private const int Largest = 1 << 16;

    /// <summary>A number above 0, in digits alone.</summary>
    public static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= Largest ? number : null;

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}x{1}", Rows, Columns);
}
