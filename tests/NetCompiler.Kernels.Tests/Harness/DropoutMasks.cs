using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>
/// What dropout layers multiply with in a training step. The mask depends on the layer's place, the seed and the image, not on later layers, so the
/// outputs of networks that end in the layer show it.
/// </summary>
internal static class DropoutMasks
{
    /// <summary>The networks that must be compiled beside a network to see its masks.</summary>
    public static IEnumerable<ReferenceNetwork> Prefixes(ReferenceNetwork network) =>
        Enumerable.Range(0, network.Layers.Count).Where(index => network.Layers[index] is DropoutReference).Select(index => network.Prefix(index + 1));

    /// <summary>Per item of the batch, per dropout layer; null without such layers. Each factor is checked to be 0 or 1 / (1 − rate).</summary>
    public static IReadOnlyList<IReadOnlyList<Tensor>>? Recover(CompiledBatch batch, ExpectedResults results, uint seed)
    {
        var masks = Enumerable.Range(0, ExpectedResults.BatchSize).Select(_ => new List<Tensor>()).ToList();
        foreach (ReferenceNetwork prefix in Prefixes(results.Network))
        {
            using Network network = batch.Create(prefix.Name);
            network.SetParameters([.. results.Weights.Take(prefix.WeightShapes.Count)]);
            using var step = new TrainingStep(network, ExpectedResults.BatchSize);
            step.Forward([.. results.BatchInputs.Select(input => input.ToSingles())], seed);
            var dropout = (DropoutReference)prefix.Layers[^1];
            for (int item = 0; item < masks.Count; item++)
            {
                // All layers but this one, with the masks found so far.
                ReferenceNetwork before = prefix.ForTraining([.. masks[item], new Tensor(prefix.OutputShape).Map(_ => 1)]);
                Tensor values = before.Output(results.BatchInputs[item], results.Weights);
                masks[item].Add(Divide(Tensor.FromSingles(values.Shape, step.Output.Slice(item * values.Length, values.Length)), values, dropout.Rate));
            }
        }

        return masks[0].Count == 0 ? null : masks;
    }

    private static Tensor Divide(Tensor masked, Tensor values, float rate)
    {
        double kept = 1 / (1 - (double)rate);
        double limit = 1e-5 * values.Scale * kept;
        return values.Zip(masked, (value, result) =>
        {
            Assert.True(result == 0 || Math.Abs(result - (value * kept)) <= limit, $"Dropout made {result} of {value}; {kept} times it or 0 is right.");
            return result == 0 && Math.Abs(value * kept) > limit ? 0 : kept;
        });
    }
}
