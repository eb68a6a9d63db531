using System.Collections.Concurrent;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Weights, images and what the reference makes of them: computed once per network, for all targets.</summary>
public sealed class ExpectedResults
{
    public const int Images = 3;

    private static readonly ConcurrentDictionary<string, Lazy<ExpectedResults>> s_results = new(StringComparer.Ordinal);

    private ExpectedResults(ReferenceNetwork network)
    {
        ulong seed = network.Name.Aggregate(17UL, (hash, letter) => unchecked((hash * 31) + letter));
        var random = new RandomValues(seed);
        Network = network;
        Weights = network.RandomWeights(seed);
        Inputs = [.. Enumerable.Range(0, Images).Select(_ => random.Tensor(network.InputShape, -1, 1))];
        Outputs = [.. Inputs.Select(input => network.Output(input, Weights))];
        Logits = [.. Inputs.Select(input => network.ForTraining().Output(input, Weights))];
        OutputGradients = [.. Inputs.Select(_ => random.Tensor(Logits[0].Shape, -1, 1))];
    }

    public ReferenceNetwork Network { get; }

    public IReadOnlyList<Tensor> Weights { get; }

    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>What prediction returns.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>What training's forward pass returns where nothing is dropped.</summary>
    public IReadOnlyList<Tensor> Logits { get; }

    /// <summary>Random gradients of a loss with respect to the logits.</summary>
    public IReadOnlyList<Tensor> OutputGradients { get; }

    public static ExpectedResults Of(string network) =>
        s_results.GetOrAdd(network, name => new Lazy<ExpectedResults>(() => new ExpectedResults(NetworkCatalog.Find(name)))).Value;

    /// <summary>Logits and weight gradients, summed over the images, with the given dropout masks (per image, per dropout layer).</summary>
    public (IReadOnlyList<Tensor> Logits, IReadOnlyList<Tensor> Gradients) Train(IReadOnlyList<IReadOnlyList<Tensor>>? masks = null)
    {
        IReadOnlyList<Tensor> gradients = Network.NewGradients();
        var logits = new List<Tensor>();
        for (int i = 0; i < Images; i++)
        {
            ReferenceNetwork network = Network.ForTraining(masks?[i]);
            logits.Add(network.Output(Inputs[i], Weights));
            network.Backward(Inputs[i], Weights, OutputGradients[i], gradients);
        }

        return (logits, gradients);
    }
}
