// [Network(1, 3, 4)]
// [Conv(2, 2), Relu, MaxPool(2), Relu]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// maxpool1 = Conv(2 filters 2×2) → Relu → MaxPool(2×2, stride 2) of input : 2×1×1 NCHW16c at BatchArena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// relu2 = Relu of maxpool1, in place of maxpool1 : 2×1×1 NCHW16c at BatchArena[0]
// relu2_output = Store of relu2 : 2×1×1 NCHW at Output
// return relu2_output

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

// conv1: Conv, 2 filters 2×2 → Relu → MaxPool 2×2, stride 2
// input     input 1×3×4, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    maxpool1 2×1×1, NCHW16c
// work      48 multiply-adds per image
// Avx512    2×2 pixels × 1 register of channels: 4 sums, 5 of 31 registers, least of all tiles at an estimated 40 cycles
internal static void Conv1(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×2 pixels × 16 channels: acc_{point}_{register} stay in registers over 4 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Avx512_Tile2x2x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(bias);
        Vector512<float> acc_1_0 = acc_0_0;
        Vector512<float> acc_2_0 = acc_0_0;
        Vector512<float> acc_3_0 = acc_0_0;

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
                x++;
                weights += 16;
            }
            x += 2;
        }

        acc_0_0 = Avx512F.Max(Vector512<float>.Zero, acc_0_0);
        acc_1_0 = Avx512F.Max(Vector512<float>.Zero, acc_1_0);
        acc_2_0 = Avx512F.Max(Vector512<float>.Zero, acc_2_0);
        acc_3_0 = Avx512F.Max(Vector512<float>.Zero, acc_3_0);
        acc_0_0 = Vector512.ConditionalSelect(Vector512.Equals(acc_0_0, acc_0_0), Avx512F.Max(acc_0_0, acc_1_0), acc_0_0);
        acc_0_0 = Vector512.ConditionalSelect(Vector512.Equals(acc_0_0, acc_0_0), Avx512F.Max(acc_0_0, acc_2_0), acc_0_0);
        acc_0_0 = Vector512.ConditionalSelect(Vector512.Equals(acc_0_0, acc_0_0), Avx512F.Max(acc_0_0, acc_3_0), acc_0_0);
        Avx512F.Store(output, acc_0_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        Conv1_Avx512_Tile2x2x1(input, weights, bias, output);
    }
}

// relu2: Relu
// source      maxpool1 2×1×1, NCHW16c
// destination relu2 2×1×1, NCHW16c
internal static void Relu2(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Relu2_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Relu2_Avx512(float* source, float* destination)
{
    unchecked
    {
        Relu_Avx512(source, destination, 16);
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// relu1 = Conv(2 filters 2×2) → Relu of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// maxpool1 = MaxPool(2×2, stride 2) of relu1 : 2×1×1 NCHW16c at Arena[192]
// relu2 = Relu of maxpool1 : 2×1×1 NCHW16c at Arena[96]
// relu2_output = Store of relu2 : 2×1×1 NCHW at Output
// d_relu2 = LoadGradient of loss, relu2 : 2×1×1 NCHW16c at Arena[208]
// d_maxpool1 = ReluGradient of relu2, d_relu2 : 2×1×1 NCHW16c at Arena[208]
// d_relu1 = MaxPoolGradient of relu1, maxpool1, d_maxpool1 : 2×2×3 NCHW16c at Arena[96]
// d_conv1_before_relu = ReluGradient of relu1, d_relu1 : 2×2×3 NCHW16c at Arena[96]
// d_conv1_weights = ConvWeightGradient of input, d_conv1_before_relu   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return relu2_output

// Packs conv1.weight and conv1.bias in the order in which the tiles read them.
internal static void Pack_Conv1_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv1: Conv, 2 filters 2×2 → Relu
// input     input 1×3×4, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    relu1 2×2×3, NCHW16c
// work      48 multiply-adds per image
// Avx512    2×3 pixels × 1 register of channels: 6 sums, 7 of 31 registers, least of all tiles at an estimated 42 cycles
internal static void Conv1_Train(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Train_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×3 pixels × 16 channels: acc_{point}_{register} stay in registers over 4 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Train_Avx512_Tile2x3x1(float* input, float* weights, float* bias, float* output)
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

        acc_0_0 = Avx512F.Max(Vector512<float>.Zero, acc_0_0);
        acc_1_0 = Avx512F.Max(Vector512<float>.Zero, acc_1_0);
        acc_2_0 = Avx512F.Max(Vector512<float>.Zero, acc_2_0);
        acc_3_0 = Avx512F.Max(Vector512<float>.Zero, acc_3_0);
        acc_4_0 = Avx512F.Max(Vector512<float>.Zero, acc_4_0);
        acc_5_0 = Avx512F.Max(Vector512<float>.Zero, acc_5_0);
        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_1_0);
        Avx512F.Store(output + 32, acc_2_0);
        Avx512F.Store(output + 48, acc_3_0);
        Avx512F.Store(output + 64, acc_4_0);
        Avx512F.Store(output + 80, acc_5_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Train_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        Conv1_Train_Avx512_Tile2x3x1(input, weights, bias, output);
    }
}

// relu2: Relu
// source      maxpool1 2×1×1, NCHW16c
// destination relu2 2×1×1, NCHW16c
internal static void Relu2_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Relu2_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// relu2: gradient of Relu
// output    relu2 2×1×1, NCHW16c
// gradient  d_maxpool1 2×1×1, NCHW16c
internal static void Relu2_Train_ReluGradient(float* output, float* gradient)
{
    if (Avx512F.IsSupported)
        Relu2_Train_ReluGradient_Avx512(output, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Relu2_Train_ReluGradient_Avx512(float* output, float* gradient)
{
    unchecked
    {
        ReluGradient_Avx512(output, gradient, 16);
    }
}

// conv1: gradient of Relu
// output    relu1 2×2×3, NCHW16c
// gradient  d_conv1_before_relu 2×2×3, NCHW16c
internal static void Conv1_Train_ReluGradient(float* output, float* gradient)
{
    if (Avx512F.IsSupported)
        Conv1_Train_ReluGradient_Avx512(output, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Train_ReluGradient_Avx512(float* output, float* gradient)
{
    unchecked
    {
        ReluGradient_Avx512(output, gradient, 96);
    }
}

// ---- Shared functions ----

// gradient · the derivative of Relu, which follows from its output.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void ReluGradient_Avx512(float* output, float* gradient, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> y = Avx512F.LoadVector512(output + i);
            Vector512<float> dy = Avx512F.LoadVector512(gradient + i);
            Avx512F.Store(gradient + i, Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), dy, Vector512<float>.Zero));
        }
    }
}

// max(x, 0). The maximum returns its second operand when one is not a number, so NaN is not hidden.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Relu_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Avx512F.Store(destination + i, Avx512F.Max(Vector512<float>.Zero, x));
        }
    }
}
