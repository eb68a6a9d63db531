namespace NetCompiler.Package.Tests;

/// <summary>A project that uses the package.</summary>
/// <param name="folder">Where it lies.</param>
/// <param name="packages">Where its packages are unpacked: never the user's own folder, which would keep this version for good.</param>
internal sealed class Consumer(string folder, string packages)
{
    private readonly Dictionary<string, string> _environment = new() { ["NUGET_PACKAGES"] = packages };

    /// <summary>The generated sources, by file name, after a build.</summary>
    public IReadOnlyDictionary<string, string> GeneratedSources =>
        Directory.GetFiles(Path.Combine(folder, "obj"), "*.g.cs", SearchOption.AllDirectories)
            .Where(path => path.Contains("NetCompiler.Generator", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    public Task<DotNetRun> Build(params string[] arguments) => DotNet.Run(folder, _environment, ["build", "--disable-build-servers", .. arguments]);

    public Task<DotNetRun> Run()
    {
        string name = $"{Path.GetFileName(folder)}.dll";
        string program = Assert.Single(Directory.GetFiles(Path.Combine(folder, "bin"), name, SearchOption.AllDirectories));
        return DotNet.Run(folder, _environment, program);
    }
}
