using System.Globalization;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Pad;

namespace NetCompiler.Generator.Layers.Conv;

/// <summary>Convolution (cross-correlation, as PyTorch and ONNX have it) over an image or a sequence: plain, in groups, by a connection table, or depthwise.</summary>
internal sealed partial record ConvOperation(int Filters, Window Window, bool Same, bool Bias) : Operation
{
    /// <summary>Groups of channels: each filter reads the input channels of its own group.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Filters per input channel of a convolution declared as depthwise, whose filters and groups follow from its input; 0 for others.</summary>
    public int Multiplier { get; init; }

    /// <summary>Per filter the input channels that it reads, ascending; empty where it reads all of its group.</summary>
    public EquatableArray<EquatableArray<int>> Connections { get; init; }

    /// <summary>Whether it stands for a dense layer, whose weights are a matrix <c>[filters, features]</c>.</summary>
    public bool IsDense { get; init; }

    /// <summary>What the padding holds. The kernels know zeros; anything else becomes a layer of its own.</summary>
    public PaddingMode PaddingMode { get; init; }

    public override string Kind => Multiplier > 0 ? "DepthwiseConv" : "Conv";

    /// <summary>Whether every channel is filtered by itself, once: that has kernels of its own.</summary>
    private bool IsDepthwise(Shape input) => Groups > 1 && Groups == input.Channels && Filters == Groups;

    /// <summary>Weights between filters and input channels, each the size of the window.</summary>
    private long ConnectionCount(int inputs) => Connections.Count > 0 ? Connections.Sum(channels => (long)channels.Count) : (long)Filters * (inputs / Groups);

    public override string Describe()
    {
        string text = Multiplier > 0 ? $"{Multiplier} per channel, {Window}" : $"{Filters} filters {Window}";
        if (Multiplier == 0 && Groups > 1)
            text += $", {Groups} groups";
        if (Connections.Count > 0)
            text += $", {ConnectionCount(0)} connections";
        if (PaddingMode != PaddingMode.Zeros)
            text += $", {PaddingMode.ToString().ToLowerInvariant()}";
        return Bias ? text : text + ", no bias";
    }

    public override IEnumerable<Fact> Facts
    {
        get
        {
            foreach (Fact fact in Window.Facts)
                yield return fact;
            if (Groups > 1)
                yield return Fact.Of("groups", Groups);
            if (Connections.Count == 0)
                yield break;
            yield return Fact.Of("connectionCounts", Connections.Select(channels => channels.Count));
            yield return Fact.Of("connections", Connections.SelectMany(channels => channels));
        }
    }

    public static Operation Read(LayerArguments arguments)
    {
        int filters = arguments.IntAtLeast(1, "filters", 1), groups = arguments.IntAtLeast(1, "Groups", 1);
        if (filters % groups != 0)
        {
            arguments.Report(Problems.OutOfRange, "Groups", $"a divisor of the number of filters, {filters}", groups);
            groups = 1;
        }

        if (groups > 1)
            arguments.Exclude("Groups", "Connections");
        return ReadCommon(arguments, filters) with { Groups = groups, Connections = ReadConnections(arguments, filters) };
    }

    public static Operation ReadDepthwise(LayerArguments arguments) =>
        ReadCommon(arguments, 1) with { Multiplier = arguments.IntAtLeast(1, "Multiplier", 1) };

    private static ConvOperation ReadCommon(LayerArguments arguments, int filters)
    {
        var mode = (PaddingMode)arguments.Int("PaddingMode", 0);
        if (mode is < PaddingMode.Zeros or > PaddingMode.Circular)
            arguments.Report(Problems.OutOfRange, "PaddingMode", "a member of PaddingMode", (int)mode);
        return new ConvOperation(filters, arguments.Window(), arguments.Bool("Same", false), arguments.Bool("Bias", true)) { PaddingMode = mode };
    }

