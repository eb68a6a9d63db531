namespace NetCompiler.Generator.Layers.Pad;

/// <summary>What an added border holds: the numbers of the enumeration that users write.</summary>
internal enum PaddingMode
{
    Zeros,
    Replicate,
    Reflect,
    Symmetric,
    Circular,
}
