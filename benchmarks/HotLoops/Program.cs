using Benchmarks;
using NetCompiler;
using Samples;

// Runs every kernel of the networks once, so that the just-in-time compiler compiles it: one image, many, a step of training, and a smaller one.
const int Images = 71;

using var lenet5 = new LeNet5();
using var keras = new KerasCnn();
using var others = new OtherConvolutions();
using var tiled = new TiledConvolutions();
foreach (Network network in new Network[] { lenet5, keras, others, tiled })
{
    var images = new RandomImages(Images, network.Info.InputLength, network.Info.OutputLength);
    var scores = new float[Images * images.TargetLength];
    network.PredictBatch(images.Inputs[..images.InputLength], scores.AsSpan(0, images.TargetLength));
    network.PredictBatch(images.Inputs, scores);
    await new Trainer(network, new Sgd(learningRate: 0.01f), Loss.CrossEntropy).FitAsync(images, epochs: 1);
    Console.WriteLine($"{network.Info.Name} {network.Info.Target}");
}
