// [Network(1, 2, 3)]
// [Conv(20, 1), Slice(1, 18), Slice(1, 3, Axis = 2), Conv(2, 1)]

// ---- Inference ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(20 filters 1×1) of input : 20×2×3 NCHW16c at Arena[0]   weights conv1.weight[20, 1, 1, 1], conv1.bias[20]
// slice1 = Slice(1 to 18) of conv1 : 17×2×3 NCHW16c at Arena[192]
// slice2 = Slice(1 to 3, axis 2) of slice1 : 17×2×2 NCHW16c at Arena[0]
// conv2 = Conv(2 filters 1×1) of slice2 : 2×2×2 NCHW16c at Arena[128]   weights conv2.weight[2, 17, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×2×2 NCHW at Output
// return conv2_output

// slice1: Slice 1 to 18
// input     conv1 20×2×3, NCHW16c
// output    slice1 17×2×3, NCHW16c
internal static void Slice1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Slice1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Slice1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            for (int channel = 0; channel < 17; channel++)
            {
                int inputChannel = channel + 1;
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

// slice2: Slice 1 to 3, axis 2
// input     slice1 17×2×3, NCHW16c
// output    slice2 17×2×2, NCHW16c
internal static void Slice2(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Slice2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Slice2_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int block = 0; block < 2; block++)
        {
            for (int row = 0; row < 2; row++)
            {
                float* inputRow = input + block * 96 + row * 48;
                float* outputRow = output + block * 64 + row * 32;
                for (int column = 0; column < 2; column++)
                {
                    float* x = inputRow + (column + 1) * 16;
                    float* y = outputRow + column * 16;
                    Avx512F.Store(y, Avx512F.LoadVector512(x));
                }
            }
        }
    }
}

// ---- Training ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(20 filters 1×1) of input : 20×2×3 NCHW16c at Arena[0]   weights conv1.weight[20, 1, 1, 1], conv1.bias[20]
// slice1 = Slice(1 to 18) of conv1 : 17×2×3 NCHW16c at Arena[192]
// slice2 = Slice(1 to 3, axis 2) of slice1 : 17×2×2 NCHW16c at Arena[384]
// conv2 = Conv(2 filters 1×1) of slice2 : 2×2×2 NCHW16c at Arena[512]   weights conv2.weight[2, 17, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×2×2 NCHW at Output
// d_conv2 = LoadGradient of loss, conv2 : 2×2×2 NCHW16c at Arena[576]
// d_conv2_weights = ConvWeightGradient of slice2, d_conv2   weights conv2.weight[2, 17, 1, 1], conv2.bias[2]
// d_slice2 = ConvInputGradient of d_conv2 : 17×2×2 NCHW16c at Arena[192]
// d_slice1 = SliceGradient of d_slice2 : 17×2×3 NCHW16c at Arena[0]
// d_conv1 = SliceGradient of d_slice1 : 20×2×3 NCHW16c at Arena[192]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[20, 1, 1, 1], conv1.bias[20]
// return conv2_output

// slice1: Slice 1 to 18
// input     conv1 20×2×3, NCHW16c
// output    slice1 17×2×3, NCHW16c
internal static void Slice1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Slice1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// slice2: Slice 1 to 3, axis 2
// input     slice1 17×2×3, NCHW16c
// output    slice2 17×2×2, NCHW16c
internal static void Slice2_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Slice2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// slice2: gradient of Slice 1 to 3, axis 2
// outputGradient d_slice2 17×2×2, NCHW16c
// inputGradient  d_slice1 17×2×3, NCHW16c
internal static void Slice2_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Slice2_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Slice2_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int i = 0; i < 192; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        for (int block = 0; block < 2; block++)
        {
            for (int row = 0; row < 2; row++)
            {
                float* inputRow = inputGradient + block * 96 + row * 48;
                float* outputRow = outputGradient + block * 64 + row * 32;
                for (int column = 0; column < 2; column++)
                {
                    float* x = inputRow + (column + 1) * 16;
                    float* y = outputRow + column * 16;
                    Avx512F.Store(x, Avx512F.Add(Avx512F.LoadVector512(x), Avx512F.LoadVector512(y)));
                }
            }
        }
    }
}

// slice1: gradient of Slice 1 to 18
// outputGradient d_slice1 17×2×3, NCHW16c
// inputGradient  d_conv1 20×2×3, NCHW16c
internal static void Slice1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Slice1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Slice1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int i = 0; i < 192; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 2; row++)
        {
            for (int channel = 0; channel < 17; channel++)
            {
                int inputChannel = channel + 1;
                float* x = inputGradient + inputChannel / 16 * 96 + inputChannel % 16 + row * 48;
                float* y = outputGradient + channel / 16 * 96 + channel % 16 + row * 48;
                for (int column = 0; column < 3; column++)
                {
                    x[column * 16] += y[column * 16];
                }
            }
        }
    }
}
