using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Frontend.Blocks;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Tests.Harness;
using static NetCompiler.Generator.Tests.Blocks.BlockProject;

namespace NetCompiler.Generator.Tests.Blocks;

/// <summary>Blocks from another project, given as an image (as a build does) and as a compilation (as editors do).</summary>
public sealed class ReferencedBlockTests
{
    private const string Network = "[Network(3, 8, 8), Zoo.Stage(16, depth: 3), Zoo.Stage(8)] partial class Net;";

    private const string Zoo = """
        namespace Zoo
        {
            static class Own { [BlockParameter] public const string Tag = ""; public const int Half = Filters / 2; }

            [Conv(Own.Half, [1, Kernel], Stride = Filters > 10 ? 2 : 1, Bias = !(Filters > 10), Name = "a"), Dropout(Filters / 64f)]
            [Probes.Join("input", "a", Own.Tag + " b%20\n\"", Projection = true), Probes.Probe((double)Filters / 3, Mode = Probes.Mode.All, Names = null, Sizes = new int[0])]
            class InnerAttribute(int filters, string tag = "t", int kernel = 3) : BlockAttribute(filters, tag, kernel);

            [Inner(Filters * 2, kernel: 5, Repeat = Depth), Relu, Probes.Probe(-0.0), Probes.Probe(long.MinValue), Probes.Probe(float.NaN)]
            public sealed class StageAttribute(int filters, int depth = 1) : BlockAttribute(filters, depth);
        }

        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABlockMeansTheSameInAnotherProject(bool asImage)
    {
        CSharpCompilation consumer = Consumer(Network, Reference(Zoo, "Zoo", asImage));
        NetworkDeclaration declaration = Parse(consumer);
        Assert.Empty(declaration.Problems);
        Assert.Equal(Parse(Zoo + Network).Layers, declaration.Layers);
        Assert.Contains("Conv(filters=16 kernel=[1 5] Stride=2 Bias=False Name=a)", Print(declaration.Layers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABlockOfABlockOfAThirdProjectTravelsWithIt(bool asImage)
    {
        MetadataReference zoo = Reference(Zoo, "Zoo", asImage);
        CSharpCompilation more = Generated(Consumer("[Zoo.Stage(Units), Dense(Units)] public sealed class MoreAttribute(int units) : BlockAttribute(units);", zoo).WithAssemblyName("More"));

        // The consumer does not reference the first project.
        NetworkDeclaration declaration = Parse(Consumer("[Network(3, 8, 8), More(4)] partial class Net;", more.ToMetadataReference()));
        Assert.Empty(declaration.Problems);
        Assert.Contains("Dropout(rate=0.125)", Print(declaration.Layers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void InternalBlocksAreThereForFriends(bool isFriend)
    {
        const string Block = "[Dense(Units)] class BAttribute(int units) : BlockAttribute(units);";
        CSharpCompilation compilation = Generated(Compile((isFriend ? "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Project\")] " : "") + Block));
        Assert.Equal(isFriend ? 1 : 0, compilation.Assembly.GetAttributes().Count(attribute => attribute.AttributeClass!.Name == "BlockDefinitionAttribute"));
    }

    [Theory]
    [InlineData("public class Outer { [Relu] private class BAttribute : BlockAttribute; }")]
    [InlineData("class Outer { [Relu] public class BAttribute : BlockAttribute; }")]
    [InlineData("[Relu] public class BAttribute<T> : BlockAttribute;")]
    [InlineData("[Relu] public abstract class BAttribute : BlockAttribute;")]
    [InlineData("[Dense(Units)] public class BAttribute : BlockAttribute;")]
    [InlineData("[System.Obsolete] public class Other : System.Exception;")]
    public void WhatNobodyCanUseIsNotWritten(string source) =>
        Assert.DoesNotContain(Generated(Compile(source)).SyntaxTrees, tree => tree.FilePath.EndsWith(BlockExport.FileName, StringComparison.Ordinal));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2 1 layer Relu 0 0")]
    [InlineData("1 1 layer Relu 0")]
    [InlineData("1 1 layer Relu 0 0 more")]
    [InlineData("1 -1")]
    [InlineData("1 1000000000")]
    [InlineData("1 1 thing Relu 0 0")]
    [InlineData("1 1 layer Dense 1 1 units binary Nothing 1 2")]
    [InlineData("1 1 layer Dense 1 1 units dxyz")]
    [InlineData("1 1 layer Dense 1 1 units ")]
    public void ADefinitionThatCannotBeReadIsAProblem(string? definition)
    {
        string attribute = definition is null ? "" : $"[assembly: NetCompiler.Layers.BlockDefinition(\"BAttribute\", \"{definition}\")] ";
        CSharpCompilation library = Compile($"{attribute}[Relu] public class BAttribute : BlockAttribute;").WithAssemblyName("Library");
        Problem problem = Assert.Single(Parse(Consumer("[Network(4), Relu, B] partial class Net;", library.ToMetadataReference())).Problems);
        Assert.Equal(new Problem(Problems.MissingDefinition, 1, new(["B", "Library"])) { Inside = new([]) }, problem);
    }

    [Fact]
    public void TheWrittenDefinitionsCompileAndAreStable()
    {
        GeneratorHarness run = GeneratorHarness.Run($"{Usings}{Basic.Replace("[Probes.Join(\"input\", Projection = true), Relu]", "", StringComparison.Ordinal)}");
        GeneratedSourceResult file = Assert.Single(run.Files);
        Assert.Equal(BlockExport.FileName, file.HintName);
        Assert.Contains(
            "[assembly: global::NetCompiler.Layers.BlockDefinition(\"BasicAttribute\", \"1 3 layer Conv 2 5 filters $Filters System_Int32 kernel 3 Stride $Stride System_Int32 Padding 1 Bias false layer Relu 0 0 layer Conv 2 4 filters $Filters System_Int32 kernel 3 Padding 1 Bias false\")]",
            file.SourceText.ToString(), StringComparison.Ordinal);
    }
}
