// [Network(1, 4, 5)]
// [Conv(2, 2)]
// [Conv(3, 3, Stride = 2, Padding = 1)]

// ---- Inference ----
//
// input 1×4×5 NCHW at Input
// conv1_border = ZeroBorder(conv1)
// conv1 = Conv(2 filters 2×2) of input : 2×3×4 NCHW16c + border 1 at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// conv2 = Conv(3 filters 3×3, stride 2, padding 1) of conv1 : 3×2×2 NCHW16c at Arena[480]   weights conv2.weight[3, 2, 3, 3], conv2.bias[3]
// conv2_output = Store of conv2 : 3×2×2 NCHW at Output
// return conv2_output

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

// conv1: Conv, 2 filters 2×2
// input     input 1×4×5, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    conv1 2×3×4, NCHW16c + border 1
// work      96 multiply-adds per image
// Avx512    3×4 pixels × 1 register of channels: 12 sums, 13 of 31 registers, least of all tiles at an estimated 58 cycles
internal static void Conv1(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 3×4 pixels × 16 channels: acc_{point}_{register} stay in registers over 4 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Avx512_Tile3x4x1(float* input, float* weights, float* bias, float* output)
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
        for (int kh = 0; kh < 2; kh++)
        {
            for (int kw = 0; kw < 2; kw++)
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), weights_0, acc_1_0);
                acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 2)), weights_0, acc_2_0);
                acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 3)), weights_0, acc_3_0);
                acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 5)), weights_0, acc_4_0);
                acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 6)), weights_0, acc_5_0);
                acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 7)), weights_0, acc_6_0);
                acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 8)), weights_0, acc_7_0);
                acc_8_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 10)), weights_0, acc_8_0);
                acc_9_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 11)), weights_0, acc_9_0);
                acc_10_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 12)), weights_0, acc_10_0);
                acc_11_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 13)), weights_0, acc_11_0);
                x++;
                weights += 16;
            }
            x += 3;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_1_0);
        Avx512F.Store(output + 32, acc_2_0);
        Avx512F.Store(output + 48, acc_3_0);
        Avx512F.Store(output + 96, acc_4_0);
        Avx512F.Store(output + 112, acc_5_0);
        Avx512F.Store(output + 128, acc_6_0);
        Avx512F.Store(output + 144, acc_7_0);
        Avx512F.Store(output + 192, acc_8_0);
        Avx512F.Store(output + 208, acc_9_0);
        Avx512F.Store(output + 224, acc_10_0);
        Avx512F.Store(output + 240, acc_11_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        Conv1_Avx512_Tile3x4x1(input, weights, bias, output + 112);
    }
}

// Packs conv2.weight and conv2.bias in the order in which the tiles read them.
internal static void Pack_Conv2(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv2_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Conv2_Avx512(float* bias, float* weight, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
            packed[channel] = channel < 3 ? bias[channel] : 0f;
        packed += 16;
        {
            int lanes = 3;
            float* from = weight;
            for (int kh = 0; kh < 3; kh++)
            {
                for (int kw = 0; kw < 3; kw++)
                {
                    for (int channel = 0; channel < 2; channel++)
                    {
                        for (int lane = 0; lane < 16; lane++)
                            packed[lane] = lane < lanes ? (from + kh * 3 + kw + channel * 9)[lane * 18] : 0f;
                        packed += 16;
                    }
                }
            }
        }
    }
}

