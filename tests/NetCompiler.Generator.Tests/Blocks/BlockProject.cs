using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests.Blocks;

/// <summary>Projects that define and use blocks.</summary>
internal static class BlockProject
{
    /// <summary>Opens every source: layers, placeholders, and a layer of the test's own that takes arguments of all types.</summary>
    public const string Usings = """
        using NetCompiler.Layers;
        using static NetCompiler.Layers.BlockParameters;

        """;

    public const string Probe = """
        namespace Probes
        {
            public enum Mode { None, Some = 5, All }

            public sealed class ProbeAttribute(object? value = null) : LayerAttribute
            {
                public object? Value { get; } = value;
                public int[]? Sizes { get; set; }
                public string[]? Names { get; set; }
                public Mode Mode { get; set; }
                public System.Type? Type { get; set; }
            }

            public sealed class JoinAttribute(params string[] from) : LayerAttribute
            {
                public string[] Values { get; } = from;
                public bool Projection { get; set; }
            }
        }

        """;

    /// <summary>The residual block of ResNet-18 and a network of two.</summary>
    public const string Basic = """
        [Conv(Filters, 3, Stride = Stride, Padding = 1, Bias = false), Relu]
        [Conv(Filters, 3, Padding = 1, Bias = false)]
        [Probes.Join("input", Projection = true), Relu]
        public sealed class BasicAttribute(int filters, int stride = 1) : BlockAttribute(filters, stride);

        """;

    public static NetworkDeclaration Parse(string source, string type = "Net") => Parse(Compile(source), type);

    public static NetworkDeclaration Parse(CSharpCompilation compilation, string type = "Net") =>
        NetworkParser.Parse(compilation.GetTypeByMetadataName(type)!, compilation, CancellationToken.None);

    /// <summary>A project without errors.</summary>
    public static CSharpCompilation Compile(string source)
    {
        CSharpCompilation compilation = TestProject.Default.Compile(Usings + source, Usings + Probe);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id is not ("CS8019" or "CS8933" or "CS1591")));
        return compilation;
    }

    /// <summary>A project of that name with what the generator adds to it, as a reference of another project.</summary>
    public static MetadataReference Reference(string source, string name, bool asImage)
    {
        CSharpCompilation compilation = Generated(Compile(source).WithAssemblyName(name));
        if (!asImage)
            return compilation.ToMetadataReference();
        using var image = new MemoryStream();
        Assert.True(compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    public static CSharpCompilation Generated(CSharpCompilation compilation) =>
        GeneratorHarness.AddGenerated(compilation, GeneratorHarness.ResultOf(GeneratorHarness.Drive(GeneratorHarness.CreateDriver(new NetworkGenerator(), TestProject.Default), compilation)));

    /// <summary>A project that uses blocks of others.</summary>
    public static CSharpCompilation Consumer(string source, params MetadataReference[] references) =>
        TestProject.Default.Compile(Usings + source).AddReferences(references);

    /// <summary>A declaration's layers as text, blocks with their layers in braces.</summary>
    public static string Print(IEnumerable<LayerDeclaration> layers) => string.Join(", ", layers.Select(Print));

    private static string Print(LayerDeclaration layer)
    {
        IEnumerable<string> arguments = layer.Arguments.Select(argument => FormattableString.Invariant($"{argument.Name}={Show(argument.Value)}"))
            .Concat(layer.Name is null ? [] : [$"Name={layer.Name}"])
            .Concat(layer.From is null ? [] : [$"From={layer.From}"])
            .Concat(layer.Repeat == 1 ? [] : [FormattableString.Invariant($"Repeat={layer.Repeat}")]);
        return $"{layer.Kind}({string.Join(" ", arguments)}){(layer.IsBlock ? $" {{ {Print(layer.Body)} }}" : "")}";
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        EquatableArray<object?> items => $"[{string.Join(" ", items.Select(Show))}]",
        string text => $"'{text}'",
        _ => FormattableString.Invariant($"{value}"),
    };
}
