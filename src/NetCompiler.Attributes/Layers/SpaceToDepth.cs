namespace NetCompiler.Layers;

/// <summary>
/// Moves blocks of an image's positions into channels: (C, H, W) becomes (C · b², H / b, W / b), and the value at row i, column j of a block goes to channel (i · b + j) · C + c,
/// as ONNX's <c>SpaceToDepth</c> does.
/// </summary>
public sealed class SpaceToDepthAttribute : LayerAttribute
{
    /// <summary>Square blocks.</summary>
    /// <param name="block">Height and width of a block; must divide the image's.</param>
    public SpaceToDepthAttribute(int block) => Block = block;

    /// <summary>Height and width of a block.</summary>
    public int Block { get; }
}
