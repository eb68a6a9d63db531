using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>The command line.</summary>
internal sealed class InferenceCommand
{
    /// <summary>The first argument with which <see cref="TwinBenchmark"/> starts this program.</summary>
    public const string Solo = "solo";

    private const int Failed = 1, BadArguments = 2;

    private readonly Option<string> _library = new("--library")
    {
        Description = "ONNX Runtime's shared library.",
        HelpName = "PATH",
        Required = true,
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads of both sides. Default: 1.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0
            ? threads
            : Refuse<int>(result, "--threads needs a whole number above 0"),
    };

    private readonly Option<IReadOnlyList<Entrant>> _networks = new("--networks")
    {
        Description = "Names separated by commas, upper and lower case are the same; 'all' for the whole zoo. Default: the table's twelve.",
        HelpName = "A,B,…",
        DefaultValueFactory = _ => Entrant.Table,
        CustomParser = FindNetworks,
    };

    private readonly Option<Entrant?> _layers = new("--layers")
    {
        Description = "Compares one network layer by layer instead.",
        HelpName = "NAME",
        CustomParser = result => Find(result, result.Tokens[0].Value),
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Also writes everything to a file.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _aheadOfTime = new("--ahead-of-time")
    {
        Description = "Compares with the same networks in this executable instead.",
        HelpName = "PATH",
    };

    private InferenceCommand()
    {
        Root = new RootCommand("Compiled networks beside ONNX Runtime: the same weights, the same input, in one process, in turn.") { _library, _threads, _networks, _layers, _json, _aheadOfTime };
        Root.SetAction(Run);
    }

    private RootCommand Root { get; }

    /// <summary>Parses the arguments and does what they say.</summary>
    /// <returns>0, 1 when a network failed, or 2 when the arguments make no sense.</returns>
    public static int Invoke(string[] arguments)
    {
        ParseResult result = new InferenceCommand().Root.Parse(arguments);
        if (result.Errors.Count > 0)
            return Fail(BadArguments, $"{result.Errors[0].Message} (--help shows the options)");
        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException or OrtException)
        {
            // What can go wrong outside the program fits in a line; anything else is a defect and shows its stack.
            return Fail(Failed, exception.Message);
        }
    }

    private int Run(ParseResult parsed)
    {
        OrtApi api = OrtApi.Load(parsed.GetRequiredValue(_library));
        int threads = parsed.GetValue(_threads);
        IReadOnlyList<Entrant> networks = parsed.GetRequiredValue(_networks);
        string? json = parsed.GetValue(_json);
        var benchmark = new InferenceBenchmark(api, threads);
        if (parsed.GetValue(_aheadOfTime) is { } executable)
            new TwinBenchmark(api, executable, threads).Run(networks, json);
        else if (parsed.GetValue(_layers) is { } entrant)
            benchmark.RunLayers(entrant, json);
        else if (!benchmark.Run(networks, json))
            return Failed;
        return 0;
    }

    private static IReadOnlyList<Entrant>? FindNetworks(ArgumentResult result)
    {
        string[] names = result.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names is ["all"])
            return Entrant.All;
        Entrant[] found = [.. names.Select(name => Find(result, name)).OfType<Entrant>()];
        return found.Length == names.Length ? found : null;
    }

    private static Entrant? Find(ArgumentResult result, string name) =>
        Entrant.All.FirstOrDefault(entrant => string.Equals(entrant.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? Refuse<Entrant>(result, $"there is no network '{name}'; there are {string.Join(", ", Entrant.All.Select(entrant => entrant.Name))}");

    private static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"inference: {message}");
        return code;
    }
}
