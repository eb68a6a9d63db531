using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Samples;

/// <summary>The command line.</summary>
internal sealed class DigitsCommand
{
    private const string DataVariable = "NETCOMPILER_DATA";

    private readonly Option<string?> _data = new("--data")
    {
        Description = $"Train on the MNIST files in this folder. Without a folder: ${DataVariable}/mnist. Without the option: digits that the program draws.",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _testOn = new("--test-on")
    {
        Description = "Also measure the trained network on the MNIST test files in this folder.",
        HelpName = "DIR",
    };

    private readonly Option<NetworkChoice?> _network = new("--network")
    {
        Description = $"The network to train. Default: {NetworkChoice.All[0].Name}.",
        HelpName = string.Join('|', NetworkChoice.All.Select(choice => choice.Name)),
        CustomParser = result => NetworkChoice.All.FirstOrDefault(choice => choice.Name == result.Tokens[0].Value)
            ?? Refuse<NetworkChoice>(result, string.Join(" or ", NetworkChoice.All.Select(choice => choice.Name))),
    };

    private readonly Option<int?> _epochs = Whole("--epochs", "How often to go through the images. Default: 8, or 12 with --data.");
    private readonly Option<int?> _batch = Whole("--batch", "Images per step. Default: 64.");
    private readonly Option<int?> _threads = Whole("--threads", "Threads that share the work; the result is the same at any number. Default: one per processor.");

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Chooses the first weights, the drawn digits and their order.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed)
            ? seed
            : Refuse<int>(result, "a whole number"),
    };

    private readonly Option<float?> _learningRate = new("--learning-rate")
    {
        Description = $"The step size of the first epoch. Default: {string.Join(", ", NetworkChoice.All.Select(n => $"{n.LearningRate} for {n.Name}"))}.",
        HelpName = "X",
        CustomParser = result =>
            float.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out float rate) && rate > 0 && float.IsFinite(rate)
                ? rate
                : Refuse<float?>(result, "a number above 0"),
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Where to save the weights. Default: the network's name with .safetensors.",
        HelpName = "FILE",
    };

    private DigitsCommand()
    {
        Root = new RootCommand("Trains a compiled convolutional network to read handwritten digits. Ctrl+C stops early and saves.")
        {
            _data, _testOn, _network, _epochs, _batch, _threads, _seed, _learningRate, _out,
        };
    }

    private RootCommand Root { get; }

    /// <summary>Parses the arguments and runs <paramref name="run"/>.</summary>
    /// <returns>Its exit code, 0 after help, or 2 when the arguments make no sense.</returns>
    public static int Invoke(string[] arguments, Func<DigitsOptions, int> run)
    {
        DigitsCommand command = new();
        string? usage = null;
        command.Root.SetAction(parsed =>
        {
            usage = command.TryRead(parsed, out DigitsOptions? options);
            return options is null ? 2 : run(options);
        });
        ParseResult result = command.Root.Parse(arguments);
        if (result.Errors.Count > 0)
            usage = result.Errors[0].Message;
        // The program has its own answers to Ctrl+C and to exceptions.
        int code = usage is not null ? 2 : result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        if (usage is not null)
            Console.Error.WriteLine($"digits: {usage} (--help shows the options)");
        return code;
    }

    /// <summary>Turns parsed options into what they mean, or says what is wrong with them.</summary>
    private string? TryRead(ParseResult parsed, out DigitsOptions? options)
    {
        options = null;
        string? data = parsed.GetValue(_data);
        if (data is null && parsed.GetResult(_data) is not null)
        {
            string? root = Environment.GetEnvironmentVariable(DataVariable);
            if (string.IsNullOrEmpty(root))
                return $"--data needs a folder, or the environment variable {DataVariable} must name the one above it";
            data = Path.Combine(root, "mnist");
        }

        NetworkChoice network = parsed.GetValue(_network) ?? NetworkChoice.All[0];
        options = new DigitsOptions
        {
            Data = data,
            TestOn = parsed.GetValue(_testOn),
            Network = network,
            Epochs = parsed.GetValue(_epochs) ?? (data is null ? 8 : 12),
            BatchSize = parsed.GetValue(_batch) ?? 64,
            Threads = parsed.GetValue(_threads) ?? Environment.ProcessorCount,
            Seed = parsed.GetValue(_seed),
            LearningRate = parsed.GetValue(_learningRate) ?? network.LearningRate,
            Output = parsed.GetValue(_out) ?? $"{network.Name}.safetensors",
        };
        return null;
    }

    private static Option<int?> Whole(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : Refuse<int?>(result, "a whole number above 0"),
    };

    private static T? Refuse<T>(ArgumentResult result, string wanted)
    {
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} needs {wanted}, not '{result.Tokens[0].Value}'");
        return default;
    }
}
