using System.Collections.Concurrent;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Weights, images and what the reference makes of them: computed once per network, for all targets.</summary>
public sealed class ExpectedResults
{
    /// <summary>Different images.</summary>
    public const int Images = 3;

    /// <summary>Items of a training batch: more than twice the number that stages hand to a thread at once, and no multiple of anything.</summary>
    public const int BatchSize = 19;

    private static readonly ConcurrentDictionary<string, Lazy<ExpectedResults>> s_results = new(StringComparer.Ordinal);

    private readonly Lazy<(Tensor Output, IReadOnlyList<Tensor> Gradients)>[] _imageResults;

    private ExpectedResults(ReferenceNetwork network)
    {
        ulong seed = network.Name.Aggregate(17UL, (hash, letter) => unchecked((hash * 31) + letter));
        var random = new RandomValues(seed);
        Network = network;
        Weights = network.RandomWeights(seed);
        Inputs = [.. Enumerable.Range(0, Images).Select(_ => network.DrawInput(random))];
        Outputs = [.. Inputs.Select(input => network.Output(input, Weights))];
        Logits = [.. Inputs.Select(input => network.ForTraining().Output(input, Weights))];
        OutputGradients = [.. Inputs.Select(_ => random.Tensor(Logits[0].Shape, -1, 1))];
        _imageResults = [.. Enumerable.Range(0, Images).Select(image => new Lazy<(Tensor, IReadOnlyList<Tensor>)>(() => TrainImage(image, masks: null)))];
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

    /// <summary>Whether a tensor of weights reaches the output; where no layer reads its layer, or passes no gradient back, it has none.</summary>
    public bool IsRead(int weight) => Network.IsRead(LayerOf(weight));

    private int LayerOf(int weight)
    {
        string name = Network.WeightShapes[weight].Name;
        return Network.LayerNames.ToList().IndexOf(name[..name.LastIndexOf('.')]);
    }

    /// <summary>Inputs of a training batch: the images again and again.</summary>
    public IReadOnlyList<Tensor> BatchInputs => Repeat(Inputs);

    /// <summary>Gradients of the batch's outputs.</summary>
    public IReadOnlyList<Tensor> BatchOutputGradients => Repeat(OutputGradients);

    /// <summary>
    /// The logits of the first items of a training batch, and the gradients of the weights summed over them, with the given dropout masks
    /// (per item, per dropout layer).
    /// </summary>
    public (IReadOnlyList<Tensor> Logits, IReadOnlyList<Tensor> Gradients) Train(IReadOnlyList<IReadOnlyList<Tensor>>? masks = null, int count = BatchSize)
    {
        if (Network.DependsOnBatch)
            return Network.ForTraining().TrainBatch([.. BatchInputs.Take(count)], Weights, [.. BatchOutputGradients.Take(count)]);
        IReadOnlyList<Tensor> sums = Network.NewGradients();
        var logits = new List<Tensor>();
        for (int i = 0; i < count; i++)
        {
            // Without dropout, equal images have equal results.
            (Tensor output, IReadOnlyList<Tensor> gradients) = masks is null ? _imageResults[i % Images].Value : TrainImage(i % Images, masks[i]);
            logits.Add(output);
            foreach ((Tensor sum, Tensor gradient) in sums.Zip(gradients))
                sum.Add(gradient);
        }

        return (logits, sums);
    }

    private (Tensor Output, IReadOnlyList<Tensor> Gradients) TrainImage(int image, IReadOnlyList<Tensor>? masks)
    {
        ReferenceNetwork network = Network.ForTraining(masks);
        IReadOnlyList<Tensor> gradients = network.NewGradients();
        network.Backward(Inputs[image], Weights, OutputGradients[image], gradients);
        return (network.Output(Inputs[image], Weights), gradients);
    }

    private static IReadOnlyList<Tensor> Repeat(IReadOnlyList<Tensor> items) => [.. Enumerable.Range(0, BatchSize).Select(i => items[i % Images])];
}