    /// <summary>A list such as <c>"0,2,3"</c> per filter; what cannot be read is reported.</summary>
    private static EquatableArray<EquatableArray<int>> ReadConnections(LayerArguments arguments, int filters)
    {
        if (!arguments.Has("Connections"))
            return default;
        string[] lists = arguments.Strings("Connections");
        if (lists.Length != filters)
        {
            arguments.Report(Problems.WrongCount, "Connections", $"{filters}", lists.Length);
            return default;
        }

        var connections = new List<EquatableArray<int>>();
        foreach (string list in lists)
        {
            int[] channels = [.. list.Split(',').Select(number => int.TryParse(number, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int channel) ? channel : -1)];
            if (channels.Contains(-1) || channels.Distinct().Count() != channels.Length)
            {
                arguments.Report(Problems.OutOfRange, "Connections", "lists of different input channels such as \"0,2,3\"", $"\"{list}\"");
                return default;
            }

            connections.Add(new(channels.OrderBy(channel => channel)));
        }

        return new(connections);
    }

    public override Inferred? Infer(ShapeInference context)
    {
        if (context.Resolve(Window) is not { } window)
            return null;
        if (Same)
            window = window.WithSamePadding(context.Input);
        if (!context.RequireFit(window) || !RequireChannels(context))
            return null;

        // A single tap has no neighbour to keep its distance from.
        window = window with { DilationY = window.Height == 1 ? 1 : window.DilationY, DilationX = window.Width == 1 ? 1 : window.DilationX };
        int channels = context.Input.Channels;
        if ((long)channels * Multiplier > int.MaxValue)
        {
            context.Report(Problems.SizeOverflow, [FormattableString.Invariant($"its {(long)channels * Multiplier} filters")]);
            return null;
        }

        ConvOperation inferred = Multiplier > 0
            ? this with { Window = window, Filters = channels * Multiplier, Groups = channels }
            : this with { Window = window };

        // Filters that are computed together although they read different channels have their weights numbered as if they all read all.
        if (inferred.Geometry(context.Input).Map is { } map && Shape.Product([map.Filters, map.Channels, map.Taps]) > int.MaxValue)
        {
            context.Report(Problems.SizeOverflow, [FormattableString.Invariant($"its {map.Filters}×{map.Channels} pairs of channels")]);
            return null;
        }

        (int height, int width) = window.OutputSize(context.Input);
        return new Inferred(inferred, context.Input.With(inferred.Filters, height, width));
    }

    /// <summary>Whether groups and connections fit the input's channels; reports otherwise.</summary>
    private bool RequireChannels(ShapeInference context)
    {
        int channels = context.Input.Channels;
        if (channels % Groups != 0)
        {
            context.Report(Problems.OutOfRange, ["Groups", $"a divisor of the number of input channels, {channels} ({context.Found})", Groups]);
            return false;
        }

        int last = Connections.SelectMany(list => list).DefaultIfEmpty(0).Max();
        if (last < channels)
            return true;
        context.Report(Problems.OutOfRange, ["Connections", $"lists of the input channels 0 to {channels - 1} ({context.Found})", last]);
        return false;
    }

    public override (Operation Padding, Operation Padded)? SplitPadding(ShapeInference context)
    {
        if (PaddingMode == PaddingMode.Zeros || context.Resolve(Window) is not { } window)
            return null;
        Border padding = Same ? window.WithSamePadding(context.Input).Padding : window.Padding;
        Operation rest = this with { Window = Window with { Padding = Border.None, Rank = 0 }, Same = false, PaddingMode = PaddingMode.Zeros };
        return padding.IsNone ? null : (new PadOperation(padding, PaddingMode), rest);
    }

    public override IReadOnlyList<ParameterShape> Parameters(Shape input)
    {
        long connections = ConnectionCount(input.Channels);
        int fanIn = (int)((connections + Filters - 1) / Filters * Window.Taps);
        int fanOut = (int)Math.Min(int.MaxValue, (connections + input.Channels - 1) / input.Channels * Window.Taps);
        int[] kernel = input.IsSequence ? [Window.Width] : [Window.Height, Window.Width];
        int[] channels = Connections.Count > 0 ? [(int)connections] : [Filters, input.Channels / Groups];
        var weight = new ParameterShape("weight", IsDense ? [Filters, input.Channels * Window.Taps] : [.. channels, .. kernel], fanIn, fanOut);
        return Bias ? [weight, new ParameterShape("bias", [Filters], weight.FanIn, weight.FanOut)] : [weight];
    }

    public override long MultiplyAdds(Shape input, Shape output) => ConnectionCount(input.Channels) * output.Height * output.Width * Window.Taps;
}
