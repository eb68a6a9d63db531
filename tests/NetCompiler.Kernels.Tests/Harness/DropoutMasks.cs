using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>What dropout layers multiplied with in a training step, read from the activations before and behind them.</summary>
internal static class DropoutMasks
{
    /// <summary>Per image, per dropout layer; each factor is checked to be 0 or 1 / (1 − rate).</summary>
    public static IReadOnlyList<IReadOnlyList<Tensor>> Recover(ExpectedResults results, TrainingStep step)
    {
        ReferenceNetwork network = results.Network;
        return [.. Enumerable.Range(0, ExpectedResults.Images).Select(image => (IReadOnlyList<Tensor>)[.. network.Layers
            .Select((layer, index) => (layer, index))
            .Where(pair => pair.layer is DropoutReference)
            .Select(pair => Mask(network, pair.index, (DropoutReference)pair.layer, results.Inputs[image], step, image))])];
    }

    private static Tensor Mask(ReferenceNetwork network, int index, DropoutReference dropout, Tensor input, TrainingStep step, int image)
    {
        // Where nothing but a change of shape lies between, an earlier layer's values are the same.
        int source = index - 1;
        while (source >= 0 && step.Activation(network.LayerNames[source], image) is null && network.Layers[source] is FlattenReference)
            source--;
        Tensor before = source < 0 ? input : Find(network.LayerNames[source]);
        Tensor after = index == network.Layers.Count - 1
            ? Tensor.FromSingles(network.Shapes[index], step.Output.Slice(image * before.Length, before.Length))
            : Find(network.LayerNames[index]);
        double kept = 1 / (1 - (double)dropout.Rate);
        return new Tensor(network.Shapes[index], [.. before.Values.Zip(after.Values, (x, y) =>
        {
            // A zero says nothing about its factor, and passes nothing on either.
            if (x == 0)
                return kept;
            double factor = y / x;
            Assert.True(factor == 0 || Math.Abs(factor - kept) < 1e-5, $"Dropout multiplied {x} with {factor}, which is neither 0 nor {kept}.");
            return factor == 0 ? 0 : kept;
        })]);

        Tensor Find(string layer) => step.Activation(layer, image)
            ?? throw new InvalidOperationException($"The plan keeps no activations of '{layer}', which tell what dropout did.");
    }
}
