// [Network(1, 3, 4)]
// [Conv(2, 1, Name = "a"), Conv(2, 1), Multiply("a")]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// a = Conv(2 filters 1×1) of input : 2×3×4 NCHW16c at Arena[0]   weights a.weight[2, 1, 1, 1], a.bias[2]
// conv1 = Conv(2 filters 1×1) of a : 2×3×4 NCHW16c at Arena[192]   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// multiply1 = Multiply of conv1, a, in place of conv1 : 2×3×4 NCHW16c at Arena[192]
// multiply1_output = Store of multiply1 : 2×3×4 NCHW at Output
// return multiply1_output

// multiply1: Multiply
// a         conv1 2×3×4, NCHW16c
// b         a 2×3×4, NCHW16c
// output    multiply1 2×3×4, NCHW16c
internal static void Multiply1(float* a, float* b, float* output)
{
    if (Avx512F.IsSupported)
        Multiply1_Avx512(a, b, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Multiply1_Avx512(float* a, float* b, float* output)
{
    unchecked
    {
        for (int row = 0; row < 3; row++)
        {
            float* aRow = a + row * 64;
            float* bRow = b + row * 64;
            float* outputRow = output + row * 64;
            for (int i = 0; i < 64; i += 16)
            {
                Avx512F.Store(outputRow + i, Avx512F.Multiply(Avx512F.LoadVector512(aRow + i), Avx512F.LoadVector512(bRow + i)));
            }
        }
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// a = Conv(2 filters 1×1) of input : 2×3×4 NCHW16c at Arena[0]   weights a.weight[2, 1, 1, 1], a.bias[2]
// conv1 = Conv(2 filters 1×1) of a : 2×3×4 NCHW16c at Arena[192]   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// multiply1 = Multiply of conv1, a : 2×3×4 NCHW16c at Arena[384]
// multiply1_output = Store of multiply1 : 2×3×4 NCHW at Output
// d_multiply1 = LoadGradient of loss, multiply1 : 2×3×4 NCHW16c at Arena[576]
// d_conv1 = ProductGradient of d_multiply1, a : 2×3×4 NCHW16c at Arena[384]
// d_a = ProductGradient of d_multiply1, conv1 : 2×3×4 NCHW16c at Arena[768]
// d_conv1_weights = ConvWeightGradient of a, d_conv1   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// d_a = ConvInputGradient of d_conv1 : 2×3×4 NCHW16c at Arena[0]
// d_a = AddGradient of d_a, d_a : 2×3×4 NCHW16c at Arena[768]
// d_a_weights = ConvWeightGradient of input, d_a   weights a.weight[2, 1, 1, 1], a.bias[2]
// return multiply1_output

// multiply1: Multiply
// a         conv1 2×3×4, NCHW16c
// b         a 2×3×4, NCHW16c
// output    multiply1 2×3×4, NCHW16c
internal static void Multiply1_Train(float* a, float* b, float* output)
{
    if (Avx512F.IsSupported)
        Multiply1_Avx512(a, b, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}
