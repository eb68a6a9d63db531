namespace NetCompiler;

/// <summary>The types of element that <see cref="IdxFile"/> reads, with the codes of the format.</summary>
public enum IdxElementType
{
    /// <summary>Unsigned bytes: images and labels.</summary>
    UnsignedBytes = 0x08,

    /// <summary>Big-endian 32-bit integers.</summary>
    Integers = 0x0C,

    /// <summary>Big-endian 32-bit floats.</summary>
    Floats = 0x0D,
}
