using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// Replaces a file so that, whatever fails (a full disk, the process, the power), either the old or the new file is there, whole.
/// </summary>
internal static partial class CrashSafeFile
{
    /// <summary>Writes a file beside <paramref name="path"/>, has it reach the disk, and renames it over <paramref name="path"/>.</summary>
    /// <param name="path">The file. If it is a symbolic link, what it points to is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It could not be written; the old file, if any, is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
        {
            throw new IOException($"Cannot save '{path}': it is a directory.");
        }

        if (new FileInfo(target).LinkTarget is not null)
        {
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
        }

        string directory = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"Cannot save '{path}': there is no directory '{directory}'.");
        }

        string temporary = Path.Combine(directory, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, CreateNew(target)))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception)
        {
            DeleteQuietly(temporary);
            if (exception.GetType() == typeof(IOException))
            {
                // Its message names the temporary file or none at all.
                throw new IOException($"Cannot save '{path}': {exception.Message}", exception);
            }

            throw;
        }

        SynchronizeDirectory(directory);
    }

    private static FileStreamOptions CreateNew(string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            // A private file stays private.
            options.UnixCreateMode = File.GetUnixFileMode(target);
        }

        return options;
    }

    private static void DeleteQuietly(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }

    /// <summary>
    /// Has the rename itself reach the disk; on Windows the file system's journal does that. .NET opens no directories, hence the C
    /// library. The new file is in place already, so that a file system which refuses this is no error.
    /// </summary>
    private static void SynchronizeDirectory(string directory)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsBrowser())
        {
            return;
        }

        try
        {
            int descriptor = Open(directory, flags: 0);
            if (descriptor >= 0)
            {
                _ = Synchronize(descriptor);
                _ = Close(descriptor);
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // No C library of that name: as above.
        }
    }

    // Flags 0 is O_RDONLY everywhere.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
