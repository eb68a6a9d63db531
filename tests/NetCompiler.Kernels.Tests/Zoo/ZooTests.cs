using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using Samples;

namespace NetCompiler.Kernels.Tests.Zoo;

/// <summary>The sample's networks: counts and shapes as declared, and what smaller networks of the same graph compute.</summary>
public sealed class ZooTests
{
    /// <summary>Of the largest value. Single precision and the depth of the networks leave 1.1e-5 at worst.</summary>
    private const double Tolerance = 4e-5;

    /// <summary>Multiply-adds of one item that the reference can afford.</summary>
    private const long MostExpensive = 300_000_000;

    /// <summary>A network, its outputs as declared, and the smaller one to compute.</summary>
    /// <param name="Name">The class.</param>
    /// <param name="Outputs">The shapes of its outputs.</param>
    /// <param name="Divisor">What filters and units are divided by.</param>
    /// <param name="Input">The smaller network's input.</param>
    private sealed record Case(string Name, string Outputs, int Divisor, params int[] Input);

    private static readonly Case[] s_cases =
    [
        new("AlexNet", "1000", 4, 3, 99, 99),
        new("AlexNetOneTower", "1000", 4, 3, 95, 95),
        new("Captioner", "10000×21", 1, 3, 64, 64),
        new("CifarResNet20", "10", 1, 3, 32, 32),
        new("FacialKeypoints", "30", 1, 1, 40, 40),
        new("FasterRcnnHead", "21×300×1 + 84×300×1", 64, 8, 12, 16),
        new("FasterRcnnProposals", "512×37×50 + 18×37×50 + 36×37×50", 4, 3, 48, 64),
        new("Fcn32ResNet18", "21×224×224", 4, 3, 64, 96),
        new("GoogLeNet", "1000", 4, 3, 80, 80),
        new("GoogLeNetBn", "1000", 4, 3, 64, 64),
        new("ImageEmbedding", "128", 4, 3, 64, 64),
        new("InceptionResNetV2", "1000", 4, 3, 107, 107),
        new("InceptionV2", "1000", 4, 3, 64, 64),
        new("InceptionV3", "1000", 16, 3, 299, 299),
        new("InceptionV4", "1000", 4, 3, 107, 107),
        new("KerasCnn", "10", 1, 1, 28, 28),
        new("KerasFullyConvolutional", "10", 1, 1, 28, 28),
        new("KimCnn", "2", 1, 20),
        new("LeNet5", "10", 1, 1, 28, 28),
        new("LeNet5Original", "10", 1, 1, 32, 32),
        new("Localiser", "8", 4, 3, 64, 64),
        new("MaskHead", "80×28×28", 4, 64, 14, 14),
        new("MobileNetV1", "1000", 2, 3, 64, 64),
        new("MobileNetV2", "1000", 2, 3, 64, 64),
        new("NinCifar", "10", 4, 3, 32, 32),
        new("NinImageNet", "1000", 4, 3, 99, 99),
        new("ResNet18", "1000", 2, 3, 64, 64),
        new("ResNet34", "1000", 4, 3, 64, 64),
        new("ResNet50", "1000", 4, 3, 64, 64),
        new("SeResNet50", "1000", 4, 3, 64, 64),
        new("SqueezeNet", "1000", 2, 3, 67, 67),
        new("StyleLoss", "1×64×64 + 1×128×128 + 1×256×256 + 256×64×64 + 1×512×512", 4, 3, 32, 32),
        new("StyleTransfer", "3×256×256", 2, 3, 32, 32),
        new("UNet", "2×388×388", 16, 1, 188, 188),
        new("UNetPadded", "2×256×256", 8, 1, 32, 48),
        new("Vgg16", "1000", 4, 3, 32, 32),
        new("Vgg19", "1000", 4, 3, 64, 32),
        new("YoloV1Tiny", "1470", 4, 3, 128, 128),
        new("YoloV2", "125×13×13", 4, 3, 64, 96),
        new("YoloV3", "255×13×13 + 255×26×26 + 255×52×52", 4, 3, 64, 64),
        new("YoloV3Tiny", "255×13×13 + 255×26×26", 2, 3, 64, 64),
        new("YoloV4", "255×52×52 + 255×26×26 + 255×13×13", 8, 3, 128, 128),
        new("ZipNet1", "10", 1, 1, 16, 16),
        new("ZipNet2", "10", 1, 1, 16, 16),
        new("ZipNet3", "10", 1, 1, 16, 16),
        new("ZipNet4", "10", 1, 1, 16, 16),
        new("ZipNet5", "10", 1, 1, 16, 16),
    ];

    public static TheoryData<string> Names => [.. s_cases.Select(network => network.Name)];

