using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Frontend.Blocks;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator;

/// <summary>Reports what is wrong with networks and blocks, at the attribute or argument that causes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterCompilationAction(AnalyzeOptions);
        context.RegisterAdditionalFileAction(AnalyzeTuning);
    }

    private static void AnalyzeTuning(AdditionalFileAnalysisContext context)
    {
        if (!TuningFile.Is(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
            return;
        foreach ((TextLine line, TuningRow? row, string problem) in TuningFile.Read(text))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (row?.IsPossible == true)
                continue;
            var location = Location.Create(context.AdditionalFile.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
            string reason = row is null ? problem : $"'{row.Schedule}' is not possible for {row.Shape} on {row.Target}";
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UnusableTuning, location, reason));
        }
    }

    private static void AnalyzeOptions(CompilationAnalysisContext context)
    {
        foreach (string target in BuildProperties.UnknownTargets(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions))
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UnknownTarget, Location.None, target));
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AttributeData[] layers = [.. LayerAttributes.Of(type)];
        AttributeData? network = NetworkParser.FindNetwork(type);
        if (network is null && !LayerAttributes.IsBlock(type))
        {
            if (layers.Length > 0)
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.NoNetwork, AttributeLocation.Of(layers[0], context.CancellationToken), type.Name));
            return;
        }

        if (network is not null)
        {
            foreach (Obstacle obstacle in ClassRules.Check(type, (CSharpCompilation)context.Compilation, context.CancellationToken))
                context.ReportDiagnostic(Diagnostic.Create(obstacle.Descriptor, obstacle.Location, obstacle.Arguments));
        }

        // Where C# rejects an attribute, its message says it all; shapes would only be guesses.
        if (type.GetAttributes().Any(attribute => LayerAttributes.IsRejected(attribute, context.CancellationToken)) || AreInSeveralParts(context, type, layers))
            return;

        Location whole = network is null ? type.Locations[0] : AttributeLocation.Of(network, context.CancellationToken);
        IReadOnlyList<Problem> problems = network is null
            ? BlockLibrary.Of(context.Compilation).DefinitionOf(type, context.CancellationToken).Problems
            : ProblemsOfNetwork(context, type, layers);
        foreach (Problem problem in problems)
        {
            if (problem.Id != Problems.UnsoundBlock)
                Report(context, problem, whole, layers);
        }
    }

    private static IReadOnlyList<Problem> ProblemsOfNetwork(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData[] layers)
    {
        BlockLibrary blocks = BlockLibrary.Of(context.Compilation);
        Problem[] misplaced = [.. layers.SelectMany((layer, index) => blocks.MisplacedPlaceholders(layer, index, type.Name, context.CancellationToken))];
        if (misplaced.Length > 0)
            return misplaced;

        NetworkDeclaration declaration = NetworkParser.Parse(type, context.Compilation, context.CancellationToken);
        if (declaration.Problems.Count > 0)
            return declaration.Problems;
        GraphBuilder.Build(declaration, out IReadOnlyList<Problem> problems);
        return problems;
    }

    /// <summary>Reports at the layer, which may be the use of a block; the lines within the block are then additional locations.</summary>
    private static void Report(SymbolAnalysisContext context, Problem problem, Location whole, AttributeData[] layers)
    {
        bool isInside = problem.Inside.Count > 0;
        Location location = problem.Layer < 0 ? whole : AttributeLocation.Of(layers[problem.Layer], isInside ? null : problem.Argument, context.CancellationToken);
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.ById(problem.Id), location, isInside ? LinesInside(context, problem, layers[problem.Layer]) : [], [.. problem.Arguments]));
    }

    /// <summary>The attributes that lead from the use of a block to what is wrong in it, as far as they are in this project.</summary>
    private static IEnumerable<Location> LinesInside(SymbolAnalysisContext context, Problem problem, AttributeData use)
    {
        for (int depth = 0; depth < problem.Inside.Count; depth++)
        {
            use = LayerAttributes.Of(use.AttributeClass!).ElementAt(problem.Inside[depth]);
            if (use.ApplicationSyntaxReference is not { SyntaxTree: var tree } || !context.Compilation.ContainsSyntaxTree(tree))
                yield break;
            yield return AttributeLocation.Of(use, depth == problem.Inside.Count - 1 ? problem.Argument : null, context.CancellationToken);
        }
    }

    private static bool AreInSeveralParts(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData[] layers)
    {
        AttributeData? elsewhere = layers.FirstOrDefault(layer => PartOf(layer) != PartOf(layers[0]));
        if (elsewhere is null)
            return false;
        Location[] first = [AttributeLocation.Of(layers[0], context.CancellationToken)];
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.LayersInSeveralParts, AttributeLocation.Of(elsewhere, context.CancellationToken), first, type.Name));
        return true;

        SyntaxNode? PartOf(AttributeData layer) => layer.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).Parent?.Parent;
    }
}
