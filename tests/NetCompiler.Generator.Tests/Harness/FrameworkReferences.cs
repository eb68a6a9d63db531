using Microsoft.CodeAnalysis;

namespace NetCompiler.Generator.Tests.Harness;

/// <summary>The assemblies that test projects reference, read once.</summary>
internal static class FrameworkReferences
{
    /// <summary>The base library, ASP.NET Core where it is installed, and NetCompiler.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } = [.. Framework(), .. AspNetCore(), Runtime(), Attributes()];

    public static IReadOnlyList<MetadataReference> WithoutRuntime { get; } = [.. Framework(), Attributes()];

    public static bool HasAspNetCore { get; } = AspNetCore().Any();

    private static PortableExecutableReference Runtime() => MetadataReference.CreateFromFile(typeof(RuntimeContract).Assembly.Location);

    private static PortableExecutableReference Attributes() => MetadataReference.CreateFromFile(typeof(NetCompiler.Layers.NetworkAttribute).Assembly.Location);

    private static IEnumerable<MetadataReference> Framework()
    {
        string directory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == directory)
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    /// <summary>The shared framework beside ours, of the same version if there is one.</summary>
    private static IEnumerable<MetadataReference> AspNetCore()
    {
        string baseLibrary = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string shared = Path.GetDirectoryName(Path.GetDirectoryName(baseLibrary)!)!;
        string directory = Path.Combine(shared, "Microsoft.AspNetCore.App", Path.GetFileName(baseLibrary));
        return Directory.Exists(directory)
            ? Directory.GetFiles(directory, "*.dll").Order(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path))
            : [];
    }
}
