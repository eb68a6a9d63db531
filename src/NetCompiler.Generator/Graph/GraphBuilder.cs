using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Layers;

namespace NetCompiler.Generator.Graph;

/// <summary>Turns a declaration into a graph: names, joins, shapes and weights. All problems go into one list; the graph is null if any is an error.</summary>
internal sealed class GraphBuilder
{
    /// <summary>What layers call the network's input.</summary>
    public const string InputName = "input";

    private const string PreviousName = "previous";

    /// <summary>Weights of one tensor from which on a network is surely a mistake, such as a dense layer on a large image.</summary>
    private const long AbsurdLength = 1_000_000_000;

    /// <summary>Parameters are addressed with 32-bit numbers; each tensor starts a cache line.</summary>
    private const long MaximumParameters = int.MaxValue - 64;

    private readonly NetworkDeclaration _declaration;
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly NetworkGraph? _graph;
    private int _parameterOffset;

    private GraphBuilder(NetworkDeclaration declaration)
    {
        _declaration = declaration;
        if (InputShape(declaration.InputShape) is { } shape)
        {
            var input = new Value(InputName, shape);
            _values.Add(InputName, input);
            _graph = new NetworkGraph { Input = input };
        }
    }

    public static NetworkGraph? Build(NetworkDeclaration declaration, out IReadOnlyList<Problem> problems)
    {
        var builder = new GraphBuilder(declaration);
        builder.AddLayers();
        if (!builder.HasErrors)
            builder.CheckWhole(builder._graph!);
        problems = builder._problems;
        return builder.HasErrors ? null : builder._graph;
    }

    private bool HasErrors => _problems.Exists(problem => !Problems.IsWarning(problem.Id));

    private Shape? InputShape(EquatableArray<int> sizes)
    {
        var shape = Shape.Of(sizes);
        if (shape is null || sizes.Any(size => size < 1))
        {
            _problems.Add(new Problem(Problems.NoInput, -1, new([_declaration.Name, sizes.ToString()])));
            return null;
        }

        if (!shape.IsAddressable)
        {
            _problems.Add(new Problem(Problems.SizeOverflow, -1, new([_declaration.Name, $"the input {shape}"])));
            return null;
        }

        return shape;
    }

    private void AddLayers()
    {
        if (_declaration.Layers.Count == 0)
            _problems.Add(new Problem(Problems.NoLayers, -1, new([_declaration.Name])));

        // After the first layer whose shape is unknown only arguments and names are checked: one mistake, one message.
        Value? previous = _graph?.Input;
        for (int i = 0; i < _declaration.Layers.Count; i++)
        {
            LayerDeclaration layer = _declaration.Layers[i];
            if (!LayerRegistry.IsLayer(layer.Kind))
            {
                _problems.Add(new Problem(Problems.UnknownLayer, i, new([layer.Kind, Suggest(layer.Kind, LayerRegistry.Kinds)])));
                if (layer.Name is not null)
                    _values[layer.Name] = new Value(layer.Name, Shape.Flat(0));
                previous = null;
                continue;
            }

            var arguments = new LayerArguments(layer, i, _problems);
            Operation operation = LayerRegistry.Read(arguments);
            string name = NameOf(layer, operation, i);
            Value? input = layer.From is null ? previous : Find(layer.From, previous, i);
            previous = input is null ? null : AddNode(i, name, operation, input);
            if (previous is null)
                _values[name] = new Value(name, Shape.Flat(0));   // known by name, so that later uses of it are no second mistake
        }

        if (previous is not null)
            _graph!.Outputs.Add(previous);
    }

    /// <summary>What only the whole graph shows.</summary>
    private void CheckWhole(NetworkGraph graph)
    {
        HashSet<Value> read = [.. graph.Nodes.SelectMany(node => node.Inputs), .. graph.Outputs];
        foreach (Node node in graph.Nodes.Where(node => !read.Contains(node.Output)))
            _problems.Add(new Problem(Problems.Unused, node.Layer, new([Title(node.Operation, node.Name)])));

        foreach (Value output in graph.Outputs)
            CheckSoftmax(graph, output);

        // Offsets of activations and of their gradients are 32-bit numbers of floats; channels come in blocks of 16.
        long total = graph.Nodes.Select(node => node.Output).Append(graph.Input).Sum(value => PaddedLength(graph, value));
        if (total > Shape.MaximumTotal)
            _problems.Add(new Problem(Problems.SizeOverflow, -1, new([$"'{_declaration.Name}'", "the memory of all its layers together"])));
    }

    private static long PaddedLength(NetworkGraph graph, Value value)
    {
        Border border = graph.ConsumersOf(value).Aggregate(Border.None, (union, node) => union.Union(node.Operation.InputBorder(node, node.Inputs.IndexOf(value))));
        return Math.Min(value.Shape.BlockedLength(border), Shape.MaximumTotal + 1);
    }

