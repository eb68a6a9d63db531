namespace NetCompiler.Package.Tests;

/// <summary>The sources that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string s_root = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([s_root, .. parts]);

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "NetCompiler.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException("The tests must run inside the repository.");
    }
}
