using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>Regions that the caller passes beside the image, and regions that are none.</summary>
public sealed class RegionTests : TargetTests
{
    /// <summary>The first layer, on both inputs of a network: batches hold the image and then the boxes of each item.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void RegionsMayBeAnInputOfTheNetwork(string target)
    {
        SkipUnlessRunnable(target);
        const int Items = 3, Boxes = 5;
        int[] shape = [19, 7, 6];
        RegionReference[] layers = [new RoiPoolReference(2, 3, "boxes") { Scale = 0.5f }, new RoiAlignReference(3, 1, "boxes") { Scale = 0.5f }];
        using CompiledBatch batch = CompiledBatch.Compile(
            target, [], otherSource: string.Concat(layers.Select(layer => $"[Network({string.Join(", ", shape)})]\n[Input(\"boxes\", 4, {Boxes})]\n[{layer.ToAttribute()}]\npublic partial class {layer.Kind};\n")));
        var random = new RandomValues(23);
        foreach (RegionReference layer in layers)
        {
            using Network network = batch.Create(layer.Kind);
            Tensor[] images = [.. Enumerable.Range(0, Items).Select(_ => random.Tensor(shape, -1, 1))], boxes = [.. Enumerable.Range(0, Items).Select(_ => random.Tensor([4, Boxes], -4, 16))];
            Tensor[] expected = [.. images.Zip(boxes, (image, regions) => layer.Forward([image, regions], []))];
            var output = new float[Items * expected[0].Length];
            network.PredictBatch([.. images.Zip(boxes, (image, regions) => image.ToSingles().Concat(regions.ToSingles())).SelectMany(item => item)], output);
            Agreement.Check($"the regions of {layer.Kind}", expected, output, 1e-5);
        }
    }

    /// <summary>No coordinate leads outside the image; NaN stays visible.</summary>
    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void AbsurdRegionsReadNothing(string target)
    {
        SkipUnlessRunnable(target);
        ReferenceNetwork Of(string name, ReferenceLayer layer) => new(name, [1], new EmbeddingReference(1, 4) { Frozen = true, Name = "boxes" }, new EmbeddingReference(1, 7) { From = "input" }, new GramReference(), layer);
        using CompiledBatch batch = CompiledBatch.Compile(target, [Of("Pool", new RoiPoolReference(2, 2, "boxes")), Of("Align", new RoiAlignReference(2, 2, "boxes"))]);
        foreach (string name in new[] { "Pool", "Align" })
        {
            using Network network = batch.Create(name);
            network.Parameters[1].Values.Fill(1f);
            foreach (float absurd in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3e38f, -3e38f, 3e9f, -3e9f })
            {
                for (int coordinate = 0; coordinate < 4; coordinate++)
                {
                    float[] box = [1, 1, 5, 5];
                    box[coordinate] = absurd;
                    box.CopyTo(network.Parameters[0].Values);
                    network.NotifyParametersChanged();
                    var output = new float[4];
                    network.PredictBatch([0f], output);

                    // The image is the same everywhere, so that all that is read is 0, 1/7 or between them.
                    Assert.All(output, value => Assert.True(float.IsNaN(absurd) ? float.IsNaN(value) : value is >= 0 and <= 0.143f, $"{name} of [{string.Join(", ", box)}] has {value}."));
                }
            }
        }
    }
}