// conv2: Conv, 3 filters 3×3, stride 2, padding 1
// input     conv1 2×3×4, NCHW16c + border 1
// weights   conv2.weight [3, 2, 3, 3] and conv2.bias, packed in the order of reading
// output    conv2 3×2×2, NCHW16c
// work      216 multiply-adds per image
// Avx512    2×2 pixels × 1 register of channels: 4 sums, 5 of 31 registers, least of all tiles at an estimated 96 cycles
internal static void Conv2(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv2_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×2 pixels × 16 channels: acc_{point}_{register} stay in registers over 18 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Tile2x2x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(bias);
        Vector512<float> acc_1_0 = acc_0_0;
        Vector512<float> acc_2_0 = acc_0_0;
        Vector512<float> acc_3_0 = acc_0_0;

        float* x = input;
        for (int kh = 0; kh < 3; kh++)
        {
            for (int kw = 0; kw < 3; kw++)
            {
                for (int channel = 0; channel < 2; channel++)
                {
                    Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_1_0);
                    acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 192)), weights_0, acc_2_0);
                    acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 224)), weights_0, acc_3_0);
                    x++;
                    weights += 16;
                }
                x += 14;
            }
            x += 48;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_1_0);
        Avx512F.Store(output + 32, acc_2_0);
        Avx512F.Store(output + 48, acc_3_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv2_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        Conv2_Avx512_Tile2x2x1(input, weights, bias, output);
    }
}

// ---- Training ----
//
// input 1×4×5 NCHW at Input
// conv1_border = ZeroBorder(conv1)
// conv1 = Conv(2 filters 2×2) of input : 2×3×4 NCHW16c + border 1 at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// conv2 = Conv(3 filters 3×3, stride 2, padding 1) of conv1 : 3×2×2 NCHW16c at Arena[576]   weights conv2.weight[3, 2, 3, 3], conv2.bias[3]
// conv2_output = Store of conv2 : 3×2×2 NCHW at Output
// d_conv2_border = ZeroBorder(d_conv2)
// d_conv2 = LoadGradient of loss, conv2 : 3×2×2 NCHW16c + border [0, 0, 0, 1] at Arena[480]
// d_conv2_weights = ConvWeightGradient of conv1, d_conv2   weights conv2.weight[3, 2, 3, 3], conv2.bias[3]
// d_conv1 = ConvInputGradient of d_conv2 : 2×3×4 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return conv2_output

