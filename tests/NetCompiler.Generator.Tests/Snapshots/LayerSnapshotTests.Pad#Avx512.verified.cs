// [Network(1, 2, 3)]
// [Conv(2, 1), Pad([1, 0, 0, 2]), Pad([1, 0, 2, 1], Mode = PaddingMode.Symmetric), MaxPool(3)]

// ---- Inference ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(2 filters 1×1) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// pad1 = Pad([1, 0, 0, 2]) of conv1 : 2×3×5 NCHW16c at Arena[576]
// pad2 = Pad([1, 0, 2, 1], symmetric) of pad1 : 2×6×6 NCHW16c at Arena[0]
// maxpool1 = MaxPool(3×3, stride 3) of pad2 : 2×2×2 NCHW16c at Arena[576]
// maxpool1_output = Store of maxpool1 : 2×2×2 NCHW at Output
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

// pad2: Pad [1, 0, 2, 1], symmetric
// input     pad1 2×3×5, NCHW16c
// output    pad2 2×6×6, NCHW16c
internal static void Pad2(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Pad2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pad2_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 6; row++)
        {
            float* inputRow = input + (row < 1 ? 0 - row : row < 4 ? row - 1 : 6 - row) * 80;
            float* outputRow = output + row * 96;
            for (int column = 0; column < 6; column++)
            {
                float* x = inputRow + (column < 5 ? column : 9 - column) * 16;
                float* y = outputRow + column * 16;
                Avx512F.Store(y, Avx512F.LoadVector512(x));
            }
        }
    }
}

// ---- Training ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(2 filters 1×1) of input : 2×2×3 NCHW16c at Arena[816]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// pad1 = Pad([1, 0, 0, 2]) of conv1 : 2×3×5 NCHW16c at Arena[576]
// pad2 = Pad([1, 0, 2, 1], symmetric) of pad1 : 2×6×6 NCHW16c at Arena[0]
// maxpool1 = MaxPool(3×3, stride 3) of pad2 : 2×2×2 NCHW16c at Arena[1152]
// maxpool1_output = Store of maxpool1 : 2×2×2 NCHW at Output
// d_maxpool1 = LoadGradient of loss, maxpool1 : 2×2×2 NCHW16c at Arena[1216]
// d_pad2 = MaxPoolGradient of pad2, maxpool1, d_maxpool1 : 2×6×6 NCHW16c at Arena[576]
// d_pad1 = PadGradient of d_pad2 : 2×3×5 NCHW16c at Arena[0]
// d_conv1 = PadGradient of d_pad1 : 2×2×3 NCHW16c at Arena[240]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// return maxpool1_output

// pad1: Pad [1, 0, 0, 2]
// source      conv1 2×2×3, NCHW16c
// destination pad1 2×3×5, NCHW16c
internal static void Pad1_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Pad1_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// pad2: Pad [1, 0, 2, 1], symmetric
// input     pad1 2×3×5, NCHW16c
// output    pad2 2×6×6, NCHW16c
internal static void Pad2_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Pad2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// pad2: gradient of Pad [1, 0, 2, 1], symmetric
// outputGradient d_pad2 2×6×6, NCHW16c
// inputGradient  d_pad1 2×3×5, NCHW16c
internal static void Pad2_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Pad2_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pad2_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int i = 0; i < 240; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 6; row++)
        {
            float* inputRow = inputGradient + (row < 1 ? 0 - row : row < 4 ? row - 1 : 6 - row) * 80;
            float* outputRow = outputGradient + row * 96;
            for (int column = 0; column < 6; column++)
            {
                float* x = inputRow + (column < 5 ? column : 9 - column) * 16;
                float* y = outputRow + column * 16;
                Avx512F.Store(x, Avx512F.Add(Avx512F.LoadVector512(x), Avx512F.LoadVector512(y)));
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
