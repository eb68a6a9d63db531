using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NetCompiler;
using Samples.Views;

namespace Samples;

/// <summary>The command line.</summary>
internal sealed class ZooCommand
{
    private readonly Argument<ZooNetwork> _network = new("NAME")
    {
        Description = "A network, by its name in the list; upper and lower case are the same.",
        CustomParser = FindNetwork,
    };

    private readonly Option<int?> _depth = new("--depth")
    {
        Description = "How many parts of a dotted name to show: 1 shows each block as one line. Default: all.",
        HelpName = "N",
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int depth) && depth > 0
            ? depth
            : Refuse<int?>(result, "--depth needs a whole number above 0"),
    };

    private readonly Option<string> _folder = new("--output", "-o")
    {
        Description = "The folder for the files.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Chooses weights and input.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed)
            ? seed
            : Refuse<int>(result, "--seed needs a whole number"),
    };

    private ZooCommand()
    {
        var list = new Command("list", "Lists all networks with their costs; ends with 1 if a number of parameters is not the published one.");
        list.SetAction(_ => NetworkList.Print(Zoo.All, Console.Out) ? 0 : 1);

        var summary = new Command("summary", "Shows a network's layers: shapes, parameters, multiply-adds.") { _network, _depth };
        summary.SetAction(parsed => WithNetwork(parsed, network => LayerSummary.Print(network.Describe(), Depth(parsed), Console.Out)));

        var graph = new Command("graph", "Writes a network's graph as NAME.mmd (Mermaid) and NAME.dot (Graphviz).") { _network, _folder, _depth };
        graph.SetAction(parsed => WithNetwork(parsed, network => WriteGraph(network.Describe(), parsed.GetRequiredValue(_folder), Depth(parsed))));

        var run = new Command("run", "Predicts once with weights and input drawn by a seed; shows the time and the first outputs.") { _network, _seed };
        run.SetAction(parsed => WithNetwork(parsed, network => NetworkRun.Print(network, parsed.GetValue(_seed), Console.Out)));

        Root = new RootCommand("Networks of the field, compiled from their declarations.") { list, summary, graph, run };
    }

    private RootCommand Root { get; }

    /// <summary>Parses the arguments and does what they say.</summary>
    /// <returns>0, 1 when it failed, or 2 when the arguments make no sense.</returns>
    public static int Invoke(string[] arguments)
    {
        ParseResult result = new ZooCommand().Root.Parse(arguments);
        if (result.Errors.Count > 0)
            return Fail(2, $"{result.Errors[0].Message} (--help shows the options)");
        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What can go wrong outside the program fits in a line; anything else is a defect and shows its stack.
            return Fail(1, exception.Message);
        }
    }

    private int WithNetwork(ParseResult parsed, Action<ZooNetwork> show)
    {
        show(parsed.GetRequiredValue(_network));
        return 0;
    }

    private int Depth(ParseResult parsed) => parsed.GetValue(_depth) ?? int.MaxValue;

    private static void WriteGraph(NetworkInfo info, string folder, int depth)
    {
        NetworkDiagram diagram = NetworkDiagram.Of(info, depth);
        Directory.CreateDirectory(folder);
        foreach ((string extension, string text) in new[] { ("mmd", MermaidGraph.Write(diagram)), ("dot", DotGraph.Write(diagram)) })
        {
            string path = Path.Combine(folder, $"{info.Name}.{extension}");
            File.WriteAllText(path, text);
            Console.WriteLine(path);
        }
    }

    private static ZooNetwork? FindNetwork(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        return Zoo.All.FirstOrDefault(network => string.Equals(network.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? Refuse<ZooNetwork>(result, $"there is no network '{name}'; 'zoo list' names them all");
    }

    private static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"zoo: {message}");
        return code;
    }
}
