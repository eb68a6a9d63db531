namespace NetCompiler.Layers;

/// <summary>Turns an image into a vector in the order channels, rows, columns, as PyTorch and ONNX do.</summary>
public sealed class FlattenAttribute : LayerAttribute;
