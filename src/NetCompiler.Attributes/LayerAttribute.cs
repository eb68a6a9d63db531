using System;

namespace NetCompiler.Layers;

/// <summary>A layer: reads the output of the layer before it, or of the one that <see cref="From"/> names.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>A name for the layer's output and, where it has weights, for its tensors. Unnamed layers are numbered: <c>conv1</c>, <c>conv2</c>, <c>fc1</c> …</summary>
    public string? Name { get; set; }

    /// <summary>The name of the layer to read instead of the one before; <c>"input"</c> is the network's input.</summary>
    public string? From { get; set; }
}
