// [Network(1, 2, 4)]
// [Conv(3, 1), SpaceToDepth(2), Conv(2, 1)]

// ---- Inference ----
//
// input 1×2×4 NCHW at Input
// conv1 = Conv(3 filters 1×1) of input : 3×2×4 NCHW16c at Arena[0]   weights conv1.weight[3, 1, 1, 1], conv1.bias[3]
// spacetodepth1 = SpaceToDepth(2×2) of conv1 : 12×1×2 NCHW16c at Arena[128]
// conv2 = Conv(2 filters 1×1) of spacetodepth1 : 2×1×2 NCHW16c at Arena[0]   weights conv2.weight[2, 12, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×1×2 NCHW at Output
// return conv2_output

// spacetodepth1: SpaceToDepth 2×2
// input     conv1 3×2×4, NCHW16c
// output    spacetodepth1 12×1×2, NCHW16c
internal static void Spacetodepth1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Spacetodepth1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Spacetodepth1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int channel = 0; channel < 12; channel++)
        {
            int inputChannel = channel % 3;
            float* x = input + inputChannel / 16 * 128 + inputChannel % 16 + (0 * 2 + channel / 6) * 64;
            float* y = output + channel / 16 * 32 + channel % 16;
            for (int column = 0; column < 2; column++)
            {
                y[column * 16] = x[(column * 2 + channel / 3 % 2) * 16];
            }
        }
    }
}

// ---- Training ----
//
// input 1×2×4 NCHW at Input
// conv1 = Conv(3 filters 1×1) of input : 3×2×4 NCHW16c at Arena[0]   weights conv1.weight[3, 1, 1, 1], conv1.bias[3]
// spacetodepth1 = SpaceToDepth(2×2) of conv1 : 12×1×2 NCHW16c at Arena[128]
// conv2 = Conv(2 filters 1×1) of spacetodepth1 : 2×1×2 NCHW16c at Arena[160]   weights conv2.weight[2, 12, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×1×2 NCHW at Output
// d_conv2 = LoadGradient of loss, conv2 : 2×1×2 NCHW16c at Arena[192]
// d_conv2_weights = ConvWeightGradient of spacetodepth1, d_conv2   weights conv2.weight[2, 12, 1, 1], conv2.bias[2]
// d_spacetodepth1 = ConvInputGradient of d_conv2 : 12×1×2 NCHW16c at Arena[128]
// d_conv1 = SpaceToDepthGradient of d_spacetodepth1 : 3×2×4 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[3, 1, 1, 1], conv1.bias[3]
// return conv2_output

// spacetodepth1: SpaceToDepth 2×2
// input     conv1 3×2×4, NCHW16c
// output    spacetodepth1 12×1×2, NCHW16c
internal static void Spacetodepth1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Spacetodepth1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// spacetodepth1: gradient of SpaceToDepth 2×2
// outputGradient d_spacetodepth1 12×1×2, NCHW16c
// inputGradient  d_conv1 3×2×4, NCHW16c
internal static void Spacetodepth1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Spacetodepth1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Spacetodepth1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int channel = 0; channel < 12; channel++)
        {
            int inputChannel = channel % 3;
            float* x = inputGradient + inputChannel / 16 * 128 + inputChannel % 16 + (0 * 2 + channel / 6) * 64;
            float* y = outputGradient + channel / 16 * 32 + channel % 16;
            for (int column = 0; column < 2; column++)
            {
                x[(column * 2 + channel / 3 % 2) * 16] = y[column * 16];
            }
        }
    }
}
