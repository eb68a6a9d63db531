return Benchmarks.SoloTiming.Run(args);
