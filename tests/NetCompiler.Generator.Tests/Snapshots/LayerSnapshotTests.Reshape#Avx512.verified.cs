// [Network(6)]
// [Dense(24), Reshape(3, 2, -1), Conv(2, 2), Reshape(6)]

// ---- Inference ----
//
// input 6 vector at Input
// fc1 = Dense(24 units) of input : 24 vector at Arena[128]   weights fc1.weight[24, 6], fc1.bias[24]
// reshape1 = Reshape(3×2×4) of fc1 : 3×2×4 NCHW16c at Arena[0]
// conv1 = Conv(2 filters 2×2) of reshape1 : 2×1×3 NCHW16c at BatchArena[0]   weights conv1.weight[2, 3, 2, 2], conv1.bias[2]
// reshape2 = Reshape(6) of conv1 : 6 vector at BatchArena[48]
// reshape2_output = Store of reshape2 : 6 NCHW at Output
// return reshape2_output

// reshape1: Reshape 3×2×4
// input     fc1 24, vector
// output    reshape1 3×2×4, NCHW16c
internal static void Reshape1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Reshape1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Reshape1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int to = 0; to < 24; to += 8)
        {
            float* x = input + to;
            float* y = output + to / 8 / 16 * 128 + to / 8 % 16 + to % 8 * 16;
            for (int j = 0; j < 8; j++)
            {
                y[j * 16] = x[j];
            }
        }
    }
}

// reshape2: Reshape 6
// input     conv1 2×1×3, NCHW16c
// output    reshape2 6, vector
internal static void Reshape2(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Reshape2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Reshape2_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int to = 0; to < 6; to += 3)
        {
            float* x = input + to / 3 / 16 * 48 + to / 3 % 16 + to % 3 * 16;
            float* y = output + to;
            for (int j = 0; j < 3; j++)
            {
                y[j] = x[j * 16];
            }
        }
    }
}

// ---- Training ----
//
// input 6 vector at Input
// fc1 = Dense(24 units) of input : 24 vector at Arena[368]   weights fc1.weight[24, 6], fc1.bias[24]
// reshape1 = Reshape(3×2×4) of fc1 : 3×2×4 NCHW16c at Arena[240]
// conv1 = Conv(2 filters 2×2) of reshape1 : 2×1×3 NCHW16c at Arena[0]   weights conv1.weight[2, 3, 2, 2], conv1.bias[2]
// reshape2 = Reshape(6) of conv1 : 6 vector at Arena[48]
// reshape2_output = Store of reshape2 : 6 NCHW at Output
// d_reshape2 = LoadGradient of loss, reshape2 : 6 vector at Arena[400]
// d_conv1_border = ZeroBorder(d_conv1)
// d_conv1 = ReshapeGradient of d_reshape2 : 2×1×3 NCHW16c + border 1 at Arena[0]
// d_conv1_weights = ConvWeightGradient of reshape1, d_conv1   weights conv1.weight[2, 3, 2, 2], conv1.bias[2]
// d_reshape1 = ConvInputGradient of d_conv1 : 3×2×4 NCHW16c at Arena[240]
// d_fc1 = ReshapeGradient of d_reshape1, fc1 : 24 vector at Arena[0]
// d_fc1_weights = DenseWeightGradient of input, d_fc1   weights fc1.weight[24, 6], fc1.bias[24]
// return reshape2_output

// reshape1: Reshape 3×2×4
// input     fc1 24, vector
// output    reshape1 3×2×4, NCHW16c
internal static void Reshape1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Reshape1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// reshape2: Reshape 6
// input     conv1 2×1×3, NCHW16c
// output    reshape2 6, vector
internal static void Reshape2_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Reshape2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// reshape2: gradient of Reshape 6
// outputGradient d_reshape2 6, vector
// inputGradient  d_conv1 2×1×3, NCHW16c + border 1
internal static void Reshape2_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Reshape2_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Reshape2_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int to = 0; to < 6; to += 3)
        {
            float* x = inputGradient + 96 + to / 3 / 16 * 240 + to / 3 % 16 + to % 3 * 16;
            float* y = outputGradient + to;
            for (int j = 0; j < 3; j++)
            {
                x[j * 16] = y[j];
            }
        }
    }
}

// reshape1: gradient of Reshape 3×2×4
// outputGradient d_reshape1 3×2×4, NCHW16c
// inputGradient  d_fc1 24, vector
internal static void Reshape1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Reshape1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Reshape1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int to = 0; to < 24; to += 8)
        {
            float* x = inputGradient + to;
            float* y = outputGradient + to / 8 / 16 * 128 + to / 8 % 16 + to % 8 * 16;
            for (int j = 0; j < 8; j++)
            {
                x[j] = y[j * 16];
            }
        }
    }
}
