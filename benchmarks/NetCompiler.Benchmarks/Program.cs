using Benchmarks;

switch (args)
{
    case ["micro"]:
        MicroBenchmark.Run();
        return 0;
    case ["generator"]:
        GeneratorBenchmark.Run();
        return 0;
    case ["zoo"]:
        ZooBenchmark.Run();
        return 0;
    default:
        Console.Error.WriteLine("""
            micro      speed of prediction, of convolutions, and of training (about a minute)
            generator  how long the compiler takes for LeNet-5, and after an unrelated edit
            zoo        how long it takes for ResNet-50 and for all networks of samples/Zoo, and how much it writes
            """);
        return 1;
}
