// [Network(1, 2, 3)]
// [Conv(2, 1), Pad([1, 0, 0, 2]), MaxPool(3)]

// ---- Inference ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(2 filters 1×1) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// pad1 = Pad([1, 0, 0, 2]) of conv1 : 2×3×5 NCHW16c at BatchArena[0]
// maxpool1 = MaxPool(3×3, stride 3) of pad1 : 2×1×1 NCHW16c at BatchArena[240]
// maxpool1_output = Store of maxpool1 : 2×1×1 NCHW at Output
// return maxpool1_output

// pad1: Pad [1, 0, 0, 2]
// source      conv1 2×2×3, NCHW16c
// destination pad1 2×3×5, NCHW16c
internal static void Pad1(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Pad1_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pad1_Avx512(float* source, float* destination)
{
    unchecked
    {
        for (int i = 0; i < 240; i += 16)
        {
            Avx512F.Store(destination + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 2; row++)
        {
            float* a = source + row * 48;
            float* b = destination + 80 + row * 80;
            for (int i = 0; i < 48; i += 16)
            {
                Avx512F.Store(b + i, Avx512F.LoadVector512(a + i));
            }
        }
    }
}

// ---- Training ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(2 filters 1×1) of input : 2×2×3 NCHW16c at Arena[240]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// pad1 = Pad([1, 0, 0, 2]) of conv1 : 2×3×5 NCHW16c at Arena[0]
// maxpool1 = MaxPool(3×3, stride 3) of pad1 : 2×1×1 NCHW16c at Arena[480]
// maxpool1_output = Store of maxpool1 : 2×1×1 NCHW at Output
// d_maxpool1 = LoadGradient of loss, maxpool1 : 2×1×1 NCHW16c at Arena[496]
// d_pad1 = MaxPoolGradient of pad1, maxpool1, d_maxpool1 : 2×3×5 NCHW16c at Arena[240]
// d_conv1 = PadGradient of d_pad1 : 2×2×3 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// return maxpool1_output

// pad1: Pad [1, 0, 0, 2]
// source      conv1 2×2×3, NCHW16c
// destination pad1 2×3×5, NCHW16c
internal static void Pad1_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Pad1_Train_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pad1_Train_Avx512(float* source, float* destination)
{
    unchecked
    {
        for (int i = 0; i < 240; i += 16)
        {
            Avx512F.Store(destination + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 2; row++)
        {
            float* a = source + row * 48;
            float* b = destination + 80 + row * 80;
            for (int i = 0; i < 48; i += 16)
            {
                Avx512F.Store(b + i, Avx512F.LoadVector512(a + i));
            }
        }
    }
}

// pad1: gradient inside the border
// source      d_pad1 2×3×5, NCHW16c
// destination d_conv1 2×2×3, NCHW16c
internal static void Pad1_Train_InputGradient(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Pad1_Train_InputGradient_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pad1_Train_InputGradient_Avx512(float* source, float* destination)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            float* a = source + 80 + row * 80;
            float* b = destination + row * 48;
            for (int i = 0; i < 48; i += 16)
            {
                Avx512F.Store(b + i, Avx512F.LoadVector512(a + i));
            }
        }
    }
}
