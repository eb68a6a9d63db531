using NetCompiler;
using Samples;

return DigitsCommand.Invoke(args, options =>
{
    try
    {
        return DigitsTraining.Run(options);
    }
    catch (Exception exception) when (exception
        is IOException or UnauthorizedAccessException or DataFormatException or WeightFormatException or TrainingDivergedException)
    {
        // What can go wrong outside the program fits in a line; anything else is a defect and shows its stack.
        Console.Error.WriteLine($"digits: {exception.Message}");
        return 1;
    }
});
