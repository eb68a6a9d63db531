namespace NetCompiler.Layers;

/// <summary>Divides by the Euclidean norm: x / max(‖x‖, ε). The norm is over the features of a flat value, over the channels at each position of an image or sequence.</summary>
public sealed class L2NormalizeAttribute : LayerAttribute
{
    /// <summary>The smallest norm that is divided by. Above 0. Default 1e-12.</summary>
    public float Epsilon { get; set; } = 1e-12f;
}
