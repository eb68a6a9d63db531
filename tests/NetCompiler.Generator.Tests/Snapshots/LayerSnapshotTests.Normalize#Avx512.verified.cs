// [Network(3, 2, 3)]
// [Normalize([0.5f, 0.25f, 0f], [2f, 1f, 0.5f]), Conv(2, 1)]

// ---- Inference ----
//
// input 3×2×3 NCHW at Input
// normalize1 = Normalize(per channel) of input : 3×2×3 NCHW at Arena[96]
// conv1 = Conv(2 filters 1×1) of normalize1 : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 3, 1, 1], conv1.bias[2]
// conv1_output = Store of conv1 : 2×2×3 NCHW at Output
// return conv1_output

// normalize1: Normalize per channel
// source      input 3×2×3, NCHW
// destination normalize1 3×2×3, NCHW
internal static void Normalize1(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Normalize1_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Normalize1_Avx512(float* source, float* destination)
{
    unchecked
    {
        // Constants of the program, which never move.
        float* scales = (float*)Unsafe.AsPointer(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference<float>([0.5f, 1f, 2f]));
        float* shifts = (float*)Unsafe.AsPointer(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference<float>([-0.25f, -0.25f, -0f]));
        for (int block = 0; block < 3; block++)
        {
            Vector512<float> scale_0 = Vector512.Create(scales[block]);
            Vector512<float> shift_0 = Vector512.Create(shifts[block]);
            for (int row = 0; row < 2; row++)
            {
                float* x = source + block * 6 + row * 3;
                float* y = destination + block * 6 + row * 3;
                for (int i = 0; i < 3; i++)
                {
                    y[i] = x[i] * scale_0.ToScalar() + shift_0.ToScalar();
                }
            }
        }
    }
}

// ---- Training ----
//
// input 3×2×3 NCHW at Input
// normalize1 = Normalize(per channel) of input : 3×2×3 NCHW at Arena[192]
// conv1 = Conv(2 filters 1×1) of normalize1 : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 3, 1, 1], conv1.bias[2]
// conv1_output = Store of conv1 : 2×2×3 NCHW at Output
// d_conv1 = LoadGradient of loss, conv1 : 2×2×3 NCHW16c at Arena[96]
// d_conv1_weights = ConvWeightGradient of normalize1, d_conv1   weights conv1.weight[2, 3, 1, 1], conv1.bias[2]
// return conv1_output

// normalize1: Normalize per channel
// source      input 3×2×3, NCHW
// destination normalize1 3×2×3, NCHW
internal static void Normalize1_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Normalize1_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}
