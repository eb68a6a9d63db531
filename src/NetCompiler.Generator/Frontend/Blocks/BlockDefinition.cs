using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Frontend.Blocks;

/// <summary>A block as its author wrote it, its parameters left open; blocks within it included.</summary>
/// <param name="Layers">One for each layer attribute of the class.</param>
/// <param name="Problems">What is wrong with the block itself, whatever its parameters: <see cref="Problem.Layer"/> is an index of <paramref name="Layers"/>, or −1 for the class.</param>
internal sealed record BlockDefinition(EquatableArray<LayerTemplate> Layers, EquatableArray<Problem> Problems)
{
    /// <summary>Layers in a network from which on it is surely a mistake.</summary>
    public const long MaximumLayers = 100_000;

    /// <summary>The project that defines the block but does not say what it consists of.</summary>
    public string? MissingFrom { get; init; }

    /// <summary>Whether C# rejects an attribute of the block.</summary>
    public bool IsRejected { get; init; }

    /// <summary>Whether it can be used: neither it nor a block within it has a problem.</summary>
    public bool IsSound => Problems.Count == 0 && !IsRejected && MissingFrom is null && _areNestedSound;

    /// <summary>The layers of one use, without repeats.</summary>
    public long LayerCount { get; } = Layers.Sum(layer => Math.Min(layer.Block?.LayerCount ?? 1, MaximumLayers));

    private readonly bool _areNestedSound = Layers.All(layer => layer.Block is null or { IsSound: true });

    public static BlockDefinition Missing(string assembly) => new(default, default) { MissingFrom = assembly };
}

/// <summary>One attribute with arguments that may depend on a block's parameters.</summary>
/// <param name="Kind">As in <see cref="LayerDeclaration"/>.</param>
/// <param name="Arguments">The constructor's arguments, defaults included, then the properties'.</param>
/// <param name="ConstructorArguments">How many of them are the constructor's.</param>
/// <param name="Block">For a block, its definition.</param>
internal sealed record LayerTemplate(string Kind, EquatableArray<ArgumentTemplate> Arguments, int ConstructorArguments, BlockDefinition? Block);

/// <summary>One argument by the name of its constructor parameter or property.</summary>
internal sealed record ArgumentTemplate(string Name, Expr Value);
