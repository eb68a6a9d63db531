// [Network(1, 4, 5)]
// [Conv(2, 1), Crop([1, 0, 0, 2]), Conv(2, 1)]

// ---- Inference ----
//
// input 1×4×5 NCHW at Input
// conv1 = Conv(2 filters 1×1) of input : 2×4×5 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// crop1 = Crop([1, 0, 0, 2]) of conv1 : 2×3×3 NCHW16c at Arena[320]
// conv2 = Conv(2 filters 1×1) of crop1 : 2×3×3 NCHW16c at Arena[0]   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×3×3 NCHW at Output
// return conv2_output

// crop1: Crop [1, 0, 0, 2]
// input     conv1 2×4×5, NCHW16c
// output    crop1 2×3×3, NCHW16c
internal static void Crop1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Crop1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Crop1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 3; row++)
        {
            float* inputRow = input + (row + 1) * 80;
            float* outputRow = output + row * 48;
            for (int column = 0; column < 3; column++)
            {
                float* x = inputRow + column * 16;
                float* y = outputRow + column * 16;
                Avx512F.Store(y, Avx512F.LoadVector512(x));
            }
        }
    }
}

// ---- Training ----
//
// input 1×4×5 NCHW at Input
// conv1 = Conv(2 filters 1×1) of input : 2×4×5 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// crop1 = Crop([1, 0, 0, 2]) of conv1 : 2×3×3 NCHW16c at Arena[320]
// conv2 = Conv(2 filters 1×1) of crop1 : 2×3×3 NCHW16c at Arena[464]   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×3×3 NCHW at Output
// d_conv2 = LoadGradient of loss, conv2 : 2×3×3 NCHW16c at Arena[608]
// d_conv2_weights = ConvWeightGradient of crop1, d_conv2   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
// d_crop1 = ConvInputGradient of d_conv2 : 2×3×3 NCHW16c at Arena[320]
// d_conv1 = CropGradient of d_crop1 : 2×4×5 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// return conv2_output

// crop1: Crop [1, 0, 0, 2]
// input     conv1 2×4×5, NCHW16c
// output    crop1 2×3×3, NCHW16c
internal static void Crop1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Crop1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// crop1: gradient of Crop [1, 0, 0, 2]
// outputGradient d_crop1 2×3×3, NCHW16c
// inputGradient  d_conv1 2×4×5, NCHW16c
internal static void Crop1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Crop1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Crop1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int i = 0; i < 320; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 3; row++)
        {
            float* inputRow = inputGradient + (row + 1) * 80;
            float* outputRow = outputGradient + row * 48;
            for (int column = 0; column < 3; column++)
            {
                float* x = inputRow + column * 16;
                float* y = outputRow + column * 16;
                Avx512F.Store(x, Avx512F.Add(Avx512F.LoadVector512(x), Avx512F.LoadVector512(y)));
            }
        }
    }
}
