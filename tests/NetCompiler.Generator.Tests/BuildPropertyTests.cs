using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

public sealed class BuildPropertyTests
{
    [Theory]
    [InlineData("", "", "Avx512 Avx2 AdvSimd Portable")]
    [InlineData("Avx2", "", "Avx2")]
    [InlineData("portable,AVX512", "", "Avx512 Portable")]
    [InlineData(" advsimd ; avx2 ; avx2 ", "", "Avx2 AdvSimd")]
    [InlineData("Avx3", "", "Avx512 Avx2 AdvSimd Portable")]
    [InlineData("Avx3,Avx2", "", "Avx2")]
    [InlineData("Avx2", "linux-arm64", "Avx2")]
    [InlineData("", "linux-x64", "Avx512 Avx2 Portable")]
    [InlineData("", "linux-musl-x64", "Avx512 Avx2 Portable")]
    [InlineData("", "win-x86", "Avx512 Avx2 Portable")]
    [InlineData("", "osx-arm64", "AdvSimd Portable")]
    [InlineData("", "OSX-ARM64", "AdvSimd Portable")]
    [InlineData("", "linux-arm", "Portable")]
    [InlineData("", "browser-wasm", "Portable")]
    [InlineData("", "linux", "Avx512 Avx2 AdvSimd Portable")]
    [InlineData("", "any", "Avx512 Avx2 AdvSimd Portable")]
    public void TargetsAreChosenOrFollowFromTheMachine(string targets, string runtimeIdentifier, string expected)
    {
        TestProject project = TestProject.Default.With("NetCompilerTargets", targets).With("RuntimeIdentifier", runtimeIdentifier);
        Assert.Equal(expected, string.Join(" ", BuildProperties.Read(project.Options.GlobalOptions).Targets));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    [InlineData("True ", true)]
    public void Switches(string text, bool expected)
    {
        Assert.Equal(expected, BuildProperties.Read(TestProject.Default.With("DesignTimeBuild", text).Options.GlobalOptions).DesignTime);
        Assert.Equal(expected, BuildProperties.Read(TestProject.Default.With("NetCompilerReport", text).Options.GlobalOptions).Report);
        Assert.Equal(expected, BuildProperties.Read(TestProject.Default.With("NetCompilerProfile", text).Options.GlobalOptions).Profile);
    }

    /// <summary>Why the package's props write commas: the SDK hands properties over in a file in which a semicolon starts a comment.</summary>
    [Theory]
    [InlineData("Avx512;Avx2", "Avx512")]
    [InlineData("Avx512,Avx2", "Avx512 Avx2")]
    public void TargetsAsTheSdkHandsThemOver(string written, string expected)
    {
        var file = AnalyzerConfig.Parse($"is_global = true\nbuild_property.NetCompilerTargets = {written}\n", "/project/obj/Project.editorconfig");
        ImmutableDictionary<string, string> options = AnalyzerConfigSet.Create(new List<AnalyzerConfig> { file }).GlobalConfigOptions.AnalyzerOptions;
        TestProject project = TestProject.Default.With("NetCompilerTargets", options["build_property.netcompilertargets"]);
        Assert.Equal(expected, string.Join(" ", BuildProperties.Read(project.Options.GlobalOptions).Targets));
    }

    [Fact]
    public void WithoutPropertiesTheDefaultsHold() => Assert.Equal(CompilerOptions.Default, BuildProperties.Read(TestProject.Default.Options.GlobalOptions));
}