    [Fact]
    public void EveryNetworkIsTested()
    {
        Assert.Equal(s_cases.Select(network => network.Name), ZooSources.Declarations.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(s_cases.Select(network => network.Name), ZooSources.Published.Keys.Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void CountsAndShapesAreThePublishedOnes(string name)
    {
        NetworkGraph graph = Build(ZooSources.Declarations[name]);
        Output[] returned = [.. graph.Outputs.Where(output => !output.IsAuxiliary)];

        Assert.Equal(s_cases.Single(network => network.Name == name).Outputs, string.Join(" + ", returned.Select(output => output.Value.Shape)));
        Assert.Equal(ZooSources.Published[name], (CountParameters(graph, returned), CountParameters(graph, graph.Outputs)));
        Assert.Empty(new GraphReference(graph).Differences());
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void PredictionsAreTheReferences(string name)
    {
        Case smaller = s_cases.Single(network => network.Name == name);
        NetworkDeclaration declaration = Smaller.WithoutProbabilities(Smaller.Of(ZooSources.Declarations[name], smaller.Input, smaller.Divisor));
        NetworkGraph graph = Build(declaration);
        var reference = new GraphReference(graph);
        Assert.InRange(reference.MultiplyAdds, 1, MostExpensive);
        var random = new Random(1);
        Tensor[][] items = [.. Enumerable.Range(0, 2).Select(_ => graph.Inputs.Select(input => Draw(graph, input, random)).ToArray())];
        (IReadOnlyList<Tensor[]> expected, IReadOnlyDictionary<string, Tensor> weights) = reference.Calibrate(items, seed: 1);
        foreach (Tensor[] output in expected)
            Assert.True(output[0].Zip(output[1], (a, b) => a - b).Scale > 0.01 * output[0].Scale, "The output hardly depends on the input.");

        foreach (string target in new[] { InstructionSets.Best, "Portable" }.Distinct())
        {
            using CompiledBatch batch = CompiledBatch.Compile(target, declaration);
            using Network network = batch.Create(name);
            Check($"{name} on {target}", network, items, expected, weights);
        }
    }

    private static void Check(string what, Network network, Tensor[][] items, IReadOnlyList<Tensor[]> expected, IReadOnlyDictionary<string, Tensor> weights)
    {
        // Weights of auxiliary outputs must not matter.
        network.SetParameters([.. network.Parameters.Select(parameter => weights.GetValueOrDefault(parameter.Name) ?? new Tensor([.. parameter.Shape]).Map(_ => double.NaN))]);
        Assert.Subset(network.Parameters.Select(parameter => parameter.Name).ToHashSet(), weights.Keys.ToHashSet());
        int length = network.Info.OutputLength;
        float[] outputs = new float[items.Length * length];
        network.PredictBatch(items.SelectMany(item => item).SelectMany(input => input.ToSingles()).ToArray(), outputs);
        int start = 0;
        foreach ((OutputInfo output, Tensor[] values) in network.Info.Outputs.Zip(expected))
        {
            float[] actual = [.. Enumerable.Range(0, items.Length).SelectMany(item => outputs.Skip((item * length) + start).Take(output.Length))];
            Agreement.Check($"{what}, {output.Name}", values, actual, Tolerance);
            start += output.Length;
        }

        Assert.Equal(length, start);
    }

    private static NetworkGraph Build(NetworkDeclaration declaration)
    {
        string[] missing = [.. Kinds(declaration.Layers).Distinct().Where(kind => !LayerRegistry.IsLayer(kind))];
        Skip.If(missing.Length > 0, $"The compiler does not have {string.Join(", ", missing)}.");
        return DeclaredNetworks.Build(declaration);
    }

    private static IEnumerable<string> Kinds(IEnumerable<LayerDeclaration> layers) =>
        layers.SelectMany(layer => layer.IsBlock ? Kinds(layer.Body) : layer.Kind is "Input" or "Output" or "AuxiliaryOutput" ? [] : [layer.Kind]);

    private static long CountParameters(NetworkGraph graph, IEnumerable<Output> outputs)
    {
        HashSet<Value> reaching = graph.Reaching(outputs.Select(output => output.Value));
        return graph.Nodes.Where(node => reaching.Contains(node.Output)).SelectMany(node => node.Parameters).Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Length);
    }

    /// <summary>Noise; indexes of words for an embedding, boxes for a layer that pools regions.</summary>
    private static Tensor Draw(NetworkGraph graph, Value input, Random random)
    {
        Node reader = graph.ConsumersOf(input).First();
        var arguments = new NamedArguments(reader.Declaration!.Arguments.Select(argument => (argument.Name, argument.Value)));
        int[] shape = input.Shape.Dimensions;
        int Pixels(int size) => (int)(size / arguments.Number("Scale", 1));
        return Tensor.FromSingles(shape, reader.Operation.Kind switch
        {
            "Embedding" => SampleInput.Words(random, shape[0], arguments.Whole("count")),
            "RoiPool" or "RoiAlign" when input != reader.Inputs[0] => SampleInput.Regions(random, shape[1], Pixels(reader.Inputs[0].Shape.Height), Pixels(reader.Inputs[0].Shape.Width)),
            _ => SampleInput.Noise(random, (int)input.Shape.Length),
        });
    }
}
