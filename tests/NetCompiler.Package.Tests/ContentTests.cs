using System.IO.Compression;
using System.Xml.Linq;

namespace NetCompiler.Package.Tests;

[Collection(PackageCollection.Name)]
public sealed class ContentTests(PackageFixture fixture)
{
    private static readonly string[] s_files =
    [
        "NetCompiler.nuspec",
        "README.md",
        "analyzers/dotnet/cs/NetCompiler.Generator.dll",
        "buildTransitive/NetCompiler.props",
        "buildTransitive/NetCompiler.targets",
        "lib/net10.0/NetCompiler.Attributes.dll",
        "lib/net10.0/NetCompiler.Attributes.xml",
        "lib/net10.0/NetCompiler.Runtime.dll",
        "lib/net10.0/NetCompiler.Runtime.xml",
        "lib/net9.0/NetCompiler.Attributes.dll",
        "lib/net9.0/NetCompiler.Attributes.xml",
        "lib/net9.0/NetCompiler.Runtime.dll",
        "lib/net9.0/NetCompiler.Runtime.xml",
    ];

    [Fact]
    public void ThePackageHoldsTheRuntimeTheAttributesAndTheCompilerAndNothingElse()
    {
        using ZipArchive package = ZipFile.OpenRead(fixture.Package);
        IEnumerable<string> files = package.Entries.Select(entry => entry.FullName).Where(name => !IsOfTheContainer(name));
        Assert.Equal(s_files, files.Order(StringComparer.Ordinal));
        Assert.All(package.Entries, entry => Assert.NotEqual(0, entry.Length));
    }

    [Fact]
    public void TheManifestNamesALicenceAReadmeAndNoDependency()
    {
        using ZipArchive package = ZipFile.OpenRead(fixture.Package);
        using Stream stream = package.GetEntry("NetCompiler.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        XElement Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name);

        Assert.Equal("NetCompiler", Value("id").Value);
        Assert.Equal("MIT", Value("license").Value);
        Assert.Equal("expression", Value("license").Attribute("type")?.Value);
        Assert.Equal("README.md", Value("readme").Value);
        Assert.NotEmpty(Value("description").Value);
        IEnumerable<XElement> groups = Value("dependencies").Elements();
        Assert.Equal(["net10.0", "net9.0"], groups.Select(group => group.Attribute("targetFramework")?.Value));
        Assert.All(groups, group => Assert.Empty(group.Elements()));
    }

    [Fact]
    public async Task PackingAgainGivesTheSameBytes()
    {
        string again = await PackageFixture.Pack(fixture.CreateFolder("again"));
        Assert.Equal(await File.ReadAllBytesAsync(fixture.Package), await File.ReadAllBytesAsync(again));
    }

    /// <summary>Whether a part belongs to the container format, the Open Packaging Conventions (ECMA-376, part 2).</summary>
    private static bool IsOfTheContainer(string name) =>
        name.StartsWith("_rels/", StringComparison.Ordinal) || name.StartsWith("package/", StringComparison.Ordinal) || name == "[Content_Types].xml";
}
