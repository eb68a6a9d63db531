using Benchmarks;

return args is [InferenceCommand.Solo, .. string[] rest] ? SoloTiming.Run(rest) : InferenceCommand.Invoke(args);
