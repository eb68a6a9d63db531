namespace NetCompiler.Layers;

/// <summary>x − ln Σ eˣ over the features; on an image over the channels at each position.</summary>
public sealed class LogSoftmaxAttribute : LayerAttribute;
