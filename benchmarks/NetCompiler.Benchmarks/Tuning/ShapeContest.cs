using Microsoft.CodeAnalysis.CSharp;
using NetCompiler;
using NetCompiler.Generator;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Schedules;

namespace Benchmarks.Tuning;

/// <summary>One schedule of a shape: what it is estimated to take, the factor by which the compiler makes larger errors dearer, and what it took.</summary>
internal sealed record Candidate(TunedSchedule Schedule, double Cycles, double ErrorPrice, Timing Time = default)
{
    public double Price => Time.Minimum * ErrorPrice;
}

/// <summary>The schedule that the compiler chooses by itself, and the fastest one, which may be the same.</summary>
internal sealed record ContestResult(Candidate Model, Candidate Best)
{
    /// <summary>
    /// The share of the model's time that the best one saves, by the minima and by the medians: where they disagree something else disturbed one of the two. Speed that is
    /// paid for with larger errors counts as little as it does for the compiler.
    /// </summary>
    public double Gain => 1 - (Math.Max(Best.Time.Minimum / Model.Time.Minimum, Best.Time.Median / Model.Time.Median) * Best.ErrorPrice / Model.ErrorPrice);
}

/// <summary>A convolution compiled with several schedules and timed with each, in turn, by the clock around its kernel alone.</summary>
internal static class ShapeContest
{
    public const int MostCandidates = 8;

    /// <summary>Tiles of the plain sum and forms of Winograd's method that enter: estimates are not so wrong that the best is further down.</summary>
    private const int MostTiles = 4, MostForms = 3;

    /// <summary>Rounds in which each candidate runs once, and how long that takes.</summary>
    private const int Rounds = 15;
    private const double SecondsPerTurn = 2e-3;

    /// <summary>The largest difference of two candidates' results, by the largest result: tiles of Winograd's method err by up to 1e-5.</summary>
    private const double Tolerance = 1e-4;

    private const string Layer = "measured";

    /// <param name="shape">The convolution.</param>
    /// <param name="isa">The instruction set.</param>
    /// <param name="leastGain">The share of the time that must be saved for a second, longer measurement.</param>
    /// <returns>What was measured; null if the layer, alone in a network, would have another shape.</returns>
    /// <exception cref="InvalidOperationException">Two schedules give different results.</exception>
    public static ContestResult? Run(ConvolutionShape shape, InstructionSet isa, double leastGain)
    {
        CSharpCompilation project = InMemoryProject.Create(InMemoryProject.Parse($"using NetCompiler.Layers;\n{Declaration(shape)}\npublic partial class Net;\n", "Net.cs"));
        NetworkDeclaration declaration = NetworkParser.Parse(project.GetTypeByMetadataName("Net")!, project, CancellationToken.None);
        var program = CompiledProgram.Compile(declaration, training: false);
        if (program.Kernels.FirstOrDefault(kernel => kernel.Node.Name == Layer) is not { } kernel || program.Lowering.Schedules.ShapeOf(kernel.Node) != shape)
            return null;

        Candidate model = Model(kernel.Account(isa)!.TuningRow);
        Candidate[] candidates = [model, .. Others(shape, isa, model.Schedule).Take(MostCandidates - 1)];
        Network[] networks = InMemoryProject.Load(declaration, candidates.Select(candidate => new CompilerOptions(new([isa.Name]), DesignTime: false, Report: false, Training: false, Profile: true)
        {
            Tuning = new([new TuningRow(isa.Name, shape, candidate.Schedule)]),
        }));
        try
        {
            CheckAgreement(networks, candidates);
            candidates = Time(networks, candidates, Rounds);
            int best = Array.IndexOf(candidates, candidates.MinBy(candidate => candidate.Price)!);
            if (new ContestResult(candidates[0], candidates[best]) is var first && first.Gain < leastGain)
                return first;

            // The best of many is partly the luckiest: only a second measurement, of these two alone, counts.
            Candidate[] final = Time([networks[0], networks[best]], [candidates[0], candidates[best]], 2 * Rounds);
            return new ContestResult(final[0], final[1]);
        }
        finally
        {
            Array.ForEach(networks, network => network.Dispose());
        }

        Candidate Model(string row)
        {
            TuningRow read = TuningFile.Read(Microsoft.CodeAnalysis.Text.SourceText.From(row)).Single().Row!;
            double errorPrice = read.Schedule is TunedSchedule.Winograd winograd ? shape.Winograd(isa, winograd.Fits)!.ErrorPrice : 1;
            return new Candidate(read.Schedule, kernel.Account(isa)!.Cycles, errorPrice);
        }
    }

