// [Network(1, 5, 7)]
// [Conv(3, 2), DepthwiseConv(2, Strides = [2, 1]), Tanh]

// ---- Inference ----
//
// input 1×5×7 NCHW at Input
// conv1 = Conv(3 filters 2×2) of input : 3×4×6 NCHW16c at Arena[0]   weights conv1.weight[3, 1, 2, 2], conv1.bias[3]
// tanh1 = DepthwiseConv(1 per channel, 2×2, stride 2×1) → Tanh of conv1 : 3×2×5 NCHW16c at Arena[384]   weights depthwiseconv1.weight[3, 1, 2, 2], depthwiseconv1.bias[3]
// tanh1_output = Store of tanh1 : 3×2×5 NCHW at Output
// return tanh1_output

// Packs depthwiseconv1.weight and depthwiseconv1.bias in the order in which the tiles read them.
internal static void Pack_Depthwiseconv1(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Depthwiseconv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Depthwiseconv1_Avx512(float* bias, float* weight, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
            packed[channel] = channel < 3 ? bias[channel] : 0f;
        packed += 16;
        {
            int lanes = 3;
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

// depthwiseconv1: DepthwiseConv, 1 per channel, 2×2, stride 2×1 → Tanh
// input     conv1 3×4×6, NCHW16c
// weights   depthwiseconv1.weight [3, 1, 2, 2] and depthwiseconv1.bias, packed in the order of reading
// output    tanh1 3×2×5, NCHW16c
// work      120 multiply-adds per image
// Avx512    2×5 pixels × 1 register of channels: 10 sums, 13 of 31 registers, least of all tiles at an estimated 52 cycles
internal static void Depthwiseconv1(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Depthwiseconv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×5 pixels × 16 channels: acc_{pixel}_0 stay in registers over 4 taps.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Depthwiseconv1_Avx512_Tile2x5(float* input, float* weights, float* bias, float* output)
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

        float* x = input;
        for (int kh = 0; kh < 2; kh++)
        {
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
                acc_0_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x), weights_0, acc_0_0);
                Vector512<float> x_0_1 = Avx512F.LoadVector512(x + 16);
                acc_1_0 = Avx512F.FusedMultiplyAdd(x_0_1, weights_0, acc_1_0);
                acc_0_0 = Avx512F.FusedMultiplyAdd(x_0_1, weights_1, acc_0_0);
                Vector512<float> x_0_2 = Avx512F.LoadVector512(x + 32);
                acc_2_0 = Avx512F.FusedMultiplyAdd(x_0_2, weights_0, acc_2_0);
                acc_1_0 = Avx512F.FusedMultiplyAdd(x_0_2, weights_1, acc_1_0);
                Vector512<float> x_0_3 = Avx512F.LoadVector512(x + 48);
                acc_3_0 = Avx512F.FusedMultiplyAdd(x_0_3, weights_0, acc_3_0);
                acc_2_0 = Avx512F.FusedMultiplyAdd(x_0_3, weights_1, acc_2_0);
                Vector512<float> x_0_4 = Avx512F.LoadVector512(x + 64);
                acc_4_0 = Avx512F.FusedMultiplyAdd(x_0_4, weights_0, acc_4_0);
                acc_3_0 = Avx512F.FusedMultiplyAdd(x_0_4, weights_1, acc_3_0);
                acc_4_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 80), weights_1, acc_4_0);
                acc_5_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 192), weights_0, acc_5_0);
                Vector512<float> x_1_1 = Avx512F.LoadVector512(x + 208);
                acc_6_0 = Avx512F.FusedMultiplyAdd(x_1_1, weights_0, acc_6_0);
                acc_5_0 = Avx512F.FusedMultiplyAdd(x_1_1, weights_1, acc_5_0);
                Vector512<float> x_1_2 = Avx512F.LoadVector512(x + 224);
                acc_7_0 = Avx512F.FusedMultiplyAdd(x_1_2, weights_0, acc_7_0);
                acc_6_0 = Avx512F.FusedMultiplyAdd(x_1_2, weights_1, acc_6_0);
                Vector512<float> x_1_3 = Avx512F.LoadVector512(x + 240);
                acc_8_0 = Avx512F.FusedMultiplyAdd(x_1_3, weights_0, acc_8_0);
                acc_7_0 = Avx512F.FusedMultiplyAdd(x_1_3, weights_1, acc_7_0);
                Vector512<float> x_1_4 = Avx512F.LoadVector512(x + 256);
                acc_9_0 = Avx512F.FusedMultiplyAdd(x_1_4, weights_0, acc_9_0);
                acc_8_0 = Avx512F.FusedMultiplyAdd(x_1_4, weights_1, acc_8_0);
                acc_9_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 272), weights_1, acc_9_0);
                x += 32;
                weights += 32;
            }
            x += 64;
        }

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
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Depthwiseconv1_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        // The last 3 channels.
        Depthwiseconv1_Avx512_Tile2x5(input, weights, bias, output);
        Tanh_Avx512(output, output, 80);
        Tanh_Avx512(output + 80, output + 80, 80);
    }
}