    /// <summary>A softmax at the end is left out in training. Behind layers that change nothing about its values it would be kept, and a loss that takes logits would be given probabilities.</summary>
    private void CheckSoftmax(NetworkGraph graph, Value output)
    {
        Node? after = null;
        Node? node = graph.Nodes.Find(node => node.Output == output);
        while (node is not null && (node.Operation.IsProbability || node.Operation.IsView || node.Operation.IsIdentityAtInference))
        {
            if (node.Operation.IsProbability && after is not null)
            {
                _problems.Add(new Problem(Problems.SoftmaxNotLast, node.Layer, new([Title(node.Operation, node.Name), Title(after.Operation, after.Name)])));
                return;
            }

            after = node;
            node = graph.Nodes.Find(producer => producer.Output == after.Inputs[0]);
        }
    }

    private static string Title(Operation operation, string name) => $"{operation.Kind} '{name}'";

    private Value? AddNode(int layer, string name, Operation operation, Value input)
    {
        if (input.Shape.Length == 0)
            return null;
        int problems = _problems.Count;
        void Report(string id, object[] arguments) =>
            _problems.Add(new Problem(
                id, layer, new([Title(operation, name), .. arguments.Select(a => FormattableString.Invariant($"{a}"))]), id is Problems.WrongChannelCount or Problems.OutOfRange ? arguments[0] as string : null));

        if (operation.Infer(new ShapeInference(name, [input.Shape], [input.Name], Report)) is not { } inferred || _problems.Count > problems)
            return null;
        if (!inferred.Output.IsAddressable)
        {
            Report(Problems.SizeOverflow, [$"its output {inferred.Output}"]);
            return null;
        }

        var node = new Node { Name = name, Layer = layer, Operation = inferred.Operation, Output = new Value(name, inferred.Output) };
        node.Inputs.Add(input);
        foreach (ParameterShape shape in inferred.Operation.Parameters(input.Shape))
        {
            long length = Shape.Product(shape.Dimensions);
            if (length > MaximumParameters - _parameterOffset)
            {
                Report(Problems.SizeOverflow, [FormattableString.Invariant($"its {length} weights and those before it")]);
                return null;
            }

            if (length >= AbsurdLength)
                Report(Problems.AbsurdSize, [length, input.Shape]);
            var parameter = new Parameter($"{name}.{shape.Suffix}", shape.Dimensions, InitializerOf(shape, layer), shape.FanIn, shape.FanOut, _parameterOffset);
            _parameterOffset += (int)((length + 15) / 16 * 16);
            node.Parameters.Add(parameter);
            _graph!.Parameters.Add(parameter);
        }

        _graph!.Nodes.Add(node);
        _values[name] = node.Output;
        return node.Output;
    }

    /// <summary>Biases start at zero; weights as suits the function that follows them.</summary>
    private string InitializerOf(ParameterShape shape, int layer)
    {
        if (shape.Suffix == "bias")
            return "Zeros";
        bool rectifier = layer + 1 < _declaration.Layers.Count
            && LayerRegistry.IsLayer(_declaration.Layers[layer + 1].Kind)
            && LayerRegistry.Read(new LayerArguments(_declaration.Layers[layer + 1], layer + 1, [])).IsRectifier;
        return rectifier ? "HeNormal" : "GlorotUniform";
    }

    private string NameOf(LayerDeclaration layer, Operation operation, int index)
    {
        if (layer.Name is null)
        {
            string numbered;
            do
            {
                _numbers.TryGetValue(operation.NamePrefix, out int number);
                _numbers[operation.NamePrefix] = ++number;
                numbered = FormattableString.Invariant($"{operation.NamePrefix}{number}");
            }
            while (_values.ContainsKey(numbered) || _declaration.Layers.Any(other => other.Name == numbered));
            return numbered;
        }

        if (layer.Name is InputName or PreviousName || !IsName(layer.Name))
            _problems.Add(new Problem(Problems.InvalidName, index, new([layer.Kind, layer.Name]), "Name"));
        else if (_values.ContainsKey(layer.Name))
            _problems.Add(new Problem(Problems.DuplicateName, index, new([layer.Kind, layer.Name]), "Name"));
        return layer.Name;
    }

    /// <summary>Letters, digits and underscores, not starting with a digit: a name becomes part of tensor names and of method names.</summary>
    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_');

    private Value? Find(string name, Value? previous, int layer)
    {
        if (name == PreviousName)
            return previous;
        if (_values.TryGetValue(name, out Value? value))
            return value.Shape.Length == 0 ? null : value;
        if (_graph is not null)
            _problems.Add(new Problem(Problems.UnknownName, layer, new([_declaration.Layers[layer].Kind, name, Suggest(name, _values.Keys)]), "From"));
        return null;
    }

    /// <summary>The end of a message about an unknown name: the most similar one, if any is.</summary>
    private static string Suggest(string name, IEnumerable<string> knownNames)
    {
        string? nearest = knownNames
            .Select(known => (known, distance: EditDistance(name, known)))
            .Where(pair => pair.distance <= Math.Max(2, name.Length / 2))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.known, StringComparer.Ordinal)
            .Select(pair => pair.known).FirstOrDefault();
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    /// <summary>Levenshtein's distance, ignoring case.</summary>
    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitute = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
