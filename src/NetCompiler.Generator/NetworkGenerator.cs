using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Frontend.Blocks;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator;

/// <summary>Adds to every class with <c>[Network]</c> the part that runs and trains it, and to the assembly the definitions of its blocks. It reports nothing: <see cref="NetworkAnalyzer"/> does.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Parsing runs again at every keystroke, as Roslyn has it; its result is equal unless a network changed, and all else is then cached.
        IncrementalValuesProvider<NetworkDeclaration> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(NetworkParser.NetworkAttribute, static (node, _) => node is ClassDeclarationSyntax, NetworkParser.Parse)
            .WithTrackingName(TrackingNames.Parse)
            .Where(static declaration => declaration is not null)
            .WithTrackingName(TrackingNames.Declarations)!;

        IncrementalValueProvider<CompilerOptions> options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => BuildProperties.Read(provider.GlobalOptions))
            .WithTrackingName(TrackingNames.Options);

        IncrementalValueProvider<ImmutableArray<EquatableArray<TuningRow>>> tuning = context.AdditionalTextsProvider
            .Where(TuningFile.Is)
            .Select(TuningFile.Rows)
            .WithTrackingName(TrackingNames.TuningFiles)
            .Collect();

        // Only the rows that can concern a network are among what it is compiled from: an edit of others changes nothing for it.
        IncrementalValuesProvider<EquatableArray<GeneratedFile>> networks = declarations
            .Combine(options)
            .Combine(tuning)
            .Select(static (all, _) => (Declaration: all.Left.Left, Options: all.Left.Right with
            {
                Tuning = TuningFile.RowsFor(all.Left.Left, all.Left.Right.Targets, all.Right.SelectMany(rows => rows)),
            }))
            .WithTrackingName(TrackingNames.Tuning)
            .Select(static (pair, cancellationToken) => NetworkCompiler.Compile(pair.Declaration, pair.Options, cancellationToken))
            .WithTrackingName(TrackingNames.Compile);

        context.RegisterSourceOutput(networks, static (output, files) =>
        {
            foreach (GeneratedFile file in files)
                output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
        });

        // Blocks have no marker attribute to look for: a class with attributes and a base class may be one.
        IncrementalValueProvider<ImmutableArray<string>> blocks = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is ClassDeclarationSyntax { BaseList: not null, AttributeLists.Count: > 0 }, BlockExport.Write)
            .WithTrackingName(TrackingNames.Blocks)
            .Where(static definition => definition is not null)
            .Collect()!;

        context.RegisterSourceOutput(blocks, static (output, definitions) =>
        {
            if (!definitions.IsEmpty)
                output.AddSource(BlockExport.FileName, SourceText.From(BlockExport.File(definitions), Encoding.UTF8));
        });
    }
}