// Packs conv1.weight and conv1.bias in the order in which the tiles read them.
internal static void Pack_Conv1_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv1: Conv, 2 filters 2×2
// input     input 1×4×5, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    conv1 2×3×4, NCHW16c + border 1
// work      96 multiply-adds per image
// Avx512    3×4 pixels × 1 register of channels: 12 sums, 13 of 31 registers, least of all tiles at an estimated 58 cycles
internal static void Conv1_Train(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Packs conv2.weight and conv2.bias in the order in which the tiles read them.
internal static void Pack_Conv2_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv2_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv2: Conv, 3 filters 3×3, stride 2, padding 1
// input     conv1 2×3×4, NCHW16c + border 1
// weights   conv2.weight [3, 2, 3, 3] and conv2.bias, packed in the order of reading
// output    conv2 3×2×2, NCHW16c
// work      216 multiply-adds per image
// Avx512    2×2 pixels × 1 register of channels: 4 sums, 5 of 31 registers, least of all tiles at an estimated 96 cycles
internal static void Conv2_Train(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv2_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv2: gradients of the weights
// input     conv1 2×3×4, NCHW16c + border 1
// gradient  d_conv2 3×2×2, NCHW16c + border [0, 0, 0, 1]
// result    conv2.weight [3, 2, 3, 3] and conv2.bias
// Avx512    2×3×3 taps × 1 register of channels: 18 sums of 31 registers
internal static void Conv2_Train_WeightGradient(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Conv2_Train_WeightGradient_Avx512(input, outputGradient, sums, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2 channels × 3×3 taps, 16 filters: acc_{tap}_{register} stay in registers over all pixels.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Train_WeightGradient_Avx512_Tile2x3x3x1(float* input, float* outputGradient, float* sums, int images)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(sums);
        Vector512<float> acc_1_0 = Avx512F.LoadVector512(sums + 16);
        Vector512<float> acc_2_0 = Avx512F.LoadVector512(sums + 32);
        Vector512<float> acc_3_0 = Avx512F.LoadVector512(sums + 48);
        Vector512<float> acc_4_0 = Avx512F.LoadVector512(sums + 64);
        Vector512<float> acc_5_0 = Avx512F.LoadVector512(sums + 80);
        Vector512<float> acc_6_0 = Avx512F.LoadVector512(sums + 96);
        Vector512<float> acc_7_0 = Avx512F.LoadVector512(sums + 112);
        Vector512<float> acc_8_0 = Avx512F.LoadVector512(sums + 128);
        Vector512<float> acc_9_0 = Avx512F.LoadVector512(sums + 144);
        Vector512<float> acc_10_0 = Avx512F.LoadVector512(sums + 160);
        Vector512<float> acc_11_0 = Avx512F.LoadVector512(sums + 176);
        Vector512<float> acc_12_0 = Avx512F.LoadVector512(sums + 192);
        Vector512<float> acc_13_0 = Avx512F.LoadVector512(sums + 208);
        Vector512<float> acc_14_0 = Avx512F.LoadVector512(sums + 224);
        Vector512<float> acc_15_0 = Avx512F.LoadVector512(sums + 240);
        Vector512<float> acc_16_0 = Avx512F.LoadVector512(sums + 256);
        Vector512<float> acc_17_0 = Avx512F.LoadVector512(sums + 272);

        for (int image = 0; image < images; image++)
        {
            float* x = input;
            float* dy = outputGradient;
            for (int row = 0; row < 2; row++)
            {
                for (int column = 0; column < 2; column++)
                {
                    Vector512<float> dy_0 = Avx512F.LoadVector512(dy);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), dy_0, acc_0_0);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), dy_0, acc_1_0);
                    acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), dy_0, acc_2_0);
                    acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), dy_0, acc_3_0);
                    acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 112)), dy_0, acc_4_0);
                    acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 128)), dy_0, acc_5_0);
                    acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 192)), dy_0, acc_6_0);
                    acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 208)), dy_0, acc_7_0);
                    acc_8_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 224)), dy_0, acc_8_0);
                    acc_9_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), dy_0, acc_9_0);
                    acc_10_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 17)), dy_0, acc_10_0);
                    acc_11_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 33)), dy_0, acc_11_0);
                    acc_12_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 97)), dy_0, acc_12_0);
                    acc_13_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 113)), dy_0, acc_13_0);
                    acc_14_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 129)), dy_0, acc_14_0);
                    acc_15_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 193)), dy_0, acc_15_0);
                    acc_16_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 209)), dy_0, acc_16_0);
                    acc_17_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 225)), dy_0, acc_17_0);
                    x += 32;
                    dy += 16;
                }
                x += 128;
                dy += 16;
            }
            input += 656;
            outputGradient += 656;
        }

        Avx512F.Store(sums, acc_0_0);
        Avx512F.Store(sums + 16, acc_1_0);
        Avx512F.Store(sums + 32, acc_2_0);
        Avx512F.Store(sums + 48, acc_3_0);
        Avx512F.Store(sums + 64, acc_4_0);
        Avx512F.Store(sums + 80, acc_5_0);
        Avx512F.Store(sums + 96, acc_6_0);
        Avx512F.Store(sums + 112, acc_7_0);
        Avx512F.Store(sums + 128, acc_8_0);
        Avx512F.Store(sums + 144, acc_9_0);
        Avx512F.Store(sums + 160, acc_10_0);
        Avx512F.Store(sums + 176, acc_11_0);
        Avx512F.Store(sums + 192, acc_12_0);
        Avx512F.Store(sums + 208, acc_13_0);
        Avx512F.Store(sums + 224, acc_14_0);
        Avx512F.Store(sums + 240, acc_15_0);
        Avx512F.Store(sums + 256, acc_16_0);
        Avx512F.Store(sums + 272, acc_17_0);
    }
}

// One piece: the box of taps and the group of channels that its number stands for.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Train_WeightGradient_Avx512_Piece(float* input, float* outputGradient, float* sums, int piece, int images)
{
    unchecked
    {
        float* x = input;
        Conv2_Train_WeightGradient_Avx512_Tile2x3x3x1(x, outputGradient, sums, images);
    }
}