// ---- Training ----
//
// input 1×5×7 NCHW at Input
// conv1 = Conv(3 filters 2×2) of input : 3×4×6 NCHW16c at Arena[0]   weights conv1.weight[3, 1, 2, 2], conv1.bias[3]
// tanh1 = DepthwiseConv(1 per channel, 2×2, stride 2×1) → Tanh of conv1 : 3×2×5 NCHW16c at Arena[608]   weights depthwiseconv1.weight[3, 1, 2, 2], depthwiseconv1.bias[3]
// tanh1_output = Store of tanh1 : 3×2×5 NCHW at Output
// d_tanh1_border = ZeroBorder(d_tanh1)
// d_tanh1 = LoadGradient of loss, tanh1 : 3×2×5 NCHW16c + border [0, 1, 0, 1] at Arena[384]
// d_depthwiseconv1_before_tanh = TanhGradient of tanh1, d_tanh1 : 3×2×5 NCHW16c + border [0, 1, 0, 1] at Arena[384]
// d_depthwiseconv1_weights = DepthwiseConvWeightGradient of conv1, d_depthwiseconv1_before_tanh   weights depthwiseconv1.weight[3, 1, 2, 2], depthwiseconv1.bias[3]
// d_conv1 = DepthwiseConvInputGradient of d_depthwiseconv1_before_tanh : 3×4×6 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[3, 1, 2, 2], conv1.bias[3]
// return tanh1_output

// Packs depthwiseconv1.weight and depthwiseconv1.bias in the order in which the tiles read them.
internal static void Pack_Depthwiseconv1_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Depthwiseconv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// depthwiseconv1: DepthwiseConv, 1 per channel, 2×2, stride 2×1 → Tanh
// input     conv1 3×4×6, NCHW16c
// weights   depthwiseconv1.weight [3, 1, 2, 2] and depthwiseconv1.bias, packed in the order of reading
// output    tanh1 3×2×5, NCHW16c
// work      120 multiply-adds per image
// Avx512    2×5 pixels × 1 register of channels: 10 sums, 13 of 31 registers, least of all tiles at an estimated 52 cycles
internal static void Depthwiseconv1_Train(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Depthwiseconv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// depthwiseconv1: gradients of the weights
// input     conv1 3×4×6, NCHW16c
// gradient  d_depthwiseconv1_before_tanh 3×2×5, NCHW16c + border [0, 1, 0, 1]
// result    depthwiseconv1.weight [3, 1, 2, 2] and depthwiseconv1.bias
// Avx512    2×2 taps × 1 register of channels: 4 sums of 31 registers
internal static void Depthwiseconv1_Train_WeightGradient(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Depthwiseconv1_Train_WeightGradient_Avx512(input, outputGradient, sums, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×2 taps of 16 channels: acc_{row}_{column} stay in registers over all pixels of the batch.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Depthwiseconv1_Train_WeightGradient_Avx512_Tile2x2(float* input, float* outputGradient, float* sums, int batch)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
        Vector512<float> acc_0_1 = Vector512<float>.Zero;
        Vector512<float> acc_1_0 = Vector512<float>.Zero;
        Vector512<float> acc_1_1 = Vector512<float>.Zero;
        for (int image = 0; image < batch; image++)
        {
            float* x = input + (nint)image * 784;
            float* dy = outputGradient + (nint)image * 784;
            for (int row = 0; row < 2; row++)
            {
                for (int column = 0; column < 5; column++)
                {
                    Vector512<float> gradient = Avx512F.LoadVector512(dy);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x), gradient, acc_0_0);
                    acc_0_1 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 16), gradient, acc_0_1);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 96), gradient, acc_1_0);
                    acc_1_1 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 112), gradient, acc_1_1);
                    x += 16;
                    dy += 16;
                }
                x += 112;
                dy += 32;
            }
        }
        Avx512F.Store(sums, acc_0_0);
        Avx512F.Store(sums + 16, acc_0_1);
        Avx512F.Store(sums + 32, acc_1_0);
        Avx512F.Store(sums + 48, acc_1_1);
    }
}

// One piece: the block of channels and the box of taps that its number stands for.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Depthwiseconv1_Train_WeightGradient_Avx512_Piece(float* input, float* outputGradient, float* sums, float* weightGradient, int piece, int batch)
{
    unchecked
    {
        float* x = input;
        float* dy = outputGradient + 16;
        sums += piece * 64;
        int channels = 3;
        for (int part = 0; part < channels; part += 16)
            Depthwiseconv1_Train_WeightGradient_Avx512_Tile2x2(x + part, dy + part, sums + part, batch);

        float* target = weightGradient;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int y = 0; y < 2; y++)
            {
                for (int tap = 0; tap < 2; tap++)
                {
                    *(target + channel * 4 + y * 2 + tap) = *(sums + channel + y * 32 + tap * 16);
                }
            }
        }
    }
}

