namespace NetCompiler.Layers;

/// <summary>min(max(x, 0), 6) (Krizhevsky 2010, "Convolutional deep belief networks on CIFAR-10").</summary>
public sealed class Relu6Attribute : LayerAttribute;