// Writes a piece's sums to conv2.weight.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Train_WeightGradient_Avx512_Store(float* sums, float* weightGradient, int piece)
{
    unchecked
    {
        int filters = 3;
        int stride = 16;
        float* target = weightGradient;
        for (int filter = 0; filter < filters; filter++)
        {
            float* sum = sums + filter;
            for (int c = 0; c < 2; c++)
            {
                for (int y = 0; y < 3; y++)
                {
                    for (int x = 0; x < 3; x++)
                    {
                        *(target + c * 9 + y * 3 + x) = *sum;
                        sum += stride;
                    }
                }
            }
            target += 18;
        }
    }
}

// The sums over all pixels of one group of channels: conv2.bias.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Train_WeightGradient_Avx512_Bias(float* outputGradient, float* biasGradient, int group, int batch)
{
    unchecked
    {
        int last = Math.Min(16, (group + 1) * 16);
        for (int filter = group * 16; filter < last; filter += 16)
        {
            float* gradient = outputGradient + filter / 16 * 96 + filter % 16;
            Vector512<float> sum = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* dy = gradient + (nint)image * 656;
                for (int row = 0; row < 2; row++)
                {
                    for (int column = 0; column < 2; column++)
                    {
                        sum = Avx512F.Add(sum, Avx512F.LoadVector512(dy));
                        dy += 16;
                    }
                    dy += 16;
                }
            }
            // Lanes beyond the last filter stay zero: the tensor's memory ends with zeros.
            for (int lane = 0; lane < Math.Min(16, 3 - filter); lane++)
                biasGradient[filter + lane] = sum.GetElement(lane);
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv2_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        int lastBox = Math.Min(end, 1);
        for (int i = first * 288; i < lastBox * 288; i += 16)
            Avx512F.Store(sums + i, Vector512<float>.Zero);
        for (int piece = first; piece < lastBox; piece++)
            Conv2_Train_WeightGradient_Avx512_Piece(input, outputGradient, sums + piece * 288, piece, batch);
        for (int piece = first; piece < lastBox; piece++)
            Conv2_Train_WeightGradient_Avx512_Store(sums + piece * 288, weightGradient, piece);
        for (int group = Math.Max(first, 1) - 1; group < end - 1; group++)
            Conv2_Train_WeightGradient_Avx512_Bias(outputGradient, biasGradient, group, batch);
    }
}

// Packs conv2.weight in the order in which the tiles read them.
internal static void Pack_Conv2_Train_InputGradient(float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv2_Train_InputGradient_Avx512(weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Conv2_Train_InputGradient_Avx512(float* weight, float* packed)
{
    unchecked
    {
        {
            int lanes = 2;
            float* from = weight + 4;
            for (int channel = 0; channel < 3; channel++)
            {
                for (int lane = 0; lane < 16; lane++)
                    packed[lane] = lane < lanes ? (from + channel * 18)[lane * 9] : 0f;
                packed += 16;
            }
        }
        {
            int lanes = 2;
            float* from = weight + 3;
            for (int kw = 0; kw < 2; kw++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    for (int lane = 0; lane < 16; lane++)
                        packed[lane] = lane < lanes ? (from + kw * 2 + channel * 18)[lane * 9] : 0f;
                    packed += 16;
                }
            }
        }
        {
            int lanes = 2;
            float* from = weight + 1;
            for (int kh = 0; kh < 2; kh++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    for (int lane = 0; lane < 16; lane++)
                        packed[lane] = lane < lanes ? (from + kh * 6 + channel * 18)[lane * 9] : 0f;
                    packed += 16;
                }
            }
        }
        {
            int lanes = 2;
            float* from = weight;
            for (int kh = 0; kh < 2; kh++)
            {
                for (int kw = 0; kw < 2; kw++)
                {
                    for (int channel = 0; channel < 3; channel++)
                    {
                        for (int lane = 0; lane < 16; lane++)
                            packed[lane] = lane < lanes ? (from + kh * 6 + kw * 2 + channel * 18)[lane * 9] : 0f;
                        packed += 16;
                    }
                }
            }
        }
    }
}

