using System.Runtime.Versioning;

namespace NetCompiler.Tests;

public sealed class CrashSafeFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.File("weights");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void AFileIsCreatedAndReplaced()
    {
        CrashSafeFile.Write(Path, stream => stream.Write("a long content"u8));
        CrashSafeFile.Write(Path, stream => stream.Write("short"u8));
        Assert.Equal("short", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFailureLeavesWhatWasThere(bool existing)
    {
        if (existing)
        {
            File.WriteAllText(Path, "old");
        }

        var exception = Assert.Throws<IOException>(() => CrashSafeFile.Write(Path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("The cable was pulled.");
        }));
        Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("The cable was pulled.", exception.Message, StringComparison.Ordinal);
        AssertUntouched(existing);

        Assert.Throws<InvalidTimeZoneException>(() => CrashSafeFile.Write(Path, _ => throw new InvalidTimeZoneException()));
        AssertUntouched(existing);
    }

    [SkippableFact]
    public void AFullDiskIsAClearError()
    {
        Skip.IfNot(File.Exists("/dev/full"));
        File.WriteAllText(Path, "old");
        var exception = Assert.Throws<IOException>(() => CrashSafeFile.Write(Path, _ =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[100_000]);
        }));
        Assert.Contains($"Cannot save '{Path}': No space left", exception.Message, StringComparison.Ordinal);
        AssertUntouched(existing: true);
    }

    [Fact]
    public void ThereMustBeADirectory()
    {
        using var network = new ScaleNetwork();
        string path = System.IO.Path.Combine(_directory.Path, "none", "weights");
        var exception = Assert.Throws<DirectoryNotFoundException>(() => network.Save(path));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => network.Save(_directory.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));

        // The failed attempts left no running call behind: this would wait for it.
        network.NotifyParametersChanged();
        NetworkTests.Predict(network);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void AReadOnlyDirectoryIsAClearError()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind administrators.");
        File.WriteAllText(Path, "old");
        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<UnauthorizedAccessException>(() => CrashSafeFile.Write(Path, _ => { }));
            AssertUntouched(existing: true);
        }
        finally
        {
            File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void APrivateFileStaysPrivate()
    {
        Skip.If(OperatingSystem.IsWindows());
        File.WriteAllText(Path, "old");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        CrashSafeFile.Write(Path, stream => stream.Write("new"u8));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALinkStaysALink(bool targetExists)
    {
        Skip.If(OperatingSystem.IsWindows(), "Creating links needs a privilege there.");
        string target = _directory.File("target");
        if (targetExists)
        {
            File.WriteAllText(target, "old");
        }

        File.CreateSymbolicLink(Path, target);
        CrashSafeFile.Write(Path, stream => stream.Write("new"u8));
        Assert.Equal(target, new FileInfo(Path).LinkTarget);
        Assert.Equal("new", File.ReadAllText(target));
    }

    [Fact]
    public void ARelativePathIsRelativeToTheWorkingDirectory()
    {
        string relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, Path);
        CrashSafeFile.Write(relative, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(Path));
    }

    private void AssertUntouched(bool existing)
    {
        Assert.Equal(existing ? [Path] : [], Directory.EnumerateFileSystemEntries(_directory.Path));
        if (existing)
        {
            Assert.Equal("old", File.ReadAllText(Path));
        }
    }
}