// The sums over all pixels of one group of channels: depthwiseconv1.bias.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Depthwiseconv1_Train_WeightGradient_Avx512_Bias(float* outputGradient, float* biasGradient, int group, int batch)
{
    unchecked
    {
        int last = Math.Min(16, (group + 1) * 16);
        for (int filter = group * 16; filter < last; filter += 16)
        {
            float* gradient = outputGradient + 16 + filter / 16 * 224 + filter % 16;
            Vector512<float> sum = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* dy = gradient + (nint)image * 784;
                for (int row = 0; row < 2; row++)
                {
                    for (int column = 0; column < 5; column++)
                    {
                        sum = Avx512F.Add(sum, Avx512F.LoadVector512(dy));
                        dy += 16;
                    }
                    dy += 32;
                }
            }
            // Lanes beyond the last filter stay zero: the tensor's memory ends with zeros.
            for (int lane = 0; lane < Math.Min(16, 3 - filter); lane++)
                biasGradient[filter + lane] = sum.GetElement(lane);
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Depthwiseconv1_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        int last = Math.Min(end, 1);
        for (int piece = first; piece < last; piece++)
            Depthwiseconv1_Train_WeightGradient_Avx512_Piece(input, outputGradient, sums, weightGradient, piece, batch);
        for (int group = Math.Max(first, 1) - 1; group < end - 1; group++)
            Depthwiseconv1_Train_WeightGradient_Avx512_Bias(outputGradient, biasGradient, group, batch);
    }
}

