using Samples;

return ZooCommand.Invoke(args);
