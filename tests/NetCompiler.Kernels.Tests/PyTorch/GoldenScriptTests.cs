using System.ComponentModel;
using System.Diagnostics;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;

namespace NetCompiler.Kernels.Tests.PyTorch;

/// <summary>The committed files are what the script writes.</summary>
public sealed class GoldenScriptTests
{
    private const double Tolerance = 1e-5;

    /// <summary>The first is whatever the user has; the second, the distribution's, has the distribution's packages.</summary>
    private static readonly string[] s_interpreters = ["python3", "/usr/bin/python3"];

    [SkippableFact]
    public void WritesTheCommittedFiles()
    {
        string? python = s_interpreters.FirstOrDefault(interpreter => Run(interpreter, "-c", "import torch").ExitCode == 0);
        Skip.If(python is null, "No python3 here has PyTorch (Debian's package is python3-torch): the goldens are taken as they are.");

        DirectoryInfo folder = Directory.CreateTempSubdirectory("netcompiler-goldens");
        try
        {
            (int exitCode, string message) = Run(python!, Path.Combine(AppContext.BaseDirectory, "PyTorch", "make_goldens.py"), folder.FullName);
            Assert.True(exitCode == 0, message);
            Assert.Equal(Names(Golden.Folder), Names(folder.FullName));
            foreach (string name in Names(Golden.Folder))
                Compare(name, new Golden(Path.Combine(Golden.Folder, name)), new Golden(Path.Combine(folder.FullName, name)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Compare(string file, Golden committed, Golden written)
    {
        Assert.Equal(committed.Names, written.Names);
        foreach (string name in committed.Names)
        {
            Tensor expected = committed[name];
            Assert.Equal(expected.Shape, written[name].Shape);
            Agreement.Check($"{name} of {file}", [expected], written[name].ToSingles(), Tolerance);
        }
    }

    private static IEnumerable<string> Names(string folder) => Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>Runs a program to its end; one that is not there has failed.</summary>
    private static (int ExitCode, string Message) Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string message = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, message + output.Result);
        }
        catch (Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }
}