// Packs depthwiseconv1.weight in the order in which the tiles read them.
internal static void Pack_Depthwiseconv1_Train_InputGradient(float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Depthwiseconv1_Train_InputGradient_Avx512(weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Depthwiseconv1_Train_InputGradient_Avx512(float* weight, float* packed)
{
    unchecked
    {
        {
            int lanes = 3;
            float* from = weight;
            for (int kw = 0; kw < 2; kw++)
            {
                for (int lane = 0; lane < 16; lane++)
                    packed[lane] = lane < lanes ? (from + kw)[lane * 4] : 0f;
                packed += 16;
            }
        }
        {
            int lanes = 3;
            float* from = weight + 2;
            for (int kw = 0; kw < 2; kw++)
            {
                for (int lane = 0; lane < 16; lane++)
                    packed[lane] = lane < lanes ? (from + kw)[lane * 4] : 0f;
                packed += 16;
            }
        }
    }
}

// depthwiseconv1: gradient with respect to the input
// input     d_depthwiseconv1_before_tanh 3×2×5, NCHW16c + border [0, 1, 0, 1]
// weights   depthwiseconv1.weight [3, 1, 2, 2], packed in the order of reading
// output    d_conv1 3×4×6, NCHW16c
// work      144 multiply-adds per image
// Avx512    2×6 pixels × 1 register of channels: 12 sums, 15 of 31 registers, least of all tiles at an estimated 45 cycles
internal static void Depthwiseconv1_Train_InputGradient(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Depthwiseconv1_Train_InputGradient_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×6 pixels × 16 channels: acc_{pixel}_0 stay in registers over 2 taps.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Depthwiseconv1_Train_InputGradient_Avx512_Phase1_Tile2x6(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
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
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x - 16), weights_1, acc_0_0);
            Vector512<float> x_0_1 = Avx512F.LoadVector512(x);
            acc_0_0 = Avx512F.FusedMultiplyAdd(x_0_1, weights_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(x_0_1, weights_1, acc_1_0);
            Vector512<float> x_0_2 = Avx512F.LoadVector512(x + 16);
            acc_1_0 = Avx512F.FusedMultiplyAdd(x_0_2, weights_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(x_0_2, weights_1, acc_2_0);
            Vector512<float> x_0_3 = Avx512F.LoadVector512(x + 32);
            acc_2_0 = Avx512F.FusedMultiplyAdd(x_0_3, weights_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(x_0_3, weights_1, acc_3_0);
            Vector512<float> x_0_4 = Avx512F.LoadVector512(x + 48);
            acc_3_0 = Avx512F.FusedMultiplyAdd(x_0_4, weights_0, acc_3_0);
            acc_4_0 = Avx512F.FusedMultiplyAdd(x_0_4, weights_1, acc_4_0);
            Vector512<float> x_0_5 = Avx512F.LoadVector512(x + 64);
            acc_4_0 = Avx512F.FusedMultiplyAdd(x_0_5, weights_0, acc_4_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(x_0_5, weights_1, acc_5_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 80), weights_0, acc_5_0);
            acc_6_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 96), weights_1, acc_6_0);
            Vector512<float> x_1_1 = Avx512F.LoadVector512(x + 112);
            acc_6_0 = Avx512F.FusedMultiplyAdd(x_1_1, weights_0, acc_6_0);
            acc_7_0 = Avx512F.FusedMultiplyAdd(x_1_1, weights_1, acc_7_0);
            Vector512<float> x_1_2 = Avx512F.LoadVector512(x + 128);
            acc_7_0 = Avx512F.FusedMultiplyAdd(x_1_2, weights_0, acc_7_0);
            acc_8_0 = Avx512F.FusedMultiplyAdd(x_1_2, weights_1, acc_8_0);
            Vector512<float> x_1_3 = Avx512F.LoadVector512(x + 144);
            acc_8_0 = Avx512F.FusedMultiplyAdd(x_1_3, weights_0, acc_8_0);
            acc_9_0 = Avx512F.FusedMultiplyAdd(x_1_3, weights_1, acc_9_0);
            Vector512<float> x_1_4 = Avx512F.LoadVector512(x + 160);
            acc_9_0 = Avx512F.FusedMultiplyAdd(x_1_4, weights_0, acc_9_0);
            acc_10_0 = Avx512F.FusedMultiplyAdd(x_1_4, weights_1, acc_10_0);
            Vector512<float> x_1_5 = Avx512F.LoadVector512(x + 176);
            acc_10_0 = Avx512F.FusedMultiplyAdd(x_1_5, weights_0, acc_10_0);
            acc_11_0 = Avx512F.FusedMultiplyAdd(x_1_5, weights_1, acc_11_0);
            acc_11_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + 192), weights_0, acc_11_0);
            x -= 32;
            weights += 32;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_1_0);
        Avx512F.Store(output + 32, acc_2_0);
        Avx512F.Store(output + 48, acc_3_0);
        Avx512F.Store(output + 64, acc_4_0);
        Avx512F.Store(output + 80, acc_5_0);
        Avx512F.Store(output + 192, acc_6_0);
        Avx512F.Store(output + 208, acc_7_0);
        Avx512F.Store(output + 224, acc_8_0);
        Avx512F.Store(output + 240, acc_9_0);
        Avx512F.Store(output + 256, acc_10_0);
        Avx512F.Store(output + 272, acc_11_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Depthwiseconv1_Train_InputGradient_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* weights = packed;
        // Phase 1 of 2: 2×6 pixels, 2 taps.
        // The last 3 channels.
        Depthwiseconv1_Train_InputGradient_Avx512_Phase1_Tile2x6(input + 16, weights, null, output);
        weights += 32;
        // Phase 2 of 2: 2×6 pixels, 2 taps.
        // The last 3 channels.
        Depthwiseconv1_Train_InputGradient_Avx512_Phase1_Tile2x6(input + 16, weights, null, output + 96);
    }
}

// ---- Shared functions ----

// tanh as a rational function of degree 13 over 6, within 3e-7 of the exact value; ±1 beyond ±7.9.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Tanh_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Vector512<float> clamped = Avx512F.Min(Vector512.Create(7.905311f), Avx512F.Max(Vector512.Create(-7.905311f), x));
            Vector512<float> square = Avx512F.Multiply(clamped, clamped);
            Vector512<float> numerator = Vector512.Create(-2.7607684E-16f);
            numerator = Avx512F.FusedMultiplyAdd(numerator, square, Vector512.Create(2.000188E-13f));
            numerator = Avx512F.FusedMultiplyAdd(numerator, square, Vector512.Create(-8.604672E-11f));
            numerator = Avx512F.FusedMultiplyAdd(numerator, square, Vector512.Create(5.1222973E-08f));
            numerator = Avx512F.FusedMultiplyAdd(numerator, square, Vector512.Create(1.48572235E-05f));
            numerator = Avx512F.FusedMultiplyAdd(numerator, square, Vector512.Create(0.00063726195f));
            numerator = Avx512F.FusedMultiplyAdd(numerator, square, Vector512.Create(0.0048935246f));
            Vector512<float> denominator = Vector512.Create(1.1982584E-06f);
            denominator = Avx512F.FusedMultiplyAdd(denominator, square, Vector512.Create(0.00011853471f));
            denominator = Avx512F.FusedMultiplyAdd(denominator, square, Vector512.Create(0.0022684347f));
            denominator = Avx512F.FusedMultiplyAdd(denominator, square, Vector512.Create(0.004893525f));
            Avx512F.Store(destination + i, Avx512F.Divide(Avx512F.Multiply(clamped, numerator), denominator));
        }
    }
}
