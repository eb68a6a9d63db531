return Benchmarks.InferenceCommand.Invoke(args);
