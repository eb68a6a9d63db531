using System.Collections.Concurrent;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;

namespace NetCompiler.Kernels.Tests.PyTorch;

/// <summary>Layers and small networks against what PyTorch computed of the same ones, with its weights under its names.</summary>
public sealed class PyTorchTests(PyTorchTests.Compiled compiled) : IClassFixture<PyTorchTests.Compiled>
{
    /// <summary>Of the largest value.</summary>
    private const double OutputTolerance = 1e-5, GradientTolerance = 1e-4;

    /// <summary>The machine's best instruction set, and the one without.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string target in new[] { InstructionSets.Best, "Portable" }.Distinct())
            {
                foreach (PyTorchCase module in PyTorchCases.All)
                    rows.Add(target, module.Name);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Predicts(string target, string name)
    {
        PyTorchCase module = Find(name);
        var golden = Golden.Of(module);
        using Network network = compiled.For(target).Create(name);
        golden.LoadInto(network);
        Assert.Equal(golden["input"].Shape[1..], network.Info.InputShape);
        var output = new float[golden["output"].Length];
        network.PredictBatch(golden["input"].ToSingles(), output);
        Agreement.Check("the output", golden.Items("output"), output, OutputTolerance);

        float[] first = golden.Singles("input")[0], alone = new float[network.Info.OutputLength];
        network.PredictBatch(first, alone);
        Agreement.Check("the first item's output", [golden.Items("output")[0]], alone, OutputTolerance, golden["output"].Scale);
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Trains(string target, string name)
    {
        PyTorchCase module = Find(name);
        var golden = Golden.Of(module);
        using Network network = compiled.For(target).Create(name);
        golden.LoadInto(network);
        using var step = new TrainingStep(network, golden.Batch);
        step.Run(golden.Singles("input"), golden.Singles("output_gradient"));

        Agreement.Check("the output in training", golden.Items(golden.Has("train.output") ? "train.output" : "output"), step.Output, OutputTolerance);
        foreach (ParameterInfo parameter in network.Info.Parameters.Where(parameter => parameter.IsTrainable))
            Agreement.Check($"the gradient of {parameter.Name}", [golden[$"grad.{parameter.Name}"]], step.Gradient(parameter), GradientTolerance);

        Dictionary<int, RunningAverage> averages = network.CompiledTrainingPlan!.RunningAverages.ToDictionary(average => average.Offset);
        foreach (ParameterInfo parameter in network.Info.Parameters.Where(parameter => !parameter.IsTrainable))
        {
            // PyTorch's new running value says what the batch's was.
            double momentum = averages[parameter.Offset].Momentum;
            Tensor batch = golden[$"after.{parameter.Name}"].Zip(golden[parameter.Name], (after, before) => (after - ((1 - momentum) * before)) / momentum);
            Assert.Equal(averages[parameter.Offset].Length, batch.Length);
            Agreement.Check($"the batch's {parameter.Name}", [batch], step.Gradient(parameter), OutputTolerance);
        }

        Assert.Equal(averages.Count, golden.Names.Count(known => known.StartsWith("after.", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void GivesTheInputItsGradient(string target, string name)
    {
        PyTorchCase module = Find(name);
        var golden = Golden.Of(module);
        Skip.IfNot(golden.Has("input_gradient"), "Indexes have no gradient.");
        using Network network = compiled.For(target).Create(module.NameOfWeighted);
        golden.LoadInto(network, strict: false);
        Parameter items = network.Parameters.Single(parameter => parameter.Name == PyTorchCase.ItemWeights);
        IReadOnlyList<float[]> inputs = golden.Singles("input");
        for (int i = 0; i < items.Values.Length; i++)
            items.Values[i] = inputs[i % inputs.Count][i / inputs.Count];
        network.NotifyParametersChanged();

        float[][] choices = [.. Enumerable.Range(0, golden.Batch).Select(item => Enumerable.Range(0, golden.Batch).Select(i => i == item ? 1f : 0f).ToArray())];
        using var step = new TrainingStep(network, golden.Batch);
        step.Run(choices, golden.Singles("output_gradient"));
        float[] byColumn = step.Gradient(items.Info).ToArray();
        float[] gradient = [.. Enumerable.Range(0, byColumn.Length).Select(i => byColumn[(i % inputs[0].Length * inputs.Count) + (i / inputs[0].Length)])];
        Agreement.Check("the gradient of the input", golden.Items("input_gradient"), gradient, GradientTolerance);
    }

    /// <summary>No file without a test, no test without a file.</summary>
    [Fact]
    public void EveryGoldenHasItsCase() =>
        Assert.Equal(
            PyTorchCases.All.Select(module => module.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(Golden.Folder).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    private static PyTorchCase Find(string name)
    {
        PyTorchCase module = PyTorchCases.All.Single(module => module.Name == name);
        Skip.IfNot(module.IsAvailable, $"There is no layer {module.Needs} yet.");
        return module;
    }

    /// <summary>All cases, each by itself and behind its items, compiled once per target.</summary>
    public sealed class Compiled : IDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<CompiledBatch>> _batches = new(StringComparer.Ordinal);

        internal CompiledBatch For(string target) => _batches.GetOrAdd(target, _ => new Lazy<CompiledBatch>(() => Compile(target))).Value;

        public void Dispose()
        {
            foreach (Lazy<CompiledBatch> batch in _batches.Values.Where(batch => batch.IsValueCreated))
                batch.Value.Dispose();
        }

        private static CompiledBatch Compile(string target)
        {
            IEnumerable<string> sources = PyTorchCases.All.Where(module => module.IsAvailable).Select(module =>
            {
                var golden = Golden.Of(module);
                return module.Source + (golden.Has("input_gradient") ? module.WeightedSource(golden.Batch) : "");
            });
            return CompiledBatch.Compile(target, [], otherSource: PyTorchCases.Blocks + string.Concat(sources));
        }
    }
}
