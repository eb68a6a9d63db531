using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>Clocks around kernels cost nothing where nobody asked for them.</summary>
public sealed class ProfileTests
{
    private static readonly string s_source = Declarations.Source("Network(1, 12, 12)", "Conv(4, 3), Relu, MaxPool(2), Flatten, Dense(10), Softmax");

    [Fact]
    public void WithoutThePropertyNothingReadsTheClock() =>
        Assert.DoesNotContain("Stopwatch", Text(TestProject.Default), StringComparison.Ordinal);

    [Fact]
    public void EveryKernelOfAPredictionIsTimedUnderTheLastOfItsLayers()
    {
        string text = Text(TestProject.Default.With("NetCompilerProfile", "true"));
        Assert.Contains("override global::NetCompiler.KernelProfile Profile => Kernels.Profile;", text, StringComparison.Ordinal);
        Assert.Contains("new(\"maxpool1\", ", text, StringComparison.Ordinal);

        string forward = text[text.IndexOf("void Forward(", StringComparison.Ordinal)..];
        forward = forward[..forward.IndexOf("void Pack(", StringComparison.Ordinal)];
        string[] lines = [.. forward.Split('\n').Select(line => line.Trim())];
        string[] calls = [.. lines.Where(line => line.EndsWith(");", StringComparison.Ordinal) && !line.StartsWith("started", StringComparison.Ordinal) && !line.Contains(" = ", StringComparison.Ordinal))];
        Assert.NotEmpty(calls);
        Assert.Equal(
            calls.Select((_, kernel) => $"started = Profile.Add({kernel}, started);"),
            calls.Select(call => lines[Array.IndexOf(lines, call) + 1]));
    }

    private static string Text(TestProject project) =>
        string.Concat(GeneratorHarness.Run(s_source, project).Files.Select(file => file.SourceText.ToString()));
}
