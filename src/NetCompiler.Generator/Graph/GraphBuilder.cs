using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Layers;
using NetCompiler.Generator.Layers.Add;

namespace NetCompiler.Generator.Graph;

/// <summary>
/// Turns a declaration into a graph: blocks are written out, names become values, shapes are inferred. All problems go into one list; the graph
/// is null if any is an error.
/// </summary>
internal sealed class GraphBuilder
{
    /// <summary>What layers call the input of the network, or of the block that they are in.</summary>
    public const string InputName = "input";

    /// <summary>What layers call the layer before them.</summary>
    public const string PreviousName = "previous";

    private readonly NetworkDeclaration _declaration;
    private readonly List<Problem> _problems = [];
    private readonly NetworkGraph _graph = new();

    /// <summary>The graph of the declared size, where the network slides over larger images.</summary>
    private readonly NetworkGraph? _declared;

    private GraphBuilder(NetworkDeclaration declaration, NetworkGraph? declared = null) => (_declaration, _declared) = (declaration, declared);

    public static NetworkGraph? Build(NetworkDeclaration declaration, out IReadOnlyList<Problem> problems)
    {
        var builder = new GraphBuilder(declaration);
        builder.AddNetwork(declaration.InputShape);
        if (!builder.HasErrors && builder.SlidingShape() is { } larger)
        {
            var sliding = new GraphBuilder(declaration, builder._graph);
            sliding.AddNetwork(new(larger.Dimensions));
            builder = sliding;
        }

        if (!builder.HasErrors)
            new GraphChecks(declaration, builder._graph, builder._problems).Run();
        if (!builder.HasErrors)
            new ParameterLayout(builder._graph, builder._problems).Run();
        problems = [.. builder._problems.Distinct()];
        return builder.HasErrors ? null : builder._graph;
    }

    private bool HasErrors => _problems.Exists(problem => !Problems.IsWarning(problem.Id));

    /// <summary>The image over which the network slides, if it does.</summary>
    private Shape? SlidingShape()
    {
        int index = _declaration.Layers.ToList().FindIndex(layer => layer.Kind == "SlidingWindow");
        if (index < 0)
            return null;
        var arguments = new LayerArguments(_declaration.Layers[index], new Place(index, default), _problems);
        Shape declared = _graph.Inputs[0].Shape;
        if (declared.Rank != 3 || _graph.Inputs.Count > 1)
        {
            Report(new Place(index, default), Problems.WrongRank, ["SlidingWindow", "a network of one image (channels, height, width)", $"the network's input is {declared}"]);
            return null;
        }

        return declared.With(declared.Channels, arguments.IntAtLeast(declared.Height, "height", 0), arguments.IntAtLeast(declared.Width, "width", 0));
    }

    private void AddNetwork(EquatableArray<int> inputShape)
    {
        if (!_declaration.Layers.Any(layer => layer.Kind is not ("Input" or "Output" or "AuxiliaryOutput" or "SlidingWindow")))
            _problems.Add(new Problem(Problems.NoLayers, -1, new([_declaration.Name])));

        var scope = new Scope("");
        Value? input = AddInput(InputName, inputShape, Place.Network);
        scope[InputName] = input;
        Value? last = AddLayers(_declaration.Layers, scope, input, Place.Network);
        if (!_graph.Outputs.Exists(output => !output.IsAuxiliary) && last is not null)
            _graph.Outputs.Insert(0, new Output(last.Name, last));
    }

    private Value? AddInput(string name, EquatableArray<int> sizes, Place place)
    {
        if (Shape.Of(sizes) is not { } shape || sizes.Any(size => size < 1))
        {
            Report(place, Problems.NoInput, [_declaration.Name, sizes.ToString()]);
            return null;
        }

        if (!shape.IsAddressable)
        {
            Report(place, Problems.SizeOverflow, [_declaration.Name, $"the input {shape}"]);
            return null;
        }

        var input = new Value(name, shape);
        _graph.Inputs.Add(input);
        return input;
    }

