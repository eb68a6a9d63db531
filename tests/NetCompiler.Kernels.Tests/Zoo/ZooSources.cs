using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;
using NetCompiler.Kernels.Tests.Harness;

namespace NetCompiler.Kernels.Tests.Zoo;

/// <summary>The sample's networks and its list of them, read from their sources.</summary>
internal static class ZooSources
{
    private static readonly SyntaxTree s_list = Parse(Repository.PathOf("samples", "Zoo", "Zoo.cs"));

    /// <summary>The list does not compile without the generated members; the declarations and its numbers can be read all the same.</summary>
    private static readonly CSharpCompilation s_compilation = CompiledBatch.NewCompilation(
        [.. Directory.GetFiles(Repository.PathOf("samples", "Zoo", "Networks"), "*.cs").Append(Repository.PathOf("samples", "Digits", "Networks.cs")).Select(Parse), s_list]);

    public static IReadOnlyDictionary<string, NetworkDeclaration> Declarations { get; } = DeclaredNetworks.Of(s_compilation, "Samples");

    /// <summary>Trainable parameters as the list gives them, without and with those that only training uses.</summary>
    public static IReadOnlyDictionary<string, (long Parameters, long InTraining)> Published { get; } = s_list.GetRoot().DescendantNodes()
        .OfType<ImplicitObjectCreationExpressionSyntax>()
        .ToDictionary(NameOf, row =>
        {
            long parameters = NumberOf(row.ArgumentList.Arguments[2].Expression);
            ExpressionSyntax? inTraining = row.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().SingleOrDefault(property => property.Left.ToString() == "ParametersInTraining")?.Right;
            return (parameters, inTraining is null ? parameters : NumberOf(inTraining));
        });

    /// <summary>The class in a row such as <c>new(seed => new LeNet5(seed), …)</c>.</summary>
    private static string NameOf(ImplicitObjectCreationExpressionSyntax row) => row.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().First().Type.ToString();

    private static long NumberOf(ExpressionSyntax constant) =>
        Convert.ToInt64(s_compilation.GetSemanticModel(s_list).GetConstantValue(constant).Value, CultureInfo.InvariantCulture);

    private static SyntaxTree Parse(string path) => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path);
}
