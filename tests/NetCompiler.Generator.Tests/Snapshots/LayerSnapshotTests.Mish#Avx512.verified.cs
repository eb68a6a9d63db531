// [Network(1, 3, 4)]
// [Conv(2, 2), Mish]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// mish1 = Conv(2 filters 2×2) → Mish of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// mish1_output = Store of mish1 : 2×2×3 NCHW at Output
// return mish1_output

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

// conv1: Conv, 2 filters 2×2 → Mish
// input     input 1×3×4, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    mish1 2×2×3, NCHW16c
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
        Mish_Avx512(output, output, 48);
        Mish_Avx512(output + 48, output + 48, 48);
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// mish1 = Mish of conv1 : 2×2×3 NCHW16c at Arena[96]
// mish1_output = Store of mish1 : 2×2×3 NCHW at Output
// d_mish1 = LoadGradient of loss, mish1 : 2×2×3 NCHW16c at Arena[192]
// d_conv1 = MishGradient of conv1, d_mish1 : 2×2×3 NCHW16c at Arena[192]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return mish1_output

// mish1: Mish
// source      conv1 2×2×3, NCHW16c
// destination mish1 2×2×3, NCHW16c
internal static void Mish1_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Mish1_Train_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Mish1_Train_Avx512(float* source, float* destination)
{
    unchecked
    {
        Mish_Avx512(source, destination, 96);
    }
}

// mish1: gradient of Mish
// input     conv1 2×2×3, NCHW16c
// gradient  d_conv1 2×2×3, NCHW16c
internal static void Mish1_Train_MishGradient(float* input, float* gradient)
{
    if (Avx512F.IsSupported)
        Mish1_Train_MishGradient_Avx512(input, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Mish1_Train_MishGradient_Avx512(float* input, float* gradient)
{
    unchecked
    {
        MishGradient_Avx512(input, gradient, 96);
    }
}

// ---- Shared functions ----

// gradient · the derivative of Mish, which follows from its input.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void MishGradient_Avx512(float* input, float* gradient, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(input + i);
            Vector512<float> dy = Avx512F.LoadVector512(gradient + i);
            Vector512<float> bounded = Avx512F.Min(Vector512.Create(20f), Avx512F.Max(Vector512.Create(-87f), x));
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), bounded));
            Vector512<float> power = Avx512F.RoundScale(Avx512F.Multiply(exponent, Vector512.Create(1.442695f)), 0);
            Vector512<float> rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(-0.6933594f), exponent);
            rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(0.00021219444f), rest);
            Vector512<float> series = Vector512.Create(0.00019875691f);
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.0013981999f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.008333452f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.041665796f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.16666666f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.5f));
            series = Avx512F.Add(Avx512F.FusedMultiplyAdd(series, Avx512F.Multiply(rest, rest), rest), Vector512.Create(1f));
            Vector512<float> exponential = Avx512F.Multiply(series, ((Vector512.ConvertToInt32(power) + Vector512.Create(127)) << 23).AsSingle());
            Vector512<float> q = Avx512F.FusedMultiplyAdd(exponential, exponential, Avx512F.Add(exponential, exponential));
            Vector512<float> denominator = Avx512F.Add(q, Vector512.Create(2f));
            Vector512<float> bend = Avx512F.Multiply(Avx512F.Multiply(bounded, Vector512.Create(4f)), Avx512F.FusedMultiplyAdd(exponential, exponential, exponential));
            Avx512F.Store(gradient + i, Avx512F.Multiply(dy, Avx512F.Divide(Avx512F.FusedMultiplyAdd(q, denominator, bend), Avx512F.Multiply(denominator, denominator))));
        }
    }
}

// x · q / (q + 2) with q = exp(x)² + 2 · exp(x), within 3e-7 of the exact value; x from −87 on, x in the exponents up to 20.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Mish_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), Avx512F.Min(Vector512.Create(20f), x)));
            Vector512<float> power = Avx512F.RoundScale(Avx512F.Multiply(exponent, Vector512.Create(1.442695f)), 0);
            Vector512<float> rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(-0.6933594f), exponent);
            rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(0.00021219444f), rest);
            Vector512<float> series = Vector512.Create(0.00019875691f);
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.0013981999f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.008333452f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.041665796f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.16666666f));
            series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.5f));
            series = Avx512F.Add(Avx512F.FusedMultiplyAdd(series, Avx512F.Multiply(rest, rest), rest), Vector512.Create(1f));
            Vector512<float> exponential = Avx512F.Multiply(series, ((Vector512.ConvertToInt32(power) + Vector512.Create(127)) << 23).AsSingle());
            Vector512<float> q = Avx512F.FusedMultiplyAdd(exponential, exponential, Avx512F.Add(exponential, exponential));
            Vector512<float> denominator = Avx512F.Add(q, Vector512.Create(2f));
            Avx512F.Store(destination + i, Avx512F.Multiply(Avx512F.Max(Vector512.Create(-87f), x), Avx512F.Divide(q, denominator)));
        }
    }
}
