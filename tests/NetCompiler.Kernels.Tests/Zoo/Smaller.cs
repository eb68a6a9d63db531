using NetCompiler.Generator.Frontend;

namespace NetCompiler.Kernels.Tests.Zoo;

/// <summary>Declarations cut down until a naive reference can afford them. The graph stays as it is.</summary>
internal static class Smaller
{
    /// <summary>Blocks that follow themselves more often do so twice.</summary>
    private const int MostRepeats = 2;

    /// <summary>The network for a smaller input, with so many times fewer filters and units.</summary>
    public static NetworkDeclaration Of(NetworkDeclaration declaration, int[] input, int divisor) =>
        declaration with { InputShape = new(input), Layers = Layers(declaration.Layers, divisor) };

    /// <summary>The network without a softmax before any of its outputs, which would hide the differences of the values before it.</summary>
    public static NetworkDeclaration WithoutProbabilities(NetworkDeclaration declaration) => declaration with { Layers = WithoutProbabilities(declaration.Layers) };

    private static EquatableArray<LayerDeclaration> WithoutProbabilities(EquatableArray<LayerDeclaration> layers)
    {
        bool IsReturned(int layer) => layer + 1 == layers.Count || layers[layer + 1].Kind == "Output";
        return new(layers
            .Where((layer, i) => layer.Kind != "Softmax" || !IsReturned(i))
            .Select((layer, i) => layer.IsBlock && IsReturned(i) ? layer with { Body = WithoutProbabilities(layer.Body) } : layer));
    }

    private static EquatableArray<LayerDeclaration> Layers(EquatableArray<LayerDeclaration> layers, int divisor) => new(layers.Select(layer => layer with
    {
        Repeat = Math.Min(layer.Repeat, MostRepeats),
        Arguments = new(layer.Arguments.Select(argument => argument is { Name: "filters" or "units", Value: int count } ? argument with { Value = (count + divisor - 1) / divisor } : argument)),
        Body = Layers(layer.Body, divisor),
    }));
}
