using NetCompiler.Generator.Emit;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests;

/// <summary>Every network of the catalog, compiled for one target, against the reference: prediction, batches, training, memory.</summary>
public abstract unsafe class SweepTests(string target, SweepFixture fixture) : IClassFixture<SweepFixture>
{
    /// <summary>Of the largest output: single precision through sums of a few thousand products.</summary>
    private const double ForwardTolerance = 1e-5;

    /// <summary>Of a tensor's largest gradient.</summary>
    private const double GradientTolerance = 1e-4;

    public static TheoryData<string> Networks => [.. NetworkCatalog.Names];

    /// <summary>The masks of dropout are known for the usual batch only.</summary>
    public static TheoryData<string> NetworksWithoutDropout =>
        [.. NetworkCatalog.Batches.SelectMany(batch => batch).Where(network => !DropoutMasks.Prefixes(network).Any()).Select(network => network.Name)];

    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void DescribesItself(string name)
    {
        using Network network = Create(name);
        ReferenceNetwork reference = NetworkCatalog.Find(name);
        Assert.Equal(target.ToLowerInvariant(), network.Info.Target);
        Assert.Equal(name, network.Info.Name);
        Assert.Equal(reference.EndsInSoftmax, network.Info.EndsInSoftmax);
        Assert.Equal(reference.InputShape, network.Info.InputShape);
        Assert.Equal([reference.OutputShape], network.Info.Outputs.Select(output => output.Shape));
        Assert.Equal(reference.LayerNames, network.Info.Layers.Select(layer => layer.Name));
        Assert.Equal(reference.Layers.Select(layer => layer.Kind), network.Info.Layers.Select(layer => layer.Kind));
        Assert.Equal(reference.Shapes, network.Info.Layers.Select(layer => layer.OutputShape));
        Assert.Equal(reference.WeightShapes.Select(weight => weight.Name), network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(reference.WeightShapes.Select(weight => weight.Shape), network.Parameters.Select(parameter => parameter.Shape));
        Assert.Equal(NetworkCatalog.Cost(reference), network.Info.MultiplyAdds);
        Assert.Equal(reference.WeightShapes.Select((_, i) => reference.IsTrainable(i)), network.Info.Parameters.Select(parameter => parameter.IsTrainable));
        Assert.Equal(
            reference.WeightShapes.Where((_, i) => reference.IsTrainable(i)).Sum(weight => weight.Shape.Aggregate(1L, (product, size) => product * size)), network.Info.ParameterCount);
        int end = 0;
        foreach (ParameterInfo parameter in network.Info.Parameters.OrderBy(parameter => !parameter.IsTrainable))
        {
            Assert.Equal(end, parameter.Offset);
            end = parameter.Offset + (int)((parameter.Length + 15) / 16 * 16);
        }
    }

    /// <summary>The kernels in memory of the test, all of it NaN before and guarded; then the public method, which must agree bit for bit.</summary>
    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void Predicts(string name)
    {
        using Network network = Create(name);
        ExpectedResults results = SetWeights(network, name);
        var kernels = (ITestNetwork)network;

        using GuardedBuffer parameters = new GuardedBuffer("the parameters", network.ParameterBlockLength).Fill(network.ParameterSpan);
        using var packed = new GuardedBuffer("the packed weights", (int)(network.Info.PackedBytes / sizeof(float)));
        using var arena = new GuardedBuffer("the arena", (int)(network.Info.ArenaBytes / sizeof(float)));

        // Users' spans start anywhere: one float after a cache line is as bad as it gets.
        using var input = new GuardedBuffer("the input", results.Inputs[0].Length, misalignment: 1);
        using var output = new GuardedBuffer("the output", results.Outputs[0].Length, misalignment: 1);
        using var lastInput = new PageEndBuffer(input.Length);
        using var lastOutput = new PageEndBuffer(output.Length);
        kernels.PackWithKernel(parameters.Pointer, packed.Fill(float.NaN).Pointer);
        float[] packedOnce = packed.Span.ToArray();

        var actual = new List<float>();
        foreach (Tensor image in results.Inputs)
        {
            arena.Fill(float.NaN);
            output.Fill(float.NaN);
            kernels.ForwardWithKernel(packed.Pointer, arena.Pointer, input.Fill(image.ToSingles()).Pointer, output.Pointer, 1);
            actual.AddRange(output.Span);
            foreach (GuardedBuffer buffer in new[] { parameters, packed, arena, input, output })
                buffer.CheckGuards();
            Agreement.CheckBitwise("the input, which prediction only reads", image.ToSingles(), input.Span);

            kernels.SpoilArena(float.NaN);
            kernels.Predict(lastInput.Fill(input.Span).Span, lastOutput.Fill(float.NaN).Span);
            Agreement.CheckBitwise("Predict after the kernels", output.Span, lastOutput.Span);
        }

        Agreement.CheckBitwise("the packed weights, which prediction only reads", packedOnce, packed.Span);
        Agreement.Check("the outputs", results.Outputs, actual.ToArray(), ForwardTolerance, LeastScale(results));
    }

    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void PredictsBatches(string name)
    {
        using Network network = Create(name);
        ExpectedResults results = SetWeights(network, name);
        var kernels = (ITestNetwork)network;
        int inputLength = results.Inputs[0].Length, outputLength = results.Outputs[0].Length;
        double tolerance = ForwardTolerance * Math.Max(results.Outputs.Max(output => output.Scale), LeastScale(results));
        var random = new RandomValues(5);
        foreach (int count in new[] { 1, 2, 7, 33 })
        {
            using var inputs = new PageEndBuffer(count * inputLength);
            using var outputs = new PageEndBuffer(count * outputLength);
            inputs.Fill([.. Enumerable.Range(0, count).SelectMany(_ => results.Network.DrawInput(random).ToSingles())]);
            kernels.SpoilArena(float.NaN);
            kernels.PredictBatch(inputs.Span, outputs.Fill(float.NaN).Span);

            var single = new float[outputLength];
            for (int i = 0; i < count; i++)
            {
                kernels.Predict(inputs.Span.Slice(i * inputLength, inputLength), single);
                for (int j = 0; j < outputLength; j++)
                {
                    float batched = outputs.Span[(i * outputLength) + j];
                    Assert.True(Math.Abs(batched - single[j]) <= tolerance, $"Item {i} of {count}, value {j}: {batched:r} in the batch, {single[j]:r} alone.");
                }
            }
        }
    }

    /// <summary>A full group of a batch, with the network's kernels in guarded memory of the declared size.</summary>
    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void PredictsBatchesInItsMemory(string name)
    {
        using Network network = Create(name);
        ExpectedResults results = SetWeights(network, name);
        var kernels = (ITestNetwork)network;
        const int Count = CompiledProgram.BatchSize;
        float[] inputs = [.. Enumerable.Range(0, Count).SelectMany(i => results.Inputs[i % ExpectedResults.Images].ToSingles())];
        using GuardedBuffer parameters = new GuardedBuffer("the parameters", network.ParameterBlockLength).Fill(network.ParameterSpan);
        using var packed = new GuardedBuffer("the packed weights", (int)(network.Info.PackedBytes / sizeof(float)));
        using GuardedBuffer arena = new GuardedBuffer("the arena", (int)(network.Info.ArenaBytes / sizeof(float))).Fill(float.NaN);
        using GuardedBuffer input = new GuardedBuffer("the inputs", inputs.Length, misalignment: 1).Fill(inputs);
        using GuardedBuffer output = new GuardedBuffer("the outputs", Count * results.Outputs[0].Length, misalignment: 1).Fill(float.NaN);
        kernels.PackWithKernel(parameters.Pointer, packed.Fill(float.NaN).Pointer);
        kernels.ForwardWithKernel(packed.Pointer, arena.Pointer, input.Pointer, output.Pointer, Count);
        foreach (GuardedBuffer buffer in new[] { parameters, packed, arena, input, output })
            buffer.CheckGuards();
        Agreement.Check("the outputs", [.. Enumerable.Range(0, Count).Select(i => results.Outputs[i % ExpectedResults.Images])], output.Span, ForwardTolerance, LeastScale(results));
    }

    /// <summary>Kernels divided among threads, however many there are: in memory of the test, all of it NaN before and guarded, and by the public methods.</summary>
    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void PredictsAlikeOnAnyNumberOfThreads(string name)
    {
        SkipUnlessRunnable();
        CompiledBatch batch = fixture.DividedBatchOf(target, name);
        using Network one = batch.Create(name);
        ExpectedResults results = SetWeights(one, name);
        float[] inputs = [.. results.Inputs.Take(2).SelectMany(input => input.ToSingles())];
        int inputLength = results.Inputs[0].Length, outputLength = results.Outputs[0].Length;
        foreach (int count in new[] { 1, inputs.Length / inputLength })
        {
            float[] expected = new float[count * outputLength], actual = new float[expected.Length];
            ((ITestNetwork)one).PredictBatch(inputs.AsSpan(0, count * inputLength), expected);
            Agreement.Check($"{count} items, one thread", [.. results.Outputs.Take(count)], expected, ForwardTolerance, LeastScale(results));
            foreach (int threads in new[] { 1, 2, 3, 5 })
            {
                using Network network = batch.Create(name, threads: threads);
                network.SetParameters(results.Weights);
                ((ITestNetwork)network).SpoilArena(float.NaN);
                ((ITestNetwork)network).PredictBatch(inputs.AsSpan(0, count * inputLength), actual);
                Agreement.CheckBitwise($"{count} items by the public method, {threads} threads", expected, actual);
                if (!batch.IsDivided(name))
                    continue;
                foreach (Meeting meeting in new[] { new Meeting(), new TurnTaking(threads, lastFirst: false), new TurnTaking(threads, lastFirst: true) })
                    Agreement.CheckBitwise($"{count} items, {threads} threads, {meeting}", expected, JointCall.Run(network, meeting, inputs, outputLength, count));
            }
        }
    }

    /// <summary>A training pass twice in the same memory, first on other images: nothing may be left over from them.</summary>
    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void Trains(string name)
    {
        using Network network = Create(name);
        ExpectedResults results = SetWeights(network, name);
        using var step = new TrainingStep(network, ExpectedResults.BatchSize + 1);
        float[][] others = [.. results.BatchInputs.Append(results.Inputs[0]).Select((input, index) => input.Map(value => (value * 3) + index).ToSingles())];
        step.Run(others, [.. others.Select((_, index) => results.OutputGradients[index % ExpectedResults.Images].Map(value => value - 1).ToSingles())], seed: 5);
        step.Run(Singles(results.BatchInputs), Singles(results.BatchOutputGradients), seed: 6);

        CheckStep(network, step, results, results.Train(DropoutMasks.Recover(fixture.BatchOf(target, name), results, seed: 6)));
    }

    /// <summary>One item, whole groups of items, and less than memory is there for. The variance of very few values leaves no gradient to compare.</summary>
    [SkippableTheory]
    [MemberData(nameof(NetworksWithoutDropout))]
    public void TrainsOnBatchesOfAnySize(string name)
    {
        using Network network = Create(name);
        ExpectedResults results = SetWeights(network, name);
        using var step = new TrainingStep(network, ExpectedResults.BatchSize);
        foreach (int count in new[] { 16, results.Network.DependsOnBatch ? 5 : 1, 8 })
        {
            step.Run(Singles(results.BatchInputs)[..count], Singles(results.BatchOutputGradients)[..count]);
            CheckStep(network, step, results, results.Train(count: count));
        }
    }

    /// <summary>However the stages' ranges are cut and ordered, the numbers are the same.</summary>
    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void TrainsAlikeOnAnyNumberOfThreads(string name)
    {
        using Network network = Create(name);
        ExpectedResults results = SetWeights(network, name);
        using var whole = new TrainingStep(network, ExpectedResults.BatchSize);
        using var split = new TrainingStep(network, ExpectedResults.BatchSize);
        whole.Run(Singles(results.BatchInputs), Singles(results.BatchOutputGradients));
        foreach (TrainingStep.Split how in new[] { TrainingStep.Split.GrainsBackwards, TrainingStep.Split.TwoThreads })
        {
            split.Run(Singles(results.BatchInputs), Singles(results.BatchOutputGradients), split: how);
            Agreement.CheckBitwise($"the logits, {how}", whole.Output, split.Output);
            foreach (ParameterInfo parameter in network.Info.Parameters)
                Agreement.CheckBitwise($"the gradient of {parameter.Name}, {how}", whole.Gradient(parameter), split.Gradient(parameter));
        }
    }

    /// <summary>A user's build compiles for all targets, those of other machines too.</summary>
    [Fact]
    public void CompilesIntoMethodsWithinTheirBudget()
    {
        for (int batch = 0; batch < NetworkCatalog.Batches.Count; batch++)
        {
            MethodBudget.Check(fixture.Batch(target, batch).Image);
            MethodBudget.Check(fixture.DividedBatchOf(target, NetworkCatalog.Batches[batch][0].Name).Image);
        }
    }

    /// <summary>Probabilities are compared on the scale of the logits: an error there is at most a quarter of it in the probability.</summary>
    private static double LeastScale(ExpectedResults results) =>
        results.Network.EndsInSoftmax ? Math.Max(1, results.Logits.Max(logits => logits.Scale)) : 0;

    private static void CheckStep(Network network, TrainingStep step, ExpectedResults results, (IReadOnlyList<Tensor> Logits, IReadOnlyList<Tensor> Gradients) expected)
    {
        Agreement.Check("the logits", expected.Logits, step.Output, ForwardTolerance);
        for (int i = 0; i < expected.Gradients.Count; i++)
        {
            (string name, _) = results.Network.WeightShapes[i];
            Span<float> gradient = step.Gradient(network.Info.Parameters[i]);
            if (!results.Network.HasGradient(i))
                Assert.False(gradient.ContainsAnyExcept(float.NaN), $"{name}, which is not trained, has a gradient.");
            else if (!results.IsRead(i))
                Assert.False(gradient.ContainsAnyExcept(0f), $"{name}, which nothing reads, has a gradient.");
            else
                Agreement.Check($"the gradient of {name}", [expected.Gradients[i]], gradient, GradientTolerance);
        }
    }

    private static float[][] Singles(IReadOnlyList<Tensor> tensors) => [.. tensors.Select(tensor => tensor.ToSingles())];

    private static ExpectedResults SetWeights(Network network, string name)
    {
        ExpectedResults results = ExpectedResults.Of(name);
        network.SetParameters(results.Weights);
        return results;
    }

    private Network Create(string name)
    {
        SkipUnlessRunnable();
        return fixture.BatchOf(target, name).Create(name);
    }

    private void SkipUnlessRunnable()
    {
        string? reason = InstructionSets.ReasonToSkip(target);
        Skip.If(reason is not null, reason);
    }
}
