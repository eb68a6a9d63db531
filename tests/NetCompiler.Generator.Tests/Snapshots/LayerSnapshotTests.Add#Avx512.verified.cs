// [Network(1, 3, 4)]
// [Conv(2, 1, Name = "a"), Conv(2, 1), Add("a"), Relu]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// a = Conv(2 filters 1×1) of input : 2×3×4 NCHW16c at Arena[0]   weights a.weight[2, 1, 1, 1], a.bias[2]
// relu1 = Conv(2 filters 1×1) → Add → Relu of a, a : 2×3×4 NCHW16c at Arena[192]   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// relu1_output = Store of relu1 : 2×3×4 NCHW at Output
// return relu1_output

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
            for (int channel = 0; channel < 2; channel++)
            {
                for (int lane = 0; lane < 16; lane++)
                    packed[lane] = lane < lanes ? (from + channel)[lane * 2] : 0f;
                packed += 16;
            }
        }
    }
}

// conv1: Conv, 2 filters 1×1 → Add → Relu
// input     a 2×3×4, NCHW16c
// summand   a 2×3×4, NCHW16c
// weights   conv1.weight [2, 2, 1, 1] and conv1.bias, packed in the order of reading
// output    relu1 2×3×4, NCHW16c
// work      48 multiply-adds per image
// Avx512    3×4 pixels × 1 register of channels: 12 sums, 13 of 31 registers, least of all tiles at an estimated 45 cycles
internal static void Conv1(float* input, float* summand, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Avx512(input, summand, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 3×4 pixels × 16 channels: acc_{point}_{register} stay in registers over 2 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Avx512_Tile3x4x1(float* input, float* summand, float* weights, float* bias, float* output)
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
        Vector512<float> acc_8_0 = acc_0_0;
        Vector512<float> acc_9_0 = acc_0_0;
        Vector512<float> acc_10_0 = acc_0_0;
        Vector512<float> acc_11_0 = acc_0_0;

        float* x = input;
        for (int channel = 0; channel < 2; channel++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 48)), weights_0, acc_3_0);
            acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_4_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_5_0);
            acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_6_0);
            acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 112)), weights_0, acc_7_0);
            acc_8_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 128)), weights_0, acc_8_0);
            acc_9_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 144)), weights_0, acc_9_0);
            acc_10_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 160)), weights_0, acc_10_0);
            acc_11_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 176)), weights_0, acc_11_0);
            x++;
            weights += 16;
        }

        acc_0_0 = Avx512F.Add(acc_0_0, Avx512F.LoadVector512(summand));
        acc_1_0 = Avx512F.Add(acc_1_0, Avx512F.LoadVector512(summand + 16));
        acc_2_0 = Avx512F.Add(acc_2_0, Avx512F.LoadVector512(summand + 32));
        acc_3_0 = Avx512F.Add(acc_3_0, Avx512F.LoadVector512(summand + 48));
        acc_4_0 = Avx512F.Add(acc_4_0, Avx512F.LoadVector512(summand + 64));
        acc_5_0 = Avx512F.Add(acc_5_0, Avx512F.LoadVector512(summand + 80));
        acc_6_0 = Avx512F.Add(acc_6_0, Avx512F.LoadVector512(summand + 96));
        acc_7_0 = Avx512F.Add(acc_7_0, Avx512F.LoadVector512(summand + 112));
        acc_8_0 = Avx512F.Add(acc_8_0, Avx512F.LoadVector512(summand + 128));
        acc_9_0 = Avx512F.Add(acc_9_0, Avx512F.LoadVector512(summand + 144));
        acc_10_0 = Avx512F.Add(acc_10_0, Avx512F.LoadVector512(summand + 160));
        acc_11_0 = Avx512F.Add(acc_11_0, Avx512F.LoadVector512(summand + 176));
        acc_0_0 = Avx512F.Max(Vector512<float>.Zero, acc_0_0);
        acc_1_0 = Avx512F.Max(Vector512<float>.Zero, acc_1_0);
        acc_2_0 = Avx512F.Max(Vector512<float>.Zero, acc_2_0);
        acc_3_0 = Avx512F.Max(Vector512<float>.Zero, acc_3_0);
        acc_4_0 = Avx512F.Max(Vector512<float>.Zero, acc_4_0);
        acc_5_0 = Avx512F.Max(Vector512<float>.Zero, acc_5_0);
        acc_6_0 = Avx512F.Max(Vector512<float>.Zero, acc_6_0);
        acc_7_0 = Avx512F.Max(Vector512<float>.Zero, acc_7_0);
        acc_8_0 = Avx512F.Max(Vector512<float>.Zero, acc_8_0);
        acc_9_0 = Avx512F.Max(Vector512<float>.Zero, acc_9_0);
        acc_10_0 = Avx512F.Max(Vector512<float>.Zero, acc_10_0);
        acc_11_0 = Avx512F.Max(Vector512<float>.Zero, acc_11_0);
        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_1_0);
        Avx512F.Store(output + 32, acc_2_0);
        Avx512F.Store(output + 48, acc_3_0);
        Avx512F.Store(output + 64, acc_4_0);
        Avx512F.Store(output + 80, acc_5_0);
        Avx512F.Store(output + 96, acc_6_0);
        Avx512F.Store(output + 112, acc_7_0);
        Avx512F.Store(output + 128, acc_8_0);
        Avx512F.Store(output + 144, acc_9_0);
        Avx512F.Store(output + 160, acc_10_0);
        Avx512F.Store(output + 176, acc_11_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Avx512(float* input, float* summand, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        Conv1_Avx512_Tile3x4x1(input, summand, weights, bias, output);
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// a = Conv(2 filters 1×1) of input : 2×3×4 NCHW16c at Arena[0]   weights a.weight[2, 1, 1, 1], a.bias[2]
// conv1 = Conv(2 filters 1×1) of a : 2×3×4 NCHW16c at Arena[192]   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// relu1 = Add → Relu of conv1, a : 2×3×4 NCHW16c at Arena[384]
// relu1_output = Store of relu1 : 2×3×4 NCHW at Output
// d_relu1 = LoadGradient of loss, relu1 : 2×3×4 NCHW16c at Arena[576]
// d_add1_before_relu = ReluGradient of relu1, d_relu1 : 2×3×4 NCHW16c at Arena[576]
// d_conv1 = CopiedGradient of d_add1_before_relu : 2×3×4 NCHW16c at Arena[192]
// d_a = SharedGradient of d_add1_before_relu : 2×3×4 NCHW16c at Arena[576]
// d_conv1_weights = ConvWeightGradient of a, d_conv1   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// d_a = ConvInputGradient of d_conv1 : 2×3×4 NCHW16c at Arena[0]
// d_a = AddGradient of d_a, d_a : 2×3×4 NCHW16c at Arena[576]
// d_a_weights = ConvWeightGradient of input, d_a   weights a.weight[2, 1, 1, 1], a.bias[2]
// return relu1_output

// add1: Add
// input_0   conv1 2×3×4, NCHW16c
// input_1   a 2×3×4, NCHW16c
// output    relu1 2×3×4, NCHW16c
internal static void Add1_Train(float* input_0, float* input_1, float* output)
{
    if (Avx512F.IsSupported)
        Add1_Train_Avx512(input_0, input_1, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Add1_Train_Avx512(float* input_0, float* input_1, float* output)
{
    unchecked
    {
        for (int i = 0; i < 192; i += 16)
        {
            Vector512<float> sum = Avx512F.LoadVector512(input_0 + i);
            sum = Avx512F.Add(sum, Avx512F.LoadVector512(input_1 + i));
            sum = Avx512F.Max(Vector512<float>.Zero, sum);
            Avx512F.Store(output + i, sum);
        }
    }
}

// conv1: adds a gradient to those of other readers
// input_0   d_a 2×3×4, NCHW16c
// input_1   d_a 2×3×4, NCHW16c
// output    d_a 2×3×4, NCHW16c
internal static void Conv1_Train_AddGradient_d_a(float* input_0, float* input_1, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Train_AddGradient_d_a_Avx512(input_0, input_1, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Train_AddGradient_d_a_Avx512(float* input_0, float* input_1, float* output)
{
    unchecked
    {
        for (int i = 0; i < 192; i += 16)
        {
            Vector512<float> sum = Avx512F.LoadVector512(input_0 + i);
            sum = Avx512F.Add(sum, Avx512F.LoadVector512(input_1 + i));
            Avx512F.Store(output + i, sum);
        }
    }
}
