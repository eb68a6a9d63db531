namespace NetCompiler;

/// <summary>Which tensor of a file goes into which parameter; checked, so that reading can fail only by input and output.</summary>
internal sealed class WeightMatch
{
    private WeightMatch(IReadOnlyList<(SafetensorsTensor Tensor, ParameterInfo Parameter)> pairs, WeightReport report)
    {
        Pairs = pairs;
        Report = report;
    }

    /// <summary>The tensors to read, in the order of their data.</summary>
    public IReadOnlyList<(SafetensorsTensor Tensor, ParameterInfo Parameter)> Pairs { get; }

    /// <summary>The comparison of names.</summary>
    public WeightReport Report { get; }

    /// <summary>Compares a file with a network.</summary>
    /// <exception cref="WeightFormatException">A tensor has another shape or no floating-point type, two go into the same parameter, or
    /// the names differ in a strict load.</exception>
    public static WeightMatch Create(SafetensorsReader file, IReadOnlyList<ParameterInfo> parameters, WeightLoading loading)
    {
        Dictionary<string, ParameterInfo> byName = parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        var pairs = new List<(SafetensorsTensor Tensor, ParameterInfo Parameter)>();
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        var unexpected = new List<string>();
        var ignored = new List<string>();

        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            string? name = loading.NameInNetwork(tensor.Name);
            if (name is null)
            {
                ignored.Add(tensor.Name);
            }
            else if (byName.TryGetValue(name, out ParameterInfo? parameter))
            {
                if (!sources.TryAdd(name, tensor.Name))
                {
                    throw new WeightFormatException(
                        file.File, tensor.Name, $"one tensor for '{name}'", $"a second one beside '{WeightFormatException.Printable(sources[name])}'");
                }

                CheckTensor(file.File, tensor, parameter);
                pairs.Add((tensor, parameter));
            }
            else
            {
                (IsBatchCounter(tensor, name) ? ignored : unexpected).Add(tensor.Name);
            }
        }

        var report = new WeightReport(
            file.File,
            [.. parameters.Select(parameter => parameter.Name).Where(sources.ContainsKey)],
            [.. parameters.Select(parameter => parameter.Name).Where(name => !sources.ContainsKey(name))],
            unexpected,
            ignored);

        return loading.Strict && !report.IsExact
            ? throw new WeightFormatException(file.File, null, "exactly the network's tensors", report.ToString(), report)
            : new WeightMatch(pairs, report);
    }

    private static void CheckTensor(string file, SafetensorsTensor tensor, ParameterInfo parameter)
    {
        if (!tensor.Shape.SequenceEqual(parameter.Shape.Select(size => (long)size)))
        {
            throw new WeightFormatException(
                file,
                tensor.Name,
                $"shape {SafetensorsTensor.Format(parameter.Shape)}",
                $"shape {WeightFormatException.Printable(SafetensorsTensor.Format(tensor.Shape))}");
        }

        if (!SafetensorsReader.CanRead(tensor.Type))
        {
            throw new WeightFormatException(file, tensor.Name, "F32, F64, F16 or BF16", tensor.Type.Name);
        }
    }

    private static bool IsBatchCounter(SafetensorsTensor tensor, string name) =>
        tensor.Type == SafetensorsType.I64 && tensor.Shape.Count == 0
        && (name == "num_batches_tracked" || name.EndsWith(".num_batches_tracked", StringComparison.Ordinal));
}
