namespace NetCompiler.Generator.Tests.Harness;

/// <summary>The sources that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "NetCompiler.sln")))
                return directory;
        }

        throw new DirectoryNotFoundException("The tests must run inside the repository.");
    }
}
