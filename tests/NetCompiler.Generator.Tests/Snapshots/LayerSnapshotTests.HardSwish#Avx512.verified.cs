// [Network(1, 3, 4)]
// [Conv(2, 2), HardSwish]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// hardswish1 = Conv(2 filters 2×2) → HardSwish of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// hardswish1_output = Store of hardswish1 : 2×2×3 NCHW at Output
// return hardswish1_output

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

// conv1: Conv, 2 filters 2×2 → HardSwish
// input     input 1×3×4, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    hardswish1 2×2×3, NCHW16c
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

        acc_0_0 = Avx512F.Multiply(Avx512F.Max(Vector512.Create(-3f), acc_0_0), Avx512F.Multiply(Avx512F.Min(Vector512.Create(6f), Avx512F.Add(Avx512F.Max(Vector512.Create(-3f), acc_0_0), Vector512.Create(3f))), Vector512.Create(0.16666667f)));
        acc_1_0 = Avx512F.Multiply(Avx512F.Max(Vector512.Create(-3f), acc_1_0), Avx512F.Multiply(Avx512F.Min(Vector512.Create(6f), Avx512F.Add(Avx512F.Max(Vector512.Create(-3f), acc_1_0), Vector512.Create(3f))), Vector512.Create(0.16666667f)));
        acc_2_0 = Avx512F.Multiply(Avx512F.Max(Vector512.Create(-3f), acc_2_0), Avx512F.Multiply(Avx512F.Min(Vector512.Create(6f), Avx512F.Add(Avx512F.Max(Vector512.Create(-3f), acc_2_0), Vector512.Create(3f))), Vector512.Create(0.16666667f)));
        acc_3_0 = Avx512F.Multiply(Avx512F.Max(Vector512.Create(-3f), acc_3_0), Avx512F.Multiply(Avx512F.Min(Vector512.Create(6f), Avx512F.Add(Avx512F.Max(Vector512.Create(-3f), acc_3_0), Vector512.Create(3f))), Vector512.Create(0.16666667f)));
        acc_4_0 = Avx512F.Multiply(Avx512F.Max(Vector512.Create(-3f), acc_4_0), Avx512F.Multiply(Avx512F.Min(Vector512.Create(6f), Avx512F.Add(Avx512F.Max(Vector512.Create(-3f), acc_4_0), Vector512.Create(3f))), Vector512.Create(0.16666667f)));
        acc_5_0 = Avx512F.Multiply(Avx512F.Max(Vector512.Create(-3f), acc_5_0), Avx512F.Multiply(Avx512F.Min(Vector512.Create(6f), Avx512F.Add(Avx512F.Max(Vector512.Create(-3f), acc_5_0), Vector512.Create(3f))), Vector512.Create(0.16666667f)));
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
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// hardswish1 = HardSwish of conv1 : 2×2×3 NCHW16c at Arena[96]
// hardswish1_output = Store of hardswish1 : 2×2×3 NCHW at Output
// d_hardswish1 = LoadGradient of loss, hardswish1 : 2×2×3 NCHW16c at Arena[192]
// d_conv1 = HardSwishGradient of conv1, d_hardswish1 : 2×2×3 NCHW16c at Arena[192]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return hardswish1_output

// hardswish1: HardSwish
// source      conv1 2×2×3, NCHW16c
// destination hardswish1 2×2×3, NCHW16c
internal static void Hardswish1_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Hardswish1_Train_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Hardswish1_Train_Avx512(float* source, float* destination)
{
    unchecked
    {
        HardSwish_Avx512(source, destination, 96);
    }
}

// hardswish1: gradient of HardSwish
// input     conv1 2×2×3, NCHW16c
// gradient  d_conv1 2×2×3, NCHW16c
internal static void Hardswish1_Train_HardSwishGradient(float* input, float* gradient)
{
    if (Avx512F.IsSupported)
        Hardswish1_Train_HardSwishGradient_Avx512(input, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Hardswish1_Train_HardSwishGradient_Avx512(float* input, float* gradient)
{
    unchecked
    {
        HardSwishGradient_Avx512(input, gradient, 96);
    }
}

// ---- Shared functions ----

// gradient · the derivative of HardSwish, which follows from its input.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void HardSwishGradient_Avx512(float* input, float* gradient, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(input + i);
            Vector512<float> dy = Avx512F.LoadVector512(gradient + i);
            Vector512<float> inside = Avx512F.Multiply(dy, Avx512F.FusedMultiplyAdd(x, Vector512.Create(0.33333334f), Vector512.Create(0.5f)));
            Avx512F.Store(gradient + i, Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(-3f)), Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Create(3f), x), inside, dy), Vector512<float>.Zero));
        }
    }
}

// z · (min(z + 3, 6) / 6) with z = max(x, −3): 0 below −3, also at −∞. NaN is the second operand and stays.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void HardSwish_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Avx512F.Store(destination + i, Avx512F.Multiply(Avx512F.Max(Vector512.Create(-3f), x), Avx512F.Multiply(Avx512F.Min(Vector512.Create(6f), Avx512F.Add(Avx512F.Max(Vector512.Create(-3f), x), Vector512.Create(3f))), Vector512.Create(0.16666667f))));
        }
    }
}
