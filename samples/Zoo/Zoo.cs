using static Samples.SampleInput;
using static Samples.ZooNetwork;

namespace Samples;

/// <summary>All networks of the zoo, by family and year.</summary>
internal static class Zoo
{
    public static IReadOnlyList<ZooNetwork> All { get; } =
    [
        // Digits
        new(seed => new ZipNet1(seed), ZipNet1.Describe, 2_570, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new(seed => new ZipNet2(seed), ZipNet2.Describe, 3_214, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new(seed => new ZipNet3(seed), ZipNet3.Describe, 1_226, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new(seed => new ZipNet4(seed), ZipNet4.Describe, 1_132, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new(seed => new ZipNet5(seed), ZipNet5.Describe, 1_060, "book", "Hastie, Tibshirani, Friedman 2009, section 11.7"),
        new(seed => new LeNet5Original(seed), LeNet5Original.Describe, 60_000, "paper", "LeCun et al. 1998, figure 2"),
        new(seed => new LeNet5(seed), LeNet5.Describe, 61_706, ByHand, "LeCun et al. 1998, as built today"),
        new(seed => new KerasCnn(seed), KerasCnn.Describe, 34_826, "Keras", "Chollet, Simple MNIST convnet"),
        new(seed => new KerasFullyConvolutional(seed), KerasFullyConvolutional.Describe, 93_962, ByHand, "its fully convolutional twin"),

        // Classification
        new(seed => new AlexNet(seed), AlexNet.Describe, 60_965_224, ByHand, "Krizhevsky et al. 2012, section 3.5"),
        new(seed => new AlexNetOneTower(seed), AlexNetOneTower.Describe, 61_100_840, "torchvision", "Krizhevsky 2014"),
        new(seed => new NinCifar(seed), NinCifar.Describe, 966_986, ByHand, "Lin et al. 2014"),
        new(seed => new NinImageNet(seed), NinImageNet.Describe, 7_595_176, ByHand, "Lin et al. 2014"),
        new(seed => new Vgg16(seed), Vgg16.Describe, 138_357_544, "torchvision", "Simonyan, Zisserman 2015, table 1 D"),
        new(seed => new Vgg19(seed), Vgg19.Describe, 143_667_240, "torchvision", "Simonyan, Zisserman 2015, table 1 E"),
        new(seed => new GoogLeNet(seed), GoogLeNet.Describe, 6_998_552, ByHand, "Szegedy et al. 2015, table 1") { ParametersInTraining = 13_378_280 },
        new(seed => new GoogLeNetBn(seed), GoogLeNetBn.Describe, 6_624_904, "torchvision", "Szegedy et al. 2015, as in torchvision") { ParametersInTraining = 13_004_888 },
        new(seed => new InceptionV2(seed), InceptionV2.Describe, 11_188_288, ByHand, "Ioffe, Szegedy 2015, figure 5"),
        new(seed => new InceptionV3(seed), InceptionV3.Describe, 23_834_568, "torchvision", "Szegedy et al. 2016, table 1") { ParametersInTraining = 27_161_264 },
        new(seed => new InceptionV4(seed), InceptionV4.Describe, 42_679_816, "timm", "Szegedy et al. 2017, figure 9"),
        new(seed => new InceptionResNetV2(seed), InceptionResNetV2.Describe, 55_843_464, "timm", "Szegedy et al. 2017, figure 15"),
        new(seed => new ResNet18(seed), ResNet18.Describe, 11_689_512, "torchvision", "He et al. 2016, table 1"),
        new(seed => new ResNet34(seed), ResNet34.Describe, 21_797_672, "torchvision", "He et al. 2016, table 1"),
        new(seed => new ResNet50(seed), ResNet50.Describe, 25_557_032, "torchvision", "He et al. 2016, table 1"),
        new(seed => new CifarResNet20(seed), CifarResNet20.Describe, 272_474, ByHand, "He et al. 2016, section 4.2"),
        new(seed => new SeResNet50(seed), SeResNet50.Describe, 28_088_024, "timm", "Hu et al. 2018, table 1"),
        new(seed => new SqueezeNet(seed), SqueezeNet.Describe, 1_235_496, "torchvision", "Iandola et al. 2016, version 1.1"),
        new(seed => new MobileNetV1(seed), MobileNetV1.Describe, 4_231_976, "Keras", "Howard et al. 2017, table 1"),
        new(seed => new MobileNetV2(seed), MobileNetV2.Describe, 3_504_872, "torchvision", "Sandler et al. 2018, table 2"),

        // Segmentation
        new(seed => new Fcn32ResNet18(seed), Fcn32ResNet18.Describe, 12_993_621, ByHand, "Long et al. 2015, on ResNet-18"),
        new(seed => new UNet(seed), UNet.Describe, 31_030_658, ByHand, "Ronneberger et al. 2015, figure 1"),
        new(seed => new UNetPadded(seed), UNetPadded.Describe, 31_030_658, ByHand, "Ronneberger et al. 2015, padded"),
        new(seed => new MaskHead(seed), MaskHead.Describe, 2_643_280, ByHand, "He et al. 2017, figure 4"),

        // Detection
        new(seed => new Localiser(seed), Localiser.Describe, 11_180_616, ByHand, "Sermanet et al. 2014, on ResNet-18"),
        new(seed => new FasterRcnnProposals(seed), FasterRcnnProposals.Describe, 17_102_198, ByHand, "Ren et al. 2015, figure 3"),
        new(seed => new FasterRcnnHead(seed), FasterRcnnHead.Describe, 119_976_041, ByHand, "Girshick 2015, section 2")
        {
            Input = random => [.. Noise(random, 512 * 37 * 50), .. Regions(random, count: 300, height: 600, width: 800)],
        },
        new(seed => new YoloV1Tiny(seed), YoloV1Tiny.Describe, 27_095_374, "Darknet's cfg", "Redmon et al. 2016"),
        new(seed => new YoloV2(seed), YoloV2.Describe, 50_655_389, "Darknet's cfg", "Redmon, Farhadi 2017"),
        new(seed => new YoloV3Tiny(seed), YoloV3Tiny.Describe, 8_852_366, "Darknet's cfg", "Redmon, Farhadi 2018"),
        new(seed => new YoloV3(seed), YoloV3.Describe, 61_949_149, "Darknet's cfg", "Redmon, Farhadi 2018, table 1"),
        new(seed => new YoloV4(seed), YoloV4.Describe, 64_363_101, "Darknet's cfg", "Bochkovskiy et al. 2020"),
        new(seed => new FacialKeypoints(seed), FacialKeypoints.Describe, 16_561_502, ByHand, "Nouri 2014, net 7"),

        // Text, style, retrieval
        new(seed => new KimCnn(seed), KimCnn.Describe, 360_902 + (18_765 * 300), ByHand, "Kim 2014") { Input = random => Words(random, 64, 18_765) },
        new(seed => new Captioner(seed), Captioner.Describe, 23_790_416, ByHand, "Vinyals et al. 2015, on ResNet-18")
        {
            Input = random => [.. Noise(random, 3 * 224 * 224), .. Words(random, 20, 10_000)],
        },
        new(seed => new StyleTransfer(seed), StyleTransfer.Describe, 1_679_235, "PyTorch's examples", "Johnson et al. 2016"),
        new(seed => new StyleLoss(seed), StyleLoss.Describe, 7_635_264, ByHand, "Johnson et al. 2016, figure 2"),
        new(seed => new ImageEmbedding(seed), ImageEmbedding.Describe, 11_242_176, ByHand, "Schroff et al. 2015, on ResNet-18"),
    ];
}
