using Benchmarks;
using Benchmarks.Tuning;

switch (args)
{
    case ["micro"]:
        MicroBenchmark.Run();
        return 0;
    case ["generator"]:
        GeneratorBenchmark.Run();
        return 0;
    case ["threads", .. var networks]:
        ThreadBenchmark.Run(networks);
        return 0;
    case ["zoo"]:
        ZooBenchmark.Run();
        return 0;
    case ["tune", .. var options] when TuningOptions.Parse(options) is { } tuning:
        return TuningBenchmark.Run(tuning.Networks, tuning.Output);
    default:
        Console.Error.WriteLine("""
            micro      speed of prediction, of convolutions, and of training (about a minute)
            generator  how long the compiler takes for LeNet-5, and after an unrelated edit
            threads    what it costs to share work among threads, and how much faster predictions on two are; names of networks may follow
            zoo        how long it takes for ResNet-50 and for all networks of samples/Zoo, and how much it writes
            tune       [--networks A,B,…|all] [--output FILE]   measures other schedules than the estimated best, and writes a tuning file
            """);
        return 2;
}
