namespace NetCompiler;

/// <summary>One entry of a safetensors header, checked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its sizes in C order; empty for a scalar.</param>
/// <param name="Begin">The first byte, counted from the end of the header.</param>
/// <param name="End">The byte after the last.</param>
internal sealed record SafetensorsTensor(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>A shape as messages show it, such as <c>[6, 1, 5, 5]</c>.</summary>
    public static string Format<T>(IEnumerable<T> shape) => $"[{string.Join(", ", shape)}]";
}

/// <summary>An element type of the format.</summary>
/// <param name="Name">Its name, such as <c>F32</c>.</param>
/// <param name="Bits">The size of an element in bits; the smallest types are no whole bytes.</param>
internal sealed record SafetensorsType(string Name, int Bits)
{
    public static readonly SafetensorsType F16 = new("F16", 16);
    public static readonly SafetensorsType BF16 = new("BF16", 16);
    public static readonly SafetensorsType F32 = new("F32", 32);
    public static readonly SafetensorsType F64 = new("F64", 64);
    public static readonly SafetensorsType I64 = new("I64", 64);

    /// <summary>All types of the format, also those that no network can use: their sizes are needed to check a file.</summary>
    public static readonly IReadOnlyDictionary<string, SafetensorsType> ByName = new SafetensorsType[]
    {
        new("BOOL", 8), new("F4", 4), new("F6_E2M3", 6), new("F6_E3M2", 6), new("U8", 8), new("I8", 8),
        new("F8_E5M2", 8), new("F8_E4M3", 8), new("F8_E8M0", 8), new("I16", 16), new("U16", 16), F16, BF16,
        new("I32", 32), new("U32", 32), F32, new("C64", 64), F64, I64, new("U64", 64),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);
}
