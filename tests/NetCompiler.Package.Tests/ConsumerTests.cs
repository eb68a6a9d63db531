using System.Globalization;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;

namespace NetCompiler.Package.Tests;

/// <summary>Projects that know nothing of this repository and take the package from a feed.</summary>
[Collection(PackageCollection.Name)]
public sealed partial class ConsumerTests(PackageFixture fixture)
{
    private const string Sdk = "Microsoft.NET.Sdk";

    private const string Network = """

        /// <summary>Documented, because the project asks for documentation.</summary>
        [Network(1, 8, 8)]
        [Conv(4, 3), Relu, MaxPool(2)]
        [Flatten, Dense(3), Softmax]
        public partial class Tiny;
        """;

    /// <summary>Prints the compiler's version, the instruction set in use, and three probabilities.</summary>
    private const string Prediction = """
        using var network = new Tiny(seed: 1);
        float[] image = [.. Enumerable.Range(0, Tiny.InputLength).Select(i => MathF.Sin(i))];
        float[] scores = new float[Tiny.OutputLength];
        network.Predict(image, scores);
        Console.WriteLine($"{network.Info.CompilerVersion} {network.Info.Target}");
        Console.WriteLine(string.Join(' ', scores.Select(score => score.ToString(CultureInfo.InvariantCulture))));

        """;

    private const string Program = $"""
        using System.Globalization;
        using NetCompiler.Layers;

        {Prediction}
        {Network}
        """;

    private const string Training = $"""
        using System.Globalization;
        using NetCompiler;
        using NetCompiler.Layers;

        {Prediction}
        byte[] pixels = [.. Enumerable.Range(0, 3 * Tiny.InputLength).Select(i => (byte)i)];
        byte[] labels = [0, 1, 2];
        var images = new LabeledImages(pixels, labels, [1, 8, 8], classes: 3);
        TrainingHistory history = await new Trainer(network, new Sgd(0.01f), Loss.CrossEntropy).FitAsync(images, epochs: 1);
        Console.WriteLine(history.Epochs[0].TrainingLoss.ToString(CultureInfo.InvariantCulture));
        {Network}
        """;

    private const string WebProgram = $$"""
        using System.Globalization;
        using NetCompiler;
        using NetCompiler.Layers;

        WebApplication app = WebApplication.CreateSlimBuilder(args).Build();
        app.MapGet("/", () => "");

        {{Prediction}}
        {{Network}}
        """;

    [Fact]
    public async Task AConsoleProjectPredictsAndTrains()
    {
        Consumer consumer = fixture.CreateConsumer("Trainer", Sdk, "", Training);
        (await consumer.Build()).Succeeded();
        string[] lines = (await consumer.Run()).Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        CheckPrediction(lines);
        Assert.True(double.IsFinite(double.Parse(lines[2], CultureInfo.InvariantCulture)), lines[2]);
    }

    [Fact]
    public async Task TheReadmesExampleCompiles()
    {
        string readme = await File.ReadAllTextAsync(Repository.PathOf("src", "NetCompiler.Runtime", "README.md"));
        const string Fence = "```csharp\n";
        int start = readme.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        string example = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
        (await fixture.CreateConsumer("Readme", Sdk, "", example).Build()).Succeeded();
    }

    [SkippableFact]
    public async Task AWebProjectPredicts()
    {
        string runtimes = (await DotNet.Run(Path.GetTempPath(), new Dictionary<string, string>(), "--list-runtimes")).Succeeded();
        Skip.IfNot(runtimes.Contains($"Microsoft.AspNetCore.App {Environment.Version.Major}.", StringComparison.Ordinal), "ASP.NET Core is not installed.");

        Consumer consumer = fixture.CreateConsumer("Web", "Microsoft.NET.Sdk.Web", "", WebProgram);
        (await consumer.Build()).Succeeded();
        CheckPrediction((await consumer.Run()).Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task AProjectThatForbidsUnsafeCodeIsToldWhy()
    {
        Consumer consumer = fixture.CreateConsumer("Safe", Sdk, "<AllowUnsafeBlocks>false</AllowUnsafeBlocks>", Program);
        Assert.Contains("error NC1008", (await consumer.Build()).Failed(), StringComparison.Ordinal);
    }

    /// <summary>Semicolons, as lists are written in project files, must survive the way to the compiler, which takes them for comments.</summary>
    [Theory]
    [InlineData("InTheProject", "<NetCompilerTargets>Avx2;Portable</NetCompilerTargets>")]
    [InlineData("OnTheCommandLine", "", "-p:NetCompilerTargets=Avx2%3BPortable")]
    public async Task TheListOfTargetsReachesTheCompilerWhole(string name, string properties, params string[] arguments)
    {
        Consumer consumer = fixture.CreateConsumer(name, Sdk, properties, Program);
        (await consumer.Build(arguments)).Succeeded();
        string convolution = consumer.GeneratedSources["Tiny.conv1.g.cs"];
        IEnumerable<string> targets = Targets().Matches(convolution).Select(match => match.Groups[1].Value).Distinct();
        Assert.Equal(["Avx2", "Portable"], targets.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"static void Conv1_(Avx512|Avx2|AdvSimd|Portable)\(")]
    private static partial Regex Targets();

    private void CheckPrediction(string[] lines)
    {
        string[] info = lines[0].Split(' ');
        Assert.Equal($"NetCompiler.{info[0]}.nupkg", Path.GetFileName(fixture.Package));
        bool vectors = Fma.IsSupported || AdvSimd.Arm64.IsSupported;
        Assert.True(info[1] != "portable" == vectors, lines[0]);

        float[] scores = [.. lines[1].Split(' ').Select(score => float.Parse(score, CultureInfo.InvariantCulture))];
        Assert.Equal(3, scores.Length);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
        Assert.Equal(1, scores.Sum(), 1e-5f);
    }
}
