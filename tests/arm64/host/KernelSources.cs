using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetCompiler.TestHost;

/// <summary>The part of a network's generated code that needs no runtime, with entry points that C can call.</summary>
internal sealed record KernelSources(IReadOnlyList<(string File, string Text)> Files)
{
    public static KernelSources Of(GeneratorDriverRunResult generated, string network)
    {
        SyntaxTree[] trees = [.. generated.GeneratedTrees.Where(tree => Declares(tree, network))];

        // The public surface is the part with the base class, and needs the runtime.
        SyntaxTree surface = trees.SingleOrDefault(tree => Classes(tree, network).Any(type => type.BaseList is not null))
            ?? throw new InvalidOperationException($"No single generated file of {network} names its base class.");
        if (trees.Length < 2)
            throw new InvalidOperationException($"The kernels of {network} are in the file of its public surface.");
        return new KernelSources(
        [
            .. trees.Where(tree => tree != surface).Select(tree => (Path.GetFileName(tree.FilePath), tree.ToString())),
            ($"{network}.EntryPoints.cs", EntryPoints(network, Stages(surface))),
        ]);
    }

    private static bool Declares(SyntaxTree tree, string network) => Classes(tree, network).Any();

    private static IEnumerable<ClassDeclarationSyntax> Classes(SyntaxTree tree, string network) =>
        tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Where(type => type.Identifier.Text == network);

    /// <summary>The statements of the generated <c>RunStage</c>, by stage.</summary>
    private static IReadOnlyList<(string Stage, string Statement)> Stages(SyntaxTree surface) =>
        [.. surface.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.Identifier.Text == "RunStage")
            .SelectMany(method => method.DescendantNodes().OfType<SwitchSectionSyntax>())
            .SelectMany(section => section.Labels.OfType<CaseSwitchLabelSyntax>().Select(label =>
                (label.Value.ToString(), section.Statements.OfType<ExpressionStatementSyntax>().First().ToString())))];

    private static string EntryPoints(string network, IReadOnlyList<(string Stage, string Statement)> stages) => $$"""
        using System.Runtime.InteropServices;

        namespace Batch;

        unsafe partial class {{network}}
        {
            [UnmanagedCallersOnly(EntryPoint = "{{network}}_pack")]
            private static void PackFromC(float* parameters, float* packed) => Kernels.Pack(parameters, packed);

            [UnmanagedCallersOnly(EntryPoint = "{{network}}_forward")]
            private static void ForwardFromC(float* packed, float* arena, float* input, float* output, int count) =>
                Kernels.Forward(packed, arena, input, output, count);

            [UnmanagedCallersOnly(EntryPoint = "{{network}}_stage")]
            private static void StageFromC(int stage, NetCompiler.TrainingPass* pass, float* scratch, int first, int end)
            {
                switch (stage)
                {
        {{string.Concat(stages.Select(stage => $"            case {stage.Stage}:\n                {stage.Statement}\n                break;\n"))}}
                }
            }
        }

        """;
}
