// [Network(1, 3, 4)]
// [Conv(2, 1, Name = "a"), Conv(3, 1), Concat("a")]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// a = Conv(2 filters 1×1) of input : 2×3×4 NCHW16c at Arena[0]   weights a.weight[2, 1, 1, 1], a.bias[2]
// conv1 = Conv(3 filters 1×1) of a : 3×3×4 NCHW16c in concat1[0] at Arena[192]   weights conv1.weight[3, 2, 1, 1], conv1.bias[3]
// concat1 = Concat of conv1, a : 5×3×4 NCHW16c at Arena[192]
// concat1_output = Store of concat1 : 5×3×4 NCHW at Output
// return concat1_output

// concat1: Concat
// input     a 2×3×4, NCHW16c
// output    concat1 5×3×4, NCHW16c
internal static void Concat1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Concat1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Concat1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int channel = 0; channel < 2; channel++)
        {
            for (int row = 0; row < 3; row++)
            {
                float* a = input + row * 64 + channel / 16 * 192 + channel % 16;
                float* b = output + row * 64 + (channel + 3) / 16 * 192 + (channel + 3) % 16;
                for (int column = 0; column < 4; column++)
                {
                    b[column * 16] = a[column * 16];
                }
            }
        }
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// a = Conv(2 filters 1×1) of input : 2×3×4 NCHW16c at Arena[0]   weights a.weight[2, 1, 1, 1], a.bias[2]
// conv1 = Conv(3 filters 1×1) of a : 3×3×4 NCHW16c at Arena[192]   weights conv1.weight[3, 2, 1, 1], conv1.bias[3]
// concat1 = Concat of conv1, a : 5×3×4 NCHW16c at Arena[384]
// concat1_output = Store of concat1 : 5×3×4 NCHW at Output
// d_concat1 = LoadGradient of loss, concat1 : 5×3×4 NCHW16c at Arena[576]
// d_conv1 = ConcatGradient of d_concat1 : 3×3×4 NCHW16c at Arena[192]
// d_a = ConcatGradient of d_concat1 : 2×3×4 NCHW16c at Arena[384]
// d_conv1_weights = ConvWeightGradient of a, d_conv1   weights conv1.weight[3, 2, 1, 1], conv1.bias[3]
// d_a = ConvInputGradient of d_conv1 : 2×3×4 NCHW16c at Arena[0]
// d_a = AddGradient of d_a, d_a : 2×3×4 NCHW16c at Arena[384]
// d_a_weights = ConvWeightGradient of input, d_a   weights a.weight[2, 1, 1, 1], a.bias[2]
// return concat1_output

// concat1: Concat
// input_0   conv1 3×3×4, NCHW16c
// input_1   a 2×3×4, NCHW16c
// output    concat1 5×3×4, NCHW16c
internal static void Concat1_Train(float* input_0, float* input_1, float* output)
{
    if (Avx512F.IsSupported)
        Concat1_Train_Avx512(input_0, input_1, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Concat1_Train_Avx512(float* input_0, float* input_1, float* output)
{
    unchecked
    {
        // conv1: 3×3×4
        {
            for (int row = 0; row < 3; row++)
            {
                float* a = input_0 + row * 64;
                float* b = output + row * 64;
                for (int column = 0; column < 4; column++)
                {
                    for (int lane = 0; lane < 3; lane++)
                        b[column * 16 + lane] = a[column * 16 + lane];
                }
            }
        }
        // a: 2×3×4
        {
            for (int channel = 0; channel < 2; channel++)
            {
                for (int row = 0; row < 3; row++)
                {
                    float* a = input_1 + row * 64 + channel / 16 * 192 + channel % 16;
                    float* b = output + row * 64 + (channel + 3) / 16 * 192 + (channel + 3) % 16;
                    for (int column = 0; column < 4; column++)
                    {
                        b[column * 16] = a[column * 16];
                    }
                }
            }
        }
    }
}

// concat1: the part of the gradient that belongs to d_conv1
// input     d_concat1 5×3×4, NCHW16c
// output    d_conv1 3×3×4, NCHW16c
internal static void Concat1_Train_d_conv1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Concat1_Train_d_conv1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Concat1_Train_d_conv1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 3; row++)
        {
            float* a = input + row * 64;
            float* b = output + row * 64;
            for (int i = 0; i < 64; i += 16)
            {
                Avx512F.Store(b + i, Avx512F.LoadVector512(a + i));
            }
        }
    }
}

// concat1: the part of the gradient that belongs to d_a
// input     d_concat1 5×3×4, NCHW16c
// output    d_a 2×3×4, NCHW16c
internal static void Concat1_Train_d_a(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Concat1_Train_d_a_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Concat1_Train_d_a_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int channel = 0; channel < 2; channel++)
        {
            for (int row = 0; row < 3; row++)
            {
                float* a = input + row * 64 + (channel + 3) / 16 * 192 + (channel + 3) % 16;
                float* b = output + row * 64 + channel / 16 * 192 + channel % 16;
                for (int column = 0; column < 4; column++)
                {
                    b[column * 16] = a[column * 16];
                }
            }
        }
    }
}
