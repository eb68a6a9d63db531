// [Network(1, 2, 3)]
// [Conv(6, 1), ChannelShuffle(2), Conv(2, 1)]

// ---- Inference ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(6 filters 1×1) of input : 6×2×3 NCHW16c at Arena[0]   weights conv1.weight[6, 1, 1, 1], conv1.bias[6]
// channelshuffle1 = ChannelShuffle(2 groups) of conv1 : 6×2×3 NCHW16c at Arena[96]
// conv2 = Conv(2 filters 1×1) of channelshuffle1 : 2×2×3 NCHW16c at Arena[0]   weights conv2.weight[2, 6, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×2×3 NCHW at Output
// return conv2_output

// channelshuffle1: ChannelShuffle 2 groups
// input     conv1 6×2×3, NCHW16c
// output    channelshuffle1 6×2×3, NCHW16c
internal static void Channelshuffle1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Channelshuffle1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Channelshuffle1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            for (int channel = 0; channel < 6; channel++)
            {
                int inputChannel = channel % 2 * 3 + channel / 2;
                float* x = input + inputChannel / 16 * 96 + inputChannel % 16 + row * 48;
                float* y = output + channel / 16 * 96 + channel % 16 + row * 48;
                for (int column = 0; column < 3; column++)
                {
                    y[column * 16] = x[column * 16];
                }
            }
        }
    }
}

// ---- Training ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(6 filters 1×1) of input : 6×2×3 NCHW16c at Arena[0]   weights conv1.weight[6, 1, 1, 1], conv1.bias[6]
// channelshuffle1 = ChannelShuffle(2 groups) of conv1 : 6×2×3 NCHW16c at Arena[96]
// conv2 = Conv(2 filters 1×1) of channelshuffle1 : 2×2×3 NCHW16c at Arena[192]   weights conv2.weight[2, 6, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×2×3 NCHW at Output
// d_conv2 = LoadGradient of loss, conv2 : 2×2×3 NCHW16c at Arena[288]
// d_conv2_weights = ConvWeightGradient of channelshuffle1, d_conv2   weights conv2.weight[2, 6, 1, 1], conv2.bias[2]
// d_channelshuffle1 = ConvInputGradient of d_conv2 : 6×2×3 NCHW16c at Arena[0]
// d_conv1 = ChannelShuffleGradient of d_channelshuffle1 : 6×2×3 NCHW16c at Arena[96]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[6, 1, 1, 1], conv1.bias[6]
// return conv2_output

// channelshuffle1: ChannelShuffle 2 groups
// input     conv1 6×2×3, NCHW16c
// output    channelshuffle1 6×2×3, NCHW16c
internal static void Channelshuffle1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Channelshuffle1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// channelshuffle1: gradient of ChannelShuffle 2 groups
// outputGradient d_channelshuffle1 6×2×3, NCHW16c
// inputGradient  d_conv1 6×2×3, NCHW16c
internal static void Channelshuffle1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Channelshuffle1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Channelshuffle1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            for (int channel = 0; channel < 6; channel++)
            {
                int inputChannel = channel % 2 * 3 + channel / 2;
                float* x = inputGradient + inputChannel / 16 * 96 + inputChannel % 16 + row * 48;
                float* y = outputGradient + channel / 16 * 96 + channel % 16 + row * 48;
                for (int column = 0; column < 3; column++)
                {
                    x[column * 16] = y[column * 16];
                }
            }
        }
    }
}
