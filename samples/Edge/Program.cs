using NetCompiler;
using Samples;

try
{
    EdgeOptions options = EdgeOptions.Parse(args);
    if (options.ShowHelp)
        Console.WriteLine(EdgeOptions.Help);
    else
        new EdgeProgram(options).Run();
    return 0;
}
catch (UsageException exception)
{
    Console.Error.WriteLine($"edge: {exception.Message} (--help shows the options)");
    return 2;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DataFormatException or WeightFormatException)
{
    Console.Error.WriteLine($"edge: {exception.Message}");
    return 1;
}
