// [Network(1, 5, 4)]
// [Conv(2, 2), AvgPool(2)]

// ---- Inference ----
//
// input 1×5×4 NCHW at Input
// avgpool1 = Conv(2 filters 2×2) → AvgPool(2×2, stride 2) of input : 2×2×1 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// avgpool1_output = Store of avgpool1 : 2×2×1 NCHW at Output
// return avgpool1_output

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

// conv1: Conv, 2 filters 2×2 → AvgPool 2×2, stride 2
// input     input 1×5×4, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    avgpool1 2×2×1, NCHW16c
// work      96 multiply-adds per image
// Avx512    4×2 pixels × 1 register of channels: 8 sums, 9 of 31 registers, least of all tiles at an estimated 46 cycles
internal static void Conv1(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 4×2 pixels × 16 channels: acc_{point}_{register} stay in registers over 4 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Avx512_Tile4x2x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(bias);
        Vector512<float> acc_1_0 = acc_0_0;
        Vector512<float> acc_2_0 = acc_0_0;
        Vector512<float> acc_3_0 = acc_0_0;
        Vector512<float> acc_4_0 = acc_0_0;
        Vector512<float> acc_5_0 = acc_0_0;
        Vector512<float> acc_6_0 = acc_0_0;
        Vector512<float> acc_7_0 = acc_0_0;

        float* x = input;
        for (int kh = 0; kh < 2; kh++)
        {
            for (int kw = 0; kw < 2; kw++)
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), weights_0, acc_1_0);
                acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 4)), weights_0, acc_2_0);
                acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 5)), weights_0, acc_3_0);
                acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 8)), weights_0, acc_4_0);
                acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 9)), weights_0, acc_5_0);
                acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 12)), weights_0, acc_6_0);
                acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 13)), weights_0, acc_7_0);
                x++;
                weights += 16;
            }
            x += 2;
        }

        acc_0_0 = Avx512F.Add(acc_0_0, acc_1_0);
        acc_0_0 = Avx512F.Add(acc_0_0, acc_2_0);
        acc_0_0 = Avx512F.Add(acc_0_0, acc_3_0);
        acc_0_0 = Avx512F.Multiply(acc_0_0, Vector512.Create(0.25f));
        acc_4_0 = Avx512F.Add(acc_4_0, acc_5_0);
        acc_4_0 = Avx512F.Add(acc_4_0, acc_6_0);
        acc_4_0 = Avx512F.Add(acc_4_0, acc_7_0);
        acc_4_0 = Avx512F.Multiply(acc_4_0, Vector512.Create(0.25f));
        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_4_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        Conv1_Avx512_Tile4x2x1(input, weights, bias, output);
    }
}

// ---- Training ----
//
// input 1×5×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// avgpool1 = AvgPool(2×2, stride 2) of conv1 : 2×2×1 NCHW16c at Arena[384]
// avgpool1_output = Store of avgpool1 : 2×2×1 NCHW at Output
// d_avgpool1 = LoadGradient of loss, avgpool1 : 2×2×1 NCHW16c at Arena[416]
// d_conv1 = AvgPoolGradient of conv1, avgpool1, d_avgpool1 : 2×4×3 NCHW16c at Arena[192]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return avgpool1_output

// avgpool1: AvgPool 2×2, stride 2
// input     conv1 2×4×3, NCHW16c
// output    avgpool1 2×2×1, NCHW16c
internal static void Avgpool1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Avgpool1_Train_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Avgpool1_Train_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            float* x = input + row * 96;
            float* y = output + row * 16;
            Vector512<float> joined_0 = Avx512F.LoadVector512(x);
            joined_0 = Avx512F.Add(joined_0, Avx512F.LoadVector512(x + 16));
            joined_0 = Avx512F.Add(joined_0, Avx512F.LoadVector512(x + 48));
            joined_0 = Avx512F.Add(joined_0, Avx512F.LoadVector512(x + 64));
            Avx512F.Store(y, Avx512F.Multiply(joined_0, Vector512.Create(0.25f)));
        }
    }
}

// avgpool1: gradient of AvgPool 2×2, stride 2
// outputGradient d_avgpool1 2×2×1, NCHW16c
// inputGradient  d_conv1 2×4×3, NCHW16c
internal static void Avgpool1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Avgpool1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Avgpool1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        // Windows overlap or leave gaps: the shares are added to zeros.
        for (int i = 0; i < 192; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 2; row++)
        {
            float* dy = outputGradient + row * 16;
            float* dx = inputGradient + row * 96;
            Vector512<float> gradient = Avx512F.LoadVector512(dy);
            Avx512F.Store(dx, Avx512F.Add(Avx512F.LoadVector512(dx), Avx512F.Multiply(gradient, Vector512.Create(0.25f))));
            Avx512F.Store(dx + 16, Avx512F.Add(Avx512F.LoadVector512(dx + 16), Avx512F.Multiply(gradient, Vector512.Create(0.25f))));
            Avx512F.Store(dx + 48, Avx512F.Add(Avx512F.LoadVector512(dx + 48), Avx512F.Multiply(gradient, Vector512.Create(0.25f))));
            Avx512F.Store(dx + 64, Avx512F.Add(Avx512F.LoadVector512(dx + 64), Avx512F.Multiply(gradient, Vector512.Create(0.25f))));
        }
    }
}
