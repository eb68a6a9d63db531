using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>LeNet-5 as users meet it: its class and programs for all targets, one convolution for all targets, the rest for AVX-512.</summary>
public sealed class LeNetSnapshotTests
{
    /// <summary>The hint names of the files that are shown with the code of every instruction set.</summary>
    private static readonly HashSet<string> s_everyTarget = new(StringComparer.Ordinal) { "Samples.Net.g.cs", "Samples.Net.programs.g.cs", "Samples.Net.conv2.g.cs" };

    private static readonly string s_source = Declarations.Source(Networks.LeNet);

    [Fact]
    public void AllTargets() =>
        Snapshot.Verify(Generate(TestProject.Default).Where(file => s_everyTarget.Contains(file.HintName)));

    [Fact]
    public void Avx512() =>
        Snapshot.Verify(Generate(TestProject.Default.With("NetCompilerTargets", "Avx512")).Where(file => !s_everyTarget.Contains(file.HintName)));

    private static IEnumerable<(string HintName, string Text)> Generate(TestProject project) =>
        GeneratorHarness.Run(s_source, project).Files.Select(file => (file.HintName, file.SourceText.ToString()));
}
