using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Tests.Harness;
using Xunit.Sdk;

namespace NetCompiler.Generator.Tests;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void PrintedGraphOfLeNet() =>
        Snapshot.Verify([("graph.txt", GraphPrinter.Print(Declarations.Build(
            "Network(1, 28, 28)", "Pad(2)", "Conv(6, 5), Tanh, AvgPool(2)", "Conv(16, 5), Tanh, AvgPool(2)", "Conv(120, 5), Tanh", "Flatten, Dense(84), Tanh", "Dense(10), Softmax")))]);

    [Fact]
    public void ADifferenceFailsShowsTheLinesAndWritesWhatWasReceived()
    {
        File.WriteAllText(Path.Combine(_directory, "T.M#a.g.verified.cs"), "one\ntwo\nthree\n");
        var failure = Assert.ThrowsAny<XunitException>(() => Snapshot.VerifyIn(_directory, "T.M", [("a.g.cs", "one\n2\nthree\n")]));
        Assert.Contains("- two", failure.Message, StringComparison.Ordinal);
        Assert.Contains("+ 2", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\n2\nthree\n", File.ReadAllText(Path.Combine(_directory, "T.M#a.g.received.cs")));
    }

    [Fact]
    public void AMissingSnapshotFails()
    {
        Assert.ThrowsAny<XunitException>(() => Snapshot.VerifyIn(_directory, "T.M", [("a.g.cs", "text")]));
        Assert.True(File.Exists(Path.Combine(_directory, "T.M#a.g.received.cs")));
    }

    [Fact]
    public void LineEndingsCount()
    {
        File.WriteAllText(Path.Combine(_directory, "T.M#a.g.verified.cs"), "one\r\n");
        Assert.ThrowsAny<XunitException>(() => Snapshot.VerifyIn(_directory, "T.M", [("a.g.cs", "one\n")]));
    }

    [Fact]
    public void ASnapshotThatNothingGeneratesFails()
    {
        File.WriteAllText(Path.Combine(_directory, "T.M#old.g.verified.cs"), "text");
        Assert.ThrowsAny<XunitException>(() => Snapshot.VerifyIn(_directory, "T.M", []));
    }

    [Fact]
    public void EqualTextPassesAndRemovesWhatWasReceivedBefore()
    {
        File.WriteAllText(Path.Combine(_directory, "T.M#a.g.verified.cs"), "text");
        File.WriteAllText(Path.Combine(_directory, "T.M#a.g.received.cs"), "old");
        Snapshot.VerifyIn(_directory, "T.M", [("a.g.cs", "text")]);
        Assert.False(File.Exists(Path.Combine(_directory, "T.M#a.g.received.cs")));
    }
}
