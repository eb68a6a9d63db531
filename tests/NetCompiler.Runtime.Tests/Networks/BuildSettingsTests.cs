using System.Diagnostics;
using System.Text.Json;

namespace NetCompiler.Tests;

/// <summary>The settings that the package brings into a user's project, imported where NuGet imports them.</summary>
public sealed class BuildSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Project => _directory.File("App.csproj");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("net9.0", "linux-x64", "", "")]
    [InlineData("net9.0", "linux-x64", "native", "native")]
    [InlineData("net9.0", "linux-x64", "avx512", "x86-x64-v4")]
    [InlineData("net9.0", "linux-x64", "avx2", "x86-x64-v3")]
    [InlineData("net9.0", "linux-x64", "portable", "")]
    [InlineData("net8.0", "win-x64", "avx2", "x86-x64-v3")]
    [InlineData("net10.0", "linux-x64", "", "")]
    [InlineData("net10.0", "linux-x64", "native", "native")]
    [InlineData("net10.0", "linux-x64", "avx512", "x86-64-v4")]
    [InlineData("net10.0", "linux-x64", "avx2", "x86-64-v3")]
    [InlineData("net10.0", "linux-x64", "AVX2", "x86-64-v3")]
    [InlineData("net10.0", "linux-x64", "portable", "")]
    [InlineData("net10.0-windows", "win-x64", "avx2", "x86-64-v3")]
    [InlineData("net10.0", "linux-arm64", "avx2", "")]
    [InlineData("net10.0", "osx-arm64", "native", "")]
    public async Task TheInstructionSetIsSpelledForTheCompiler(string framework, string runtime, string value, string expected)
    {
        WriteProject($"<TargetFramework>{framework}</TargetFramework><RuntimeIdentifier>{runtime}</RuntimeIdentifier><NetCompilerInstructionSet>{value}</NetCompilerInstructionSet>");
        Assert.Equal(expected, (await Evaluate())["IlcInstructionSet"]);
    }

    [Fact]
    public async Task AnInstructionSetOfTheProjectsOwnIsKept()
    {
        WriteProject("<TargetFramework>net10.0</TargetFramework><IlcInstructionSet>x86-64-v2</IlcInstructionSet><NetCompilerInstructionSet>avx2</NetCompilerInstructionSet>");
        Assert.Equal("x86-64-v2", (await Evaluate())["IlcInstructionSet"]);
    }

    [Theory]
    [InlineData("", "true")]
    [InlineData("<AllowUnsafeBlocks>true</AllowUnsafeBlocks>", "true")]
    [InlineData("<AllowUnsafeBlocks>false</AllowUnsafeBlocks>", "false")]
    public async Task UnsafeCodeIsAllowedUnlessTheProjectForbidsIt(string setting, string expected)
    {
        WriteProject("<TargetFramework>net10.0</TargetFramework>" + setting);
        Assert.Equal(expected, (await Evaluate())["AllowUnsafeBlocks"]);
    }

    [Fact]
    public async Task TheGeneratorSeesItsSettings()
    {
        WriteProject("<TargetFramework>net10.0</TargetFramework>");
        (_, string output) = await MSBuild("-getItem:CompilerVisibleProperty");
        using JsonDocument json = JsonDocument.Parse(output);
        string[] names = [.. json.RootElement.GetProperty("Items").GetProperty("CompilerVisibleProperty").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
        string[] expected =
            ["NetCompilerTargets", "NetCompilerReport", "NetCompilerInstructionSet", "AllowUnsafeBlocks", "DesignTimeBuild", "RuntimeIdentifier", "PublishAot"];
        Assert.Empty(expected.Except(names));
    }

    [Fact]
    public async Task AnUnknownInstructionSetIsAnError()
    {
        WriteProject("<TargetFramework>net10.0</TargetFramework><NetCompilerInstructionSet>sse2</NetCompilerInstructionSet>");
        (int exitCode, string output) = await MSBuild("-t:NetCompilerCheckInstructionSet");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("error NC3003: NetCompilerInstructionSet is 'sse2', but it may be native, avx512, avx2 or portable.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PrepareForPublish", "linux-x64", "", true)]
    [InlineData("PrepareForPublish", "linux-x64", "<NetCompilerInstructionSet>portable</NetCompilerInstructionSet>", false)]
    [InlineData("PrepareForPublish", "linux-x64", "<NetCompilerInstructionSet>avx2</NetCompilerInstructionSet>", false)]
    [InlineData("PrepareForPublish", "linux-x64", "<IlcInstructionSet>native</IlcInstructionSet>", false)]
    [InlineData("PrepareForPublish", "linux-x64", "<PublishAot>false</PublishAot>", false)]
    [InlineData("PrepareForPublish", "linux-arm64", "", false)]
    [InlineData("BeforeBuild", "linux-x64", "", false)]
    public async Task PublishingAheadOfTimeForAnyProcessorIsWarnedOf(string target, string runtime, string setting, bool warned)
    {
        WriteProject($"<TargetFramework>net9.0</TargetFramework><RuntimeIdentifier>{runtime}</RuntimeIdentifier><PublishAot>true</PublishAot>{setting}");
        (int exitCode, string output) = await MSBuild($"-t:{target}");
        Assert.True(exitCode == 0, output);
        Assert.Equal(warned, output.Contains("warning NC3001", StringComparison.Ordinal));
    }

    private void WriteProject(string properties)
    {
        File.WriteAllText(Project, $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><UseAppHost>false</UseAppHost>{properties}</PropertyGroup></Project>");
        string obj = Directory.CreateDirectory(_directory.File("obj")).FullName;
        foreach (string kind in new[] { "props", "targets" })
        {
            string import = Path.Combine(AppContext.BaseDirectory, "buildTransitive", $"NetCompiler.{kind}");
            File.WriteAllText(Path.Combine(obj, $"App.csproj.nuget.g.{kind}"), $"<Project><Import Project=\"{import}\" /></Project>");
        }
    }

    private async Task<Dictionary<string, string>> Evaluate()
    {
        (int exitCode, string output) = await MSBuild("-getProperty:IlcInstructionSet,AllowUnsafeBlocks");
        Assert.True(exitCode == 0, output);
        using JsonDocument json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("Properties").EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!);
    }

    private async Task<(int ExitCode, string Output)> MSBuild(string argument)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Project, argument, "-nologo", "-nodeReuse:false", "-v:minimal"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _directory.Path,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
