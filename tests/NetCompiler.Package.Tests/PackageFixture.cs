using System.Reflection;

namespace NetCompiler.Package.Tests;

/// <summary>The package, packed once into a folder of its own outside the repository, and projects that use it.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("netcompiler-package").FullName;

    /// <summary>The package file.</summary>
    public string Package { get; private set; } = "";

    private string Feed => Path.Combine(_root, "feed");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Package = await Pack(Feed);

        // The same SDK as the repository's. The package is the only source: it may need no other.
        File.Copy(Repository.PathOf("global.json"), Path.Combine(_root, "global.json"));
        await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), """
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="feed" />
              </packageSources>
            </configuration>
            """);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Packs what this configuration's build has left, and returns the package's path.</summary>
    internal static async Task<string> Pack(string folder)
    {
        string configuration = typeof(PackageFixture).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string project = Repository.PathOf("src", "NetCompiler.Runtime");
        DotNetRun run = await DotNet.Run(project, new Dictionary<string, string>(), "pack", "--no-build", "-c", configuration, "-o", folder);
        run.Succeeded();
        return Assert.Single(Directory.GetFiles(folder));
    }

    /// <summary>A folder that is gone with the fixture.</summary>
    internal string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    /// <summary>Writes a project that uses the package.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sdk">Its SDK, such as <c>Microsoft.NET.Sdk</c>.</param>
    /// <param name="properties">Elements for its property group.</param>
    /// <param name="program">Its <c>Program.cs</c>.</param>
    internal Consumer CreateConsumer(string name, string sdk, string properties, string program)
    {
        string folder = CreateFolder(name);
        string version = Path.GetFileNameWithoutExtension(Package)["NetCompiler.".Length..];
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <WarningLevel>9999</WarningLevel>
                <CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NetCompiler" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        return new Consumer(folder, Path.Combine(_root, "packages"));
    }
}

/// <summary>Shares the package among all tests, which so run one after the other: two builds at once would only slow each other down.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackageFixture>
{
    /// <summary>What the tests' classes call it.</summary>
    public const string Name = "Package";
}