// conv2: gradient with respect to the input
// input     d_conv2 3×2×2, NCHW16c + border [0, 0, 0, 1]
// weights   conv2.weight [3, 2, 3, 3], packed in the order of reading
// output    d_conv1 2×3×4, NCHW16c
// work      144 multiply-adds per image
// Avx512    1×2 pixels × 1 register of channels: 2 sums, 3 of 31 registers, least of all tiles at an estimated 70 cycles
internal static void Conv2_Train_InputGradient(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Conv2_Train_InputGradient_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×2 pixels × 16 channels: acc_{point}_{register} stay in registers over 3 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Train_InputGradient_Avx512_Phase1_Tile2x2x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
        Vector512<float> acc_1_0 = acc_0_0;
        Vector512<float> acc_2_0 = acc_0_0;
        Vector512<float> acc_3_0 = acc_0_0;

        float* x = input;
        for (int channel = 0; channel < 3; channel++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 48)), weights_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_3_0);
            x++;
            weights += 16;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 32, acc_1_0);
        Avx512F.Store(output + 128, acc_2_0);
        Avx512F.Store(output + 160, acc_3_0);
    }
}

// 2×2 pixels × 16 channels: acc_{point}_{register} stay in registers over 6 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Train_InputGradient_Avx512_Phase2_Tile2x2x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
        Vector512<float> acc_1_0 = acc_0_0;
        Vector512<float> acc_2_0 = acc_0_0;
        Vector512<float> acc_3_0 = acc_0_0;

        float* x = input;
        for (int kw = 0; kw < 2; kw++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
                acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 48)), weights_0, acc_2_0);
                acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_3_0);
                x++;
                weights += 16;
            }
            x -= 19;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 32, acc_1_0);
        Avx512F.Store(output + 128, acc_2_0);
        Avx512F.Store(output + 160, acc_3_0);
    }
}

// 1×2 pixels × 16 channels: acc_{point}_{register} stay in registers over 6 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Train_InputGradient_Avx512_Phase3_Tile1x2x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
        Vector512<float> acc_1_0 = acc_0_0;

        float* x = input;
        for (int kh = 0; kh < 2; kh++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
                x++;
                weights += 16;
            }
            x -= 51;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 32, acc_1_0);
    }
}

// 1×2 pixels × 16 channels: acc_{point}_{register} stay in registers over 12 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Train_InputGradient_Avx512_Phase4_Tile1x2x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
        Vector512<float> acc_1_0 = acc_0_0;

        float* x = input;
        for (int kh = 0; kh < 2; kh++)
        {
            for (int kw = 0; kw < 2; kw++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
                    x++;
                    weights += 16;
                }
                x -= 19;
            }
            x -= 16;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 32, acc_1_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv2_Train_InputGradient_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* weights = packed;
        // Phase 1 of 4: 2×2 pixels, 2 channels, 3 terms.
        Conv2_Train_InputGradient_Avx512_Phase1_Tile2x2x1(input, weights, null, output);
        weights += 48;
        // Phase 2 of 4: 2×2 pixels, 2 channels, 6 terms.
        Conv2_Train_InputGradient_Avx512_Phase2_Tile2x2x1(input + 16, weights, null, output + 16);
        weights += 96;
        // Phase 3 of 4: 1×2 pixels, 2 channels, 6 terms.
        Conv2_Train_InputGradient_Avx512_Phase3_Tile1x2x1(input + 48, weights, null, output + 64);
        weights += 96;
        // Phase 4 of 4: 1×2 pixels, 2 channels, 12 terms.
        Conv2_Train_InputGradient_Avx512_Phase4_Tile1x2x1(input + 64, weights, null, output + 80);
    }
}

