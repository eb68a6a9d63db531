// [Network(1, 3, 4)]
// [LeakyRelu, Conv(2, 2), LeakyRelu(0.2f)]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// input_blocks = Prepare(blocks) of input : 1×3×4 NCHW16c at Arena[0]
// leakyrelu1 = LeakyRelu(slope 0.01) of input_blocks, in place of input_blocks : 1×3×4 NCHW16c at Arena[0]
// leakyrelu2 = Conv(2 filters 2×2) → LeakyRelu(slope 0.2) of leakyrelu1 : 2×2×3 NCHW16c at Arena[192]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// leakyrelu2_output = Store of leakyrelu2 : 2×2×3 NCHW at Output
// return leakyrelu2_output

// leakyrelu1: LeakyRelu
// source      input_blocks 1×3×4, NCHW16c
// destination leakyrelu1 1×3×4, NCHW16c
internal static void Leakyrelu1(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Leakyrelu1_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Leakyrelu1_Avx512(float* source, float* destination)
{
    unchecked
    {
        LeakyRelu_Avx512(source, destination, 192);
    }
}

// Packs conv1.weight and conv1.bias in the order in which the tiles read them.
internal static void Pack_Conv1(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Conv1_Avx512(float* bias, float* weight, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
            packed[channel] = channel < 2 ? bias[channel] : 0f;
        packed += 16;
        {
            int lanes = 2;
            float* from = weight;
            for (int kh = 0; kh < 2; kh++)
            {
                for (int kw = 0; kw < 2; kw++)
                {
                    for (int lane = 0; lane < 16; lane++)
                        packed[lane] = lane < lanes ? (from + kh * 2 + kw)[lane * 4] : 0f;
                    packed += 16;
                }
            }
        }
    }
}

// conv1: Conv, 2 filters 2×2 → LeakyRelu slope 0.2
// input     leakyrelu1 1×3×4, NCHW16c
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    leakyrelu2 2×2×3, NCHW16c
// work      48 multiply-adds per image
// Avx512    2×3 pixels × 1 register of channels: 6 sums, 7 of 31 registers, least of all tiles at an estimated 42 cycles
internal static void Conv1(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×3 pixels × 16 channels: acc_{point}_{register} stay in registers over 4 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Avx512_Tile2x3x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(bias);
        Vector512<float> acc_1_0 = acc_0_0;
        Vector512<float> acc_2_0 = acc_0_0;
        Vector512<float> acc_3_0 = acc_0_0;
        Vector512<float> acc_4_0 = acc_0_0;
        Vector512<float> acc_5_0 = acc_0_0;

        float* x = input;
        for (int kh = 0; kh < 2; kh++)
        {
            for (int kw = 0; kw < 2; kw++)
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
                acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_2_0);
                acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_3_0);
                acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_4_0);
                acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_5_0);
                x += 16;
                weights += 16;
            }
            x += 32;
        }

        acc_0_0 = Vector512.ConditionalSelect(Vector512.GreaterThan(acc_0_0, Vector512<float>.Zero), acc_0_0, Avx512F.Multiply(acc_0_0, Vector512.Create(0.2f)));
        acc_1_0 = Vector512.ConditionalSelect(Vector512.GreaterThan(acc_1_0, Vector512<float>.Zero), acc_1_0, Avx512F.Multiply(acc_1_0, Vector512.Create(0.2f)));
        acc_2_0 = Vector512.ConditionalSelect(Vector512.GreaterThan(acc_2_0, Vector512<float>.Zero), acc_2_0, Avx512F.Multiply(acc_2_0, Vector512.Create(0.2f)));
        acc_3_0 = Vector512.ConditionalSelect(Vector512.GreaterThan(acc_3_0, Vector512<float>.Zero), acc_3_0, Avx512F.Multiply(acc_3_0, Vector512.Create(0.2f)));
        acc_4_0 = Vector512.ConditionalSelect(Vector512.GreaterThan(acc_4_0, Vector512<float>.Zero), acc_4_0, Avx512F.Multiply(acc_4_0, Vector512.Create(0.2f)));
        acc_5_0 = Vector512.ConditionalSelect(Vector512.GreaterThan(acc_5_0, Vector512<float>.Zero), acc_5_0, Avx512F.Multiply(acc_5_0, Vector512.Create(0.2f)));
        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_1_0);
        Avx512F.Store(output + 32, acc_2_0);
        Avx512F.Store(output + 48, acc_3_0);
        Avx512F.Store(output + 64, acc_4_0);
        Avx512F.Store(output + 80, acc_5_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        Conv1_Avx512_Tile2x3x1(input, weights, bias, output);
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// input_blocks = Prepare(blocks) of input : 1×3×4 NCHW16c at Arena[0]
// leakyrelu1 = LeakyRelu(slope 0.01) of input_blocks : 1×3×4 NCHW16c at Arena[192]
// leakyrelu2 = Conv(2 filters 2×2) → LeakyRelu(slope 0.2) of leakyrelu1 : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// leakyrelu2_output = Store of leakyrelu2 : 2×2×3 NCHW at Output
// d_leakyrelu2 = LoadGradient of loss, leakyrelu2 : 2×2×3 NCHW16c at Arena[96]
// d_conv1_before_leakyrelu = LeakyReluGradient of leakyrelu2, d_leakyrelu2 : 2×2×3 NCHW16c at Arena[96]
// d_conv1_weights = ConvWeightGradient of leakyrelu1, d_conv1_before_leakyrelu   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return leakyrelu2_output

// leakyrelu1: LeakyRelu
// source      input_blocks 1×3×4, NCHW16c
// destination leakyrelu1 1×3×4, NCHW16c
internal static void Leakyrelu1_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Leakyrelu1_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Packs conv1.weight and conv1.bias in the order in which the tiles read them.
internal static void Pack_Conv1_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv1: Conv, 2 filters 2×2 → LeakyRelu slope 0.2
// input     leakyrelu1 1×3×4, NCHW16c
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    leakyrelu2 2×2×3, NCHW16c
// work      48 multiply-adds per image
// Avx512    2×3 pixels × 1 register of channels: 6 sums, 7 of 31 registers, least of all tiles at an estimated 42 cycles
internal static void Conv1_Train(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv1: gradient of LeakyRelu
// output    leakyrelu2 2×2×3, NCHW16c
// gradient  d_conv1_before_leakyrelu 2×2×3, NCHW16c
internal static void Conv1_Train_LeakyReluGradient(float* output, float* gradient)
{
    if (Avx512F.IsSupported)
        Conv1_Train_LeakyReluGradient_Avx512(output, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Train_LeakyReluGradient_Avx512(float* output, float* gradient)
{
    unchecked
    {
        LeakyReluGradient_Avx512(output, gradient, 96);
    }
}

// ---- Shared functions ----

// gradient · the derivative of LeakyRelu, which follows from its output.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void LeakyReluGradient_Avx512(float* output, float* gradient, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> y = Avx512F.LoadVector512(output + i);
            Vector512<float> dy = Avx512F.LoadVector512(gradient + i);
            Avx512F.Store(gradient + i, Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), dy, Avx512F.Multiply(dy, Vector512.Create(0.2f))));
        }
    }
}

// x above 0, 0.01f · x elsewhere; NaN is not above 0 and stays.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void LeakyRelu_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Avx512F.Store(destination + i, Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, Avx512F.Multiply(x, Vector512.Create(0.01f))));
        }
    }
}
