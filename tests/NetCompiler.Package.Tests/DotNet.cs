using System.Diagnostics;

namespace NetCompiler.Package.Tests;

/// <summary>The outcome of one run of the <c>dotnet</c> command.</summary>
/// <param name="Command">Its arguments, for messages.</param>
/// <param name="ExitCode">Zero for success.</param>
/// <param name="Output">What it wrote to both of its outputs.</param>
internal sealed record DotNetRun(string Command, int ExitCode, string Output)
{
    /// <summary>The output, if the command succeeded.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"'{Command}' ended with exit code {ExitCode}:\n{Output}");
        return Output;
    }

    /// <summary>The output, if the command failed.</summary>
    public string Failed()
    {
        Assert.True(ExitCode != 0, $"'{Command}' should have failed:\n{Output}");
        return Output;
    }
}

/// <summary>Runs the <c>dotnet</c> command.</summary>
internal static class DotNet
{
    /// <summary>Far beyond what any of these commands needs: a hanging one fails its test instead of stopping all.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs it in a folder, with additional environment variables, to its end.</summary>
    public static async Task<DotNetRun> Run(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;

        string command = $"dotnet {string.Join(' ', arguments)}";
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new DotNetRun(command, process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{command}' did not end within {s_patience.TotalMinutes} minutes.");
        }
    }
}