    /// <summary>A network in which the convolution has the shape: behind a pixel-wise one, whose output lies in blocks, or at the input, and with the pool that it needs.</summary>
    private static string Declaration(ConvolutionShape shape)
    {
        (Pair kernel, Pair stride, Pair dilation) = (shape.Kernel, shape.Stride, shape.Dilation);
        int rows = ((shape.Output.Rows - 1) * stride.Rows) + ((kernel.Rows - 1) * dilation.Rows) + 1, columns = ((shape.Output.Columns - 1) * stride.Columns) + ((kernel.Columns - 1) * dilation.Columns) + 1;
        string before = shape.ReadsPlanes ? "" : $"Conv({shape.Channels}, 1), ";
        string layer = $"Conv({shape.Filters}, [{kernel.Rows}, {kernel.Columns}], Strides = [{stride.Rows}, {stride.Columns}], Dilations = [{dilation.Rows}, {dilation.Columns}], Name = \"{Layer}\")";
        string pool = shape.Pool == Pair.One ? "" : $", MaxPool([{shape.Pool.Rows}, {shape.Pool.Columns}])";
        return $"[Network({(shape.ReadsPlanes ? shape.Channels : 1)}, {rows}, {columns}, Training = false, StrictAccuracy = {(shape.StrictAccuracy ? "true" : "false")})]\n"
            + $"[{before}{layer}, {(shape.PoolsLate ? "Tanh" : "Relu")}{pool}]";
    }

    /// <summary>The most promising schedules beside the model's, the best of each kind in turn, so that neither crowds out the other.</summary>
    private static IEnumerable<Candidate> Others(ConvolutionShape shape, InstructionSet isa, TunedSchedule model)
    {
        var tiles = new List<ContractionSchedule>();
        shape.Direct(isa, Note(tiles));
        var forms = new List<WinogradSchedule>();
        shape.Winograd(isa, Note(forms));
        IEnumerable<Candidate> direct = tiles.OrderBy(tile => tile.Cycles).DistinctBy(tile => (tile.TileRows * tile.TileColumns, tile.GroupVectors)).Take(MostTiles)
            .Select(tile => new Candidate(TunedSchedule.Direct.Of(tile), tile.Cycles, 1));

        // Of each form the best and, with another block or chunk, the next.
        IEnumerable<Candidate> transformed = forms.GroupBy(form => (form.Rows.Outputs, form.Columns.Outputs)).OrderBy(group => group.Min(form => form.Cycles)).Take(MostForms)
            .SelectMany(group => group.OrderBy(form => form.Cycles).DistinctBy(form => (form.BlockRows, form.ChunkGroups)).Take(2))
            .Select(form => new Candidate(TunedSchedule.Winograd.Of(form), form.Cycles, form.ErrorPrice));
        Candidate[][] kinds = [[.. transformed.OrderBy(candidate => candidate.Cycles)], [.. direct]];
        return Enumerable.Range(0, MostTiles + (2 * MostForms)).SelectMany(rank => kinds.Where(kind => rank < kind.Length).Select(kind => kind[rank])).Where(candidate => candidate.Schedule != model);

        static Func<T, bool> Note<T>(List<T> all) => schedule =>
        {
            all.Add(schedule);
            return true;
        };
    }

    private static void CheckAgreement(Network[] networks, Candidate[] candidates)
    {
        float[] expected = Predict(networks[0]);
        float largest = expected.Max(Math.Abs);
        for (int i = 1; i < networks.Length; i++)
        {
            float difference = Predict(networks[i]).Zip(expected, (one, other) => Math.Abs(one - other)).Max();
            if (!(difference <= Tolerance * largest) || largest == 0)
                throw new InvalidOperationException($"'{candidates[i].Schedule}' and '{candidates[0].Schedule}' differ by {Number.Scientific(difference / largest)} of the largest result.");
        }
    }

    /// <summary>A kernel's time over all rounds; every round runs each candidate, beginning with another.</summary>
    private static Candidate[] Time(Network[] networks, Candidate[] candidates, int rounds)
    {
        (float[] Input, float[] Output)[] data = [.. networks.Select(network => (Image(network), new float[network.Info.OutputLength]))];
        int[] calls = [.. networks.Select((network, i) => Calls(Turn(i, 2)))];
        var seconds = networks.Select(_ => new List<double>()).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < networks.Length; i++)
            {
                int turn = (i + round) % networks.Length;
                seconds[turn].Add(Turn(turn, calls[turn]));
            }
        }

        return [.. candidates.Select((candidate, i) => candidate with { Time = Timing.Of(seconds[i]) })];

        double Turn(int network, int count)
        {
            KernelProfile profile = networks[network].Profile!;
            // The first call finds the caches as the last candidate left them, which no network would.
            networks[network].PredictBatch(data[network].Input, data[network].Output);
            profile.Reset();
            for (int i = 0; i < count; i++)
                networks[network].PredictBatch(data[network].Input, data[network].Output);
            return profile.Kernels.Single(kernel => kernel.Name == KernelName).Total.TotalSeconds / count;
        }

        static int Calls(double seconds) => (int)Math.Clamp(SecondsPerTurn / seconds, 1, 1000);
    }

    /// <summary>The method of the measured layer.</summary>
    private static string KernelName => char.ToUpperInvariant(Layer[0]) + Layer[1..];

    private static float[] Predict(Network network)
    {
        var output = new float[network.Info.OutputLength];
        network.PredictBatch(Image(network), output);
        return output;
    }

    private static float[] Image(Network network) => new RandomImages(1, network.Info.InputShape.Aggregate(1, (product, size) => product * size), 1).Inputs.ToArray();
}
