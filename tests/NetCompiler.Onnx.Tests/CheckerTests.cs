using System.Diagnostics;
using NetCompiler.Onnx.Tests.Harness;

namespace NetCompiler.Onnx.Tests;

/// <summary>ONNX's own checker, with its inference of shapes, on all models; where python3 has it.</summary>
public sealed class CheckerTests(ExportedCatalog catalog) : IClassFixture<ExportedCatalog>
{
    private const string Script = """
        import glob, os, sys
        import onnx
        failures = []
        for path in sorted(glob.glob(os.path.join(sys.argv[1], '*.onnx'))):
            try:
                onnx.checker.check_model(onnx.load(path), full_check=True)
            except Exception as error:
                failures.append(os.path.basename(path) + ': ' + str(error).strip().splitlines()[0])
        print('\n'.join(failures))
        sys.exit(len(failures) > 0)
        """;

    private static readonly string[] s_interpreters = ["python3", "/usr/bin/python3"];

    [SkippableFact]
    public void AcceptsEveryModel()
    {
        string? python = s_interpreters.FirstOrDefault(interpreter => Run(interpreter, "-c", "import onnx").ExitCode == 0);
        Skip.If(python is null, "No python3 here has ONNX's checker (Debian's package is python3-onnx).");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx");
        try
        {
            foreach (string name in ExportedCatalog.Names)
            {
                using Network network = catalog.Create(name);
                network.ExportOnnx(Path.Combine(folder.FullName, $"{name}.onnx"));
            }

            (int exitCode, string output) = Run(python!, "-c", Script, folder.FullName);
            Assert.True(exitCode == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int ExitCode, string Output) Run(string file, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, $"There is no {file}.");
        }
    }
}
