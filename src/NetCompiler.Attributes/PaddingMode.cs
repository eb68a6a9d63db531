namespace NetCompiler.Layers;

/// <summary>What an added border holds, shown for two values on either side of <c>a b c</c>.</summary>
public enum PaddingMode
{
    /// <summary>Zeros: <c>0 0 | a b c | 0 0</c>.</summary>
    Zeros,

    /// <summary>The nearest value of the input: <c>a a | a b c | c c</c> (ONNX's and NumPy's "edge").</summary>
    Replicate,

    /// <summary>The input mirrored at its outermost value: <c>c b | a b c | b a</c>. The border must be smaller than the input.</summary>
    Reflect,

    /// <summary>The input mirrored behind its outermost value: <c>b a | a b c | c b</c> (NumPy's and TensorFlow's "symmetric"). The border must not be larger than the input.</summary>
    Symmetric,

    /// <summary>The input repeated: <c>b c | a b c | a b</c> (ONNX's and NumPy's "wrap"). The border must not be larger than the input.</summary>
    Circular,
}
