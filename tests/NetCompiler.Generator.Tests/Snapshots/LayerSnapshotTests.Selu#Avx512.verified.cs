// [Network(1, 3, 4)]
// [Conv(2, 2), Selu]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// selu1 = Conv(2 filters 2×2) → Selu of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// selu1_output = Store of selu1 : 2×2×3 NCHW at Output
// return selu1_output

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

// conv1: Conv, 2 filters 2×2 → Selu
// input     input 1×3×4, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    selu1 2×2×3, NCHW16c
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
                acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), weights_0, acc_1_0);
                acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 2)), weights_0, acc_2_0);
                acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 4)), weights_0, acc_3_0);
                acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 5)), weights_0, acc_4_0);
                acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 6)), weights_0, acc_5_0);
                x++;
                weights += 16;
            }
            x += 2;
        }

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
        Selu_Avx512(output, output, 48);
        Selu_Avx512(output + 48, output + 48, 48);
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// selu1 = Conv(2 filters 2×2) → Selu of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// selu1_output = Store of selu1 : 2×2×3 NCHW at Output
// d_selu1 = LoadGradient of loss, selu1 : 2×2×3 NCHW16c at Arena[96]
// d_conv1_before_selu = SeluGradient of selu1, d_selu1 : 2×2×3 NCHW16c at Arena[96]
// d_conv1_weights = ConvWeightGradient of input, d_conv1_before_selu   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return selu1_output

// Packs conv1.weight and conv1.bias in the order in which the tiles read them.
internal static void Pack_Conv1_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv1: Conv, 2 filters 2×2 → Selu
// input     input 1×3×4, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    selu1 2×2×3, NCHW16c
// work      48 multiply-adds per image
// Avx512    2×3 pixels × 1 register of channels: 6 sums, 7 of 31 registers, least of all tiles at an estimated 42 cycles
internal static void Conv1_Train(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv1: gradient of Selu
// output    selu1 2×2×3, NCHW16c
// gradient  d_conv1_before_selu 2×2×3, NCHW16c
internal static void Conv1_Train_SeluGradient(float* output, float* gradient)
{
    if (Avx512F.IsSupported)
        Conv1_Train_SeluGradient_Avx512(output, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Train_SeluGradient_Avx512(float* output, float* gradient)
{
    unchecked
    {
        SeluGradient_Avx512(output, gradient, 96);
    }
}

// ---- Shared functions ----

// gradient · the derivative of Selu, which follows from its output.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void SeluGradient_Avx512(float* output, float* gradient, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> y = Avx512F.LoadVector512(output + i);
            Vector512<float> dy = Avx512F.LoadVector512(gradient + i);
            Avx512F.Store(gradient + i, Avx512F.Multiply(dy, Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), Vector512.Create(1.050701f), Avx512F.Add(y, Vector512.Create(1.7580993f)))));
        }
    }
}

// 1.050701f · x above 0, 1.7580993f · (exp(x) − 1) elsewhere, within 3e-7 of it; NaN is not above 0 and stays.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Selu_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), x));
            Vector512<float> power = Avx512F.RoundScale(Avx512F.Multiply(exponent, Vector512.Create(1.442695f)), 0);
            Vector512<float> rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(-0.6933594f), exponent);
            rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(0.00021219444f), rest);
            Vector512<float> series = Vector512.Create(0.00019875691f);
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.0013981999f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.008333452f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.041665796f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.16666666f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.5f));
            series = Avx512F.FusedMultiplyAdd(series, Avx512F.Multiply(rest, rest), rest);
            Vector512<float> scale = ((Vector512.ConvertToInt32(power) + Vector512.Create(127)) << 23).AsSingle();
            Vector512<float> difference = Avx512F.FusedMultiplyAdd(series, scale, Avx512F.Subtract(scale, Vector512.Create(1f)));
            Avx512F.Store(destination + i, Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Avx512F.Multiply(x, Vector512.Create(1.050701f)), Avx512F.Multiply(difference, Vector512.Create(1.7580993f))));
        }
    }
}
