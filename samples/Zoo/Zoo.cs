using static Samples.SampleInput;
using static Samples.ZooNetwork;

namespace Samples;

/// <summary>All networks of the zoo, by family and year.</summary>
internal static class Zoo
{
    public static IReadOnlyList<ZooNetwork> All { get; } =
    [
        // Digits
        new((seed, threads) => new ZipNet1(seed, threads), ZipNet1.Describe, 2_570, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new((seed, threads) => new ZipNet2(seed, threads), ZipNet2.Describe, 3_214, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new((seed, threads) => new ZipNet3(seed, threads), ZipNet3.Describe, 1_226, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new((seed, threads) => new ZipNet4(seed, threads), ZipNet4.Describe, 1_132, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new((seed, threads) => new ZipNet5(seed, threads), ZipNet5.Describe, 1_060, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new((seed, threads) => new LeNet5Original(seed, threads), LeNet5Original.Describe, 60_000, "paper", "LeCun et al. 1998, figure 2"),
        new((seed, threads) => new LeNet5(seed, threads), LeNet5.Describe, 61_706, ByHand, "LeCun et al. 1998, as built today"),
        new((seed, threads) => new KerasCnn(seed, threads), KerasCnn.Describe, 34_826, "Keras", "Chollet, Simple MNIST convnet"),
        new((seed, threads) => new KerasFullyConvolutional(seed, threads), KerasFullyConvolutional.Describe, 93_962, ByHand, "its fully convolutional twin"),

        // Classification
        new((seed, threads) => new AlexNet(seed, threads), AlexNet.Describe, 60_965_224, ByHand, "Krizhevsky et al. 2012, section 3.5"),
        new((seed, threads) => new AlexNetOneTower(seed, threads), AlexNetOneTower.Describe, 61_100_840, "torchvision", "Krizhevsky 2014"),
        new((seed, threads) => new NinCifar(seed, threads), NinCifar.Describe, 966_986, ByHand, "Lin et al. 2014"),
        new((seed, threads) => new NinImageNet(seed, threads), NinImageNet.Describe, 7_595_176, ByHand, "Lin et al. 2014"),
        new((seed, threads) => new Vgg16(seed, threads), Vgg16.Describe, 138_357_544, "torchvision", "Simonyan, Zisserman 2015, table 1 D"),
        new((seed, threads) => new Vgg19(seed, threads), Vgg19.Describe, 143_667_240, "torchvision", "Simonyan, Zisserman 2015, table 1 E"),
        new((seed, threads) => new GoogLeNet(seed, threads), GoogLeNet.Describe, 6_998_552, ByHand, "Szegedy et al. 2015, table 1") { ParametersInTraining = 13_378_280 },
        new((seed, threads) => new GoogLeNetBn(seed, threads), GoogLeNetBn.Describe, 6_624_904, "torchvision", "Szegedy et al. 2015, as in torchvision") { ParametersInTraining = 13_004_888 },
        new((seed, threads) => new InceptionV2(seed, threads), InceptionV2.Describe, 11_188_288, ByHand, "Ioffe, Szegedy 2015, figure 5"),
        new((seed, threads) => new InceptionV3(seed, threads), InceptionV3.Describe, 23_834_568, "torchvision", "Szegedy et al. 2016, table 1") { ParametersInTraining = 27_161_264 },
        new((seed, threads) => new InceptionV4(seed, threads), InceptionV4.Describe, 42_679_816, "timm", "Szegedy et al. 2017, figure 9"),
        new((seed, threads) => new InceptionResNetV2(seed, threads), InceptionResNetV2.Describe, 55_843_464, "timm", "Szegedy et al. 2017, figure 15"),
        new((seed, threads) => new ResNet18(seed, threads), ResNet18.Describe, 11_689_512, "torchvision", "He et al. 2016, table 1"),
        new((seed, threads) => new ResNet34(seed, threads), ResNet34.Describe, 21_797_672, "torchvision", "He et al. 2016, table 1"),
        new((seed, threads) => new ResNet50(seed, threads), ResNet50.Describe, 25_557_032, "torchvision", "He et al. 2016, table 1"),
        new((seed, threads) => new CifarResNet20(seed, threads), CifarResNet20.Describe, 272_474, ByHand, "He et al. 2016, section 4.2"),
        new((seed, threads) => new SeResNet50(seed, threads), SeResNet50.Describe, 28_088_024, "timm", "Hu et al. 2018, table 1"),
        new((seed, threads) => new SqueezeNet(seed, threads), SqueezeNet.Describe, 1_235_496, "torchvision", "Iandola et al. 2016, version 1.1"),
        new((seed, threads) => new MobileNetV1(seed, threads), MobileNetV1.Describe, 4_231_976, "Keras", "Howard et al. 2017, table 1"),
        new((seed, threads) => new MobileNetV2(seed, threads), MobileNetV2.Describe, 3_504_872, "torchvision", "Sandler et al. 2018, table 2"),

        // Segmentation
        new((seed, threads) => new Fcn32ResNet18(seed, threads), Fcn32ResNet18.Describe, 12_993_621, ByHand, "Long et al. 2015, on ResNet-18"),
        new((seed, threads) => new UNet(seed, threads), UNet.Describe, 31_030_658, ByHand, "Ronneberger et al. 2015, figure 1"),
        new((seed, threads) => new UNetPadded(seed, threads), UNetPadded.Describe, 31_030_658, ByHand, "Ronneberger et al. 2015, padded"),
        new((seed, threads) => new MaskHead(seed, threads), MaskHead.Describe, 2_643_280, ByHand, "He et al. 2017, figure 4"),

        // Detection
        new((seed, threads) => new Localiser(seed, threads), Localiser.Describe, 11_180_616, ByHand, "Sermanet et al. 2014, on ResNet-18"),
        new((seed, threads) => new FasterRcnnProposals(seed, threads), FasterRcnnProposals.Describe, 17_102_198, ByHand, "Ren et al. 2015, figure 3"),
        new((seed, threads) => new FasterRcnnHead(seed, threads), FasterRcnnHead.Describe, 119_976_041, ByHand, "Girshick 2015, section 2")
        {
            Input = random => [.. Noise(random, 512 * 37 * 50), .. Regions(random, count: 300, height: 600, width: 800)],
        },
        new((seed, threads) => new YoloV1Tiny(seed, threads), YoloV1Tiny.Describe, 27_095_374, "Darknet's cfg", "Redmon et al. 2016"),
        new((seed, threads) => new YoloV2(seed, threads), YoloV2.Describe, 50_655_389, "Darknet's cfg", "Redmon, Farhadi 2017"),
        new((seed, threads) => new YoloV3Tiny(seed, threads), YoloV3Tiny.Describe, 8_852_366, "Darknet's cfg", "Redmon, Farhadi 2018"),
        new((seed, threads) => new YoloV3(seed, threads), YoloV3.Describe, 61_949_149, "Darknet's cfg", "Redmon, Farhadi 2018, table 1"),
        new((seed, threads) => new YoloV4(seed, threads), YoloV4.Describe, 64_363_101, "Darknet's cfg", "Bochkovskiy et al. 2020"),
        new((seed, threads) => new FacialKeypoints(seed, threads), FacialKeypoints.Describe, 16_561_502, ByHand, "Nouri 2014, net 7"),

        // Text, style, retrieval
        new((seed, threads) => new KimCnn(seed, threads), KimCnn.Describe, 360_902 + (18_765 * 300), ByHand, "Kim 2014") { Input = random => Words(random, 64, 18_765) },
        new((seed, threads) => new Captioner(seed, threads), Captioner.Describe, 23_790_416, ByHand, "Vinyals et al. 2015, on ResNet-18")
        {
            Input = random => [.. Noise(random, 3 * 224 * 224), .. Words(random, 20, 10_000)],
        },
        new((seed, threads) => new StyleTransfer(seed, threads), StyleTransfer.Describe, 1_679_235, "PyTorch's examples", "Johnson et al. 2016"),
        new((seed, threads) => new StyleLoss(seed, threads), StyleLoss.Describe, 7_635_264, ByHand, "Johnson et al. 2016, figure 2"),
        new((seed, threads) => new ImageEmbedding(seed, threads), ImageEmbedding.Describe, 11_242_176, ByHand, "Schroff et al. 2015, on ResNet-18"),
    ];
}