// conv1: gradients of the weights
// input     input 1×4×5, NCHW
// gradient  d_conv1 2×3×4, NCHW16c
// result    conv1.weight [2, 1, 2, 2] and conv1.bias
// Avx512    1×2×2 taps × 1 register of channels: 4 sums of 31 registers
internal static void Conv1_Train_WeightGradient(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Conv1_Train_WeightGradient_Avx512(input, outputGradient, sums, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 1 channels × 2×2 taps, 16 filters: acc_{tap}_{register} stay in registers over all pixels.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Train_WeightGradient_Avx512_Tile1x2x2x1(float* input, float* outputGradient, float* sums, int images)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(sums);
        Vector512<float> acc_1_0 = Avx512F.LoadVector512(sums + 16);
        Vector512<float> acc_2_0 = Avx512F.LoadVector512(sums + 32);
        Vector512<float> acc_3_0 = Avx512F.LoadVector512(sums + 48);

        for (int image = 0; image < images; image++)
        {
            float* x = input;
            float* dy = outputGradient;
            for (int row = 0; row < 3; row++)
            {
                for (int column = 0; column < 4; column++)
                {
                    Vector512<float> dy_0 = Avx512F.LoadVector512(dy);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), dy_0, acc_0_0);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), dy_0, acc_1_0);
                    acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 5)), dy_0, acc_2_0);
                    acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 6)), dy_0, acc_3_0);
                    x += 1;
                    dy += 16;
                }
                x += 1;
                dy += 0;
            }
            input += 20;
            outputGradient += 656;
        }

        Avx512F.Store(sums, acc_0_0);
        Avx512F.Store(sums + 16, acc_1_0);
        Avx512F.Store(sums + 32, acc_2_0);
        Avx512F.Store(sums + 48, acc_3_0);
    }
}

// One piece: the box of taps and the group of channels that its number stands for.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Train_WeightGradient_Avx512_Piece(float* input, float* outputGradient, float* sums, int piece, int images)
{
    unchecked
    {
        float* x = input;
        Conv1_Train_WeightGradient_Avx512_Tile1x2x2x1(x, outputGradient, sums, images);
    }
}

// Writes a piece's sums to conv1.weight.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Train_WeightGradient_Avx512_Store(float* sums, float* weightGradient, int piece)
{
    unchecked
    {
        int filters = 2;
        int stride = 16;
        float* target = weightGradient;
        for (int filter = 0; filter < filters; filter++)
        {
            float* sum = sums + filter;
            for (int y = 0; y < 2; y++)
            {
                for (int x = 0; x < 2; x++)
                {
                    *(target + y * 2 + x) = *sum;
                    sum += stride;
                }
            }
            target += 4;
        }
    }
}

// The sums over all pixels of one group of channels: conv1.bias.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv1_Train_WeightGradient_Avx512_Bias(float* outputGradient, float* biasGradient, int group, int batch)
{
    unchecked
    {
        int last = Math.Min(16, (group + 1) * 16);
        for (int filter = group * 16; filter < last; filter += 16)
        {
            float* gradient = outputGradient + filter / 16 * 192 + filter % 16;
            Vector512<float> sum = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* dy = gradient + (nint)image * 656;
                for (int row = 0; row < 3; row++)
                {
                    for (int column = 0; column < 4; column++)
                    {
                        sum = Avx512F.Add(sum, Avx512F.LoadVector512(dy));
                        dy += 16;
                    }
                    dy += 0;
                }
            }
            // Lanes beyond the last filter stay zero: the tensor's memory ends with zeros.
            for (int lane = 0; lane < Math.Min(16, 2 - filter); lane++)
                biasGradient[filter + lane] = sum.GetElement(lane);
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        int lastBox = Math.Min(end, 1);
        for (int i = first * 64; i < lastBox * 64; i += 16)
            Avx512F.Store(sums + i, Vector512<float>.Zero);
        for (int piece = first; piece < lastBox; piece++)
            Conv1_Train_WeightGradient_Avx512_Piece(input, outputGradient, sums + piece * 64, piece, batch);
        for (int piece = first; piece < lastBox; piece++)
            Conv1_Train_WeightGradient_Avx512_Store(sums + piece * 64, weightGradient, piece);
        for (int group = Math.Max(first, 1) - 1; group < end - 1; group++)
            Conv1_Train_WeightGradient_Avx512_Bias(outputGradient, biasGradient, group, batch);
    }
}
