using System.Globalization;

namespace Samples;

/// <summary>The command line, read by hand: a parsing library would be larger than the rest of the program.</summary>
internal sealed class EdgeOptions
{
    public const string Help = """
        Reads handwritten digits with a compiled network.

          edge --weights FILE --images FILE --labels FILE   the share of images that are recognised
          edge --weights FILE --images FILE --index N       draws image N and prints its scores
          edge --weights FILE --bench                       microseconds and allocated bytes per image
          edge --info                                       the network's layers and the instruction set in use

          --network lenet5|keras   the network; default lenet5
          --startup                prints the time from the start of the process to the first prediction
          --help                   this text

        Images and labels are IDX files, plain or compressed with gzip; weights are safetensors.
        """;

    public string? Weights { get; private set; }

    public string? Images { get; private set; }

    public string? Labels { get; private set; }

    public int? Index { get; private set; }

    public string Network { get; private set; } = "lenet5";

    public bool Bench { get; private set; }

    public bool Info { get; private set; }

    public bool Startup { get; private set; }

    public bool ShowHelp { get; private set; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">They make no sense.</exception>
    public static EdgeOptions Parse(string[] arguments)
    {
        EdgeOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--weights": options.Weights = Next(); break;
                case "--images": options.Images = Next(); break;
                case "--labels": options.Labels = Next(); break;
                case "--network": options.Network = Next(); break;
                case "--bench": options.Bench = true; break;
                case "--info": options.Info = true; break;
                case "--startup": options.Startup = true; break;
                case "--help" or "-h": options.ShowHelp = true; break;
                case "--index":
                    string text = Next();
                    options.Index = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                        ? index
                        : throw new UsageException($"--index needs a whole number from 0, not '{text}'");
                    break;
                default:
                    throw new UsageException($"unknown argument '{arguments[i]}'");
            }

            string Next() => i + 1 < arguments.Length ? arguments[++i] : throw new UsageException($"{arguments[i]} needs a value");
        }

        options.Check();
        return options;
    }

    private void Check()
    {
        if (ShowHelp)
            return;
        if (Network is not ("lenet5" or "keras"))
            throw new UsageException($"--network needs lenet5 or keras, not '{Network}'");
        if (Index is not null && Images is null)
            throw new UsageException("--index needs --images");
        if (Labels is not null && Images is null)
            throw new UsageException("--labels needs --images");
        if (!Info && !Bench && !Startup && Index is null && Labels is null)
            throw new UsageException("nothing to do: give --labels, --index, --bench, --startup or --info");
        if (Weights is null && !Info)
            throw new UsageException("--weights is missing");
    }
}

/// <summary>The command line makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message);