    /// <summary>Adds layers one after the other and returns what the last one gives. After the first whose shape is unknown only arguments and names are checked: one mistake, one message.</summary>
    private Value? AddLayers(EquatableArray<LayerDeclaration> layers, Scope scope, Value? previous, Place outer)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            Place place = outer.Layer < 0 ? new Place(i, default) : outer.Within(i);
            previous = AddLayer(layers[i], layers, i, scope, previous, place);
        }

        return previous;
    }

    private Value? AddLayer(LayerDeclaration layer, EquatableArray<LayerDeclaration> siblings, int index, Scope scope, Value? previous, Place place)
    {
        if (layer.Kind is "Input" or "Output" or "AuxiliaryOutput")
            layer = layer with { Name = new LayerArguments(layer, place, _problems).Strings("name").FirstOrDefault() ?? "" };
        if (layer.IsBlock)
            return AddBlock(layer, siblings, index, scope, previous, place);
        switch (layer.Kind)
        {
            case "Input":
                AddNamedInput(layer, siblings, index, scope, place);
                return previous;
            case "Output" or "AuxiliaryOutput":
                AddOutput(layer, index, scope, previous, place);
                return previous;
            case "SlidingWindow":
                return previous;
        }

        if (!LayerRegistry.IsLayer(layer.Kind))
        {
            Report(place, Problems.UnknownLayer, [layer.Kind, Spelling.Suggest(layer.Kind, LayerRegistry.Kinds)]);
            if (layer.Name is not null)
                scope[layer.Name] = null;
            return null;
        }

        Operation operation = LayerRegistry.Read(new LayerArguments(layer, place, _problems));
        string name = NameOf(layer, operation.NamePrefix, siblings, index, scope, place);
        IEnumerable<string> sources = (operation.Sources ?? [PreviousName]).Select(source => source == PreviousName ? layer.From ?? source : source);
        IReadOnlyList<Value?> inputs = [.. sources.Select(source => Find(source, layer, siblings, index, scope, previous, place))];
        Value? output = inputs.Any(input => input is null) || inputs.Count == 0 ? null : AddExpanded(scope, name, layer, operation, [.. inputs.Select(input => input!)], place);
        scope[name] = output;
        return output;
    }

    /// <summary>Some layers stand for several nodes: a padding of other values than zeros, a projection on the shortcut of a residual block.</summary>
    private Value? AddExpanded(Scope scope, string name, LayerDeclaration layer, Operation operation, List<Value> inputs, Place place)
    {
        if (operation is AddOperation { Projection: true })
        {
            for (int i = 1; i < inputs.Count; i++)
            {
                if (inputs[i].Shape == inputs[0].Shape)
                    continue;
                string path = inputs.Count == 2 ? "downsample" : FormattableString.Invariant($"downsample{i}");
                if (AddProjection(scope, name, path, inputs[i], inputs[0].Shape, place) is not { } projected)
                    return null;
                inputs[i] = projected;
            }
        }

        if (operation.SplitPadding(Context(scope.Qualify(name), operation, inputs, place)) is { } split)
        {
            if (AddNode(scope, $"{name}.pad", layer, split.Padding, inputs, place) is not { } padded)
                return null;
            scope[$"{name}.pad"] = padded;
            (operation, inputs) = (split.Padded, [padded]);
        }

        return AddNode(scope, name, layer, operation, inputs, place);
    }

    private ShapeInference Context(string name, Operation operation, IReadOnlyList<Value> inputs, Place place) =>
        new(name, [.. inputs.Select(input => input.Shape)], [.. inputs.Select(input => input.Name)], (id, arguments) =>
            Report(place, id, [$"{operation.Kind} '{name}'", .. arguments], id is Problems.WrongChannelCount or Problems.OutOfRange ? arguments[0] as string : null));

    /// <summary>A 1×1 convolution without bias and batch normalisation, as in PyTorch's ResNets.</summary>
    private Value? AddProjection(Scope scope, string name, string path, Value input, Shape target, Place place)
    {
        int strideY = (input.Shape.Height + target.Height - 1) / target.Height, strideX = (input.Shape.Width + target.Width - 1) / target.Width;
        bool fits = input.Shape.Rank == target.Rank && !target.IsFlat
            && (input.Shape.Height - 1) / strideY + 1 == target.Height && (input.Shape.Width - 1) / strideX + 1 == target.Width;
        if (!fits)
        {
            Report(place, Problems.ShapesDiffer, [$"Add '{name}'", $"a shortcut that a strided 1×1 convolution can bring to {target}, but '{input.Name}' produces {input.Shape}"]);
            return null;
        }

        LayerDeclaration conv = Declare("Conv", ("filters", target.Channels), ("kernel", 1), target.IsSequence ? ("Stride", strideX) : ("Strides", new EquatableArray<object?>([strideY, strideX])), ("Bias", false));
        LayerDeclaration norm = Declare("BatchNorm", ("Epsilon", 1e-5f), ("Momentum", 0.1f), ("Affine", true));
        Value? value = input;
        foreach ((LayerDeclaration layer, int number) in new[] { (conv, 0), (norm, 1) })
        {
            string part = FormattableString.Invariant($"{path}.{number}");
            value = value is null ? null : AddNode(scope, part, layer, LayerRegistry.Read(new LayerArguments(layer, place, _problems)), [value], place);
            scope[part] = value;
        }

        return value;
    }

    private static LayerDeclaration Declare(string kind, params (string Name, object? Value)[] arguments) =>
        new(kind, null, null, new(arguments.Select(argument => new LayerArgument(argument.Name, argument.Value))));

    private Value? AddBlock(LayerDeclaration block, EquatableArray<LayerDeclaration> siblings, int index, Scope scope, Value? previous, Place place)
    {
        string name = NameOf(block, block.Kind.ToLowerInvariant(), siblings, index, scope, place);
        Value? value = Find(block.From ?? PreviousName, block, siblings, index, scope, previous, place);
        for (int i = 0; i < block.Repeat; i++)
        {
            string path = block.Repeat == 1 ? name : FormattableString.Invariant($"{name}.{i}");
            var inside = new Scope(scope.Qualify(path));
            inside[InputName] = value;
            value = AddLayers(block.Body, inside, value, place);
            scope.Include(path, inside);
            scope[path] = value;
        }

        scope[name] = value;
        return value;
    }

    private void AddNamedInput(LayerDeclaration layer, EquatableArray<LayerDeclaration> siblings, int index, Scope scope, Place place)
    {
        string name = NameOf(layer, InputName, siblings, index, scope, place);
        scope[name] = AddInput(name, new(new LayerArguments(layer, place, _problems).Ints("shape")), place);
    }

    private void AddOutput(LayerDeclaration layer, int index, Scope scope, Value? previous, Place place)
    {
        float? weight = layer.Kind == "AuxiliaryOutput" ? new LayerArguments(layer, place, _problems).Float("lossWeight") : null;
        if (weight is { } factor && !(factor > 0 && !float.IsInfinity(factor)))
            new LayerArguments(layer, place, _problems).Report(Problems.OutOfRange, "lossWeight", "above 0 and finite", factor);
        string name = layer.Name ?? "";
        if (!IsName(name) || name is InputName or PreviousName)
            Report(place, Problems.InvalidName, [layer.Kind, name], "name");
        else if (_graph.Outputs.Exists(output => string.Equals(output.Name, name, StringComparison.OrdinalIgnoreCase)))
            Report(place, Problems.DuplicateName, [layer.Kind, name], "name");
        if (Find(layer.From ?? PreviousName, layer, default, index, scope, previous, place) is not { } value)
            return;
        int auxiliary = _graph.Outputs.FindIndex(output => output.IsAuxiliary);
        _graph.Outputs.Insert(weight is null && auxiliary >= 0 ? auxiliary : _graph.Outputs.Count, new Output(name, value, weight));
    }

    private Value? AddNode(Scope scope, string name, LayerDeclaration declaration, Operation operation, IReadOnlyList<Value> inputs, Place place)
    {
        int problems = _problems.Count;
        string qualified = scope.Qualify(name);
        ShapeInference context = Context(qualified, operation, inputs, place);
        if (_declared is not null)
        {
            if (operation.Slide(_declared.Nodes[_graph.Nodes.Count], _declared) is not { } sliding)
            {
                context.Report(Problems.WrongRank, ["an image of the declared size: it cannot slide", context.Found]);
                return null;
            }

            operation = sliding;
        }

        if (operation.Infer(context) is not { } inferred || _problems.Count > problems)
            return null;
        if (!inferred.Output.IsAddressable)
        {
            context.Report(Problems.SizeOverflow, [$"its output {inferred.Output}"]);
            return null;
        }

        var node = new Node
        {
            Name = qualified,
            Layer = _graph.Nodes.Count,
            Place = place,
            Declaration = declaration,
            Operation = inferred.Operation,
            Output = new Value(qualified, inferred.Output),
        };
        node.Inputs.AddRange(inputs);
        _graph.Nodes.Add(node);
        return node.Output;
    }

    private string NameOf(LayerDeclaration layer, string prefix, EquatableArray<LayerDeclaration> siblings, int index, Scope scope, Place place)
    {
        if (layer.Name is null)
            return scope.Number(prefix, numbered => siblings.Any(other => other.Name == numbered));
        if (layer.Name is InputName or PreviousName || !IsName(layer.Name))
            Report(place, Problems.InvalidName, [layer.Kind, layer.Name], "Name");
        else if (scope.Knows(layer.Name))
            Report(place, Problems.DuplicateName, [layer.Kind, layer.Name], "Name");
        return layer.Name;
    }

    /// <summary>Letters, digits and underscores in parts separated by dots; it becomes part of tensor names and of method names.</summary>
    private static bool IsName(string name) =>
        name.Split('.').All(part => part.Length > 0 && part.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')) && !char.IsDigit(name[0]);

    private Value? Find(string name, LayerDeclaration layer, EquatableArray<LayerDeclaration> siblings, int index, Scope scope, Value? previous, Place place)
    {
        if (name == PreviousName)
            return previous;
        if (scope.Knows(name))
            return scope[name];
        string argument = layer.From == name ? "From" : layer.Arguments.FirstOrDefault(argument => argument.Value as string == name)?.Name ?? "from";
        if (siblings.Skip(index).Any(later => later.Name == name))
            Report(place, Problems.ReadsLater, [layer.Kind, name], argument);
        else
            Report(place, Problems.UnknownName, [layer.Kind, name, Spelling.Suggest(name, scope.Names)], argument);
        return null;
    }

    private void Report(Place place, string id, object[] arguments, string? argument = null) =>
        _problems.Add(new Problem(id, place.Layer, new(arguments.Select(a => FormattableString.Invariant($"{a}"))), argument) { Inside = place.Inside });
}
