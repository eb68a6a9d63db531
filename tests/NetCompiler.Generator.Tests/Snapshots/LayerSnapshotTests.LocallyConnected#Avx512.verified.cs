// [Network(1, 4, 4)]
// [Conv(2, 2)]
// [LocallyConnected(3, 2, Padding = 1, Stride = 2)]

// ---- Inference ----
//
// input 1×4×4 NCHW at Input
// conv1_border = ZeroBorder(conv1)
// conv1 = Conv(2 filters 2×2) of input : 2×3×3 NCHW16c + border 1 at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// local1 = LocallyConnected(3 filters 2×2, stride 2, padding 1) of conv1 : 3×2×2 NCHW16c at Arena[400]   weights local1.weight[3, 2, 2, 2, 2, 2], local1.bias[3, 2, 2]
// local1_output = Store of local1 : 3×2×2 NCHW at Output
// return local1_output

// Packs local1.weight and local1.bias in the order in which the tiles read them.
internal static void Pack_Local1(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Local1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Local1_Avx512(float* bias, float* weight, float* packed)
{
    unchecked
    {
        for (int pixel = 0; pixel < 4; pixel++)
        {
            for (int channel = 0; channel < 16; channel++)
                packed[channel] = channel < 3 ? bias[channel * 4 + pixel] : 0f;
            packed += 16;
        }
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 2; x++)
            {
                {
                    int lanes = 3;
                    float* from = weight + y * 16 + x * 8;
                    for (int kh = 0; kh < 2; kh++)
                    {
                        for (int kw = 0; kw < 2; kw++)
                        {
                            for (int channel = 0; channel < 2; channel++)
                            {
                                for (int lane = 0; lane < 16; lane++)
                                    packed[lane] = lane < lanes ? (from + kh * 2 + kw + channel * 4)[lane * 32] : 0f;
                                packed += 16;
                            }
                        }
                    }
                }
            }
        }
    }
}

// local1: LocallyConnected, 3 filters 2×2, stride 2, padding 1
// input     conv1 2×3×3, NCHW16c + border 1
// weights   local1.weight [3, 2, 2, 2, 2, 2] and local1.bias, packed in the order of reading
// output    local1 3×2×2, NCHW16c
// work      96 multiply-adds per image
// Avx512    1×1 pixels × 1 register of channels: 1 sums, 2 of 31 registers, least of all tiles at an estimated 53 cycles
internal static void Local1(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Local1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 1×1 pixels × 16 channels: acc_{point}_{register} stay in registers over 8 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Local1_Avx512_Tile1x1x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(bias);

        float* x = input;
        for (int kh = 0; kh < 2; kh++)
        {
            for (int kw = 0; kw < 2; kw++)
            {
                for (int channel = 0; channel < 2; channel++)
                {
                    Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                    x++;
                    weights += 16;
                }
                x += 14;
            }
            x += 48;
        }

        Avx512F.Store(output, acc_0_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Local1_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 64;
        // Each pixel has weights of its own.
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 2; x++)
            {
                float* pixelInput = input + y * 160 + x * 32;
                float* pixelWeights = weights + (y * 2 + x) * 128;
                float* pixelBias = bias + y * 32 + x * 16;
                float* pixelOutput = output + y * 32 + x * 16;
                Local1_Avx512_Tile1x1x1(pixelInput, pixelWeights, pixelBias, pixelOutput);
            }
        }
    }
}

// ---- Training ----
//
// input 1×4×4 NCHW at Input
// conv1_border = ZeroBorder(conv1)
// conv1 = Conv(2 filters 2×2) of input : 2×3×3 NCHW16c + border 1 at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// local1 = LocallyConnected(3 filters 2×2, stride 2, padding 1) of conv1 : 3×2×2 NCHW16c at Arena[400]   weights local1.weight[3, 2, 2, 2, 2, 2], local1.bias[3, 2, 2]
// local1_output = Store of local1 : 3×2×2 NCHW at Output
// d_local1 = LoadGradient of loss, local1 : 3×2×2 NCHW16c at Arena[464]
// d_local1_weights = LocallyConnectedWeightGradient of conv1, d_local1   weights local1.weight[3, 2, 2, 2, 2, 2], local1.bias[3, 2, 2]
// d_local1_weights = LocallyConnectedBiasGradient of d_local1   weights local1.weight[3, 2, 2, 2, 2, 2], local1.bias[3, 2, 2]
// d_conv1 = LocallyConnectedInputGradient of d_local1 : 2×3×3 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return local1_output

// Packs local1.weight and local1.bias in the order in which the tiles read them.
internal static void Pack_Local1_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Local1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// local1: LocallyConnected, 3 filters 2×2, stride 2, padding 1
// input     conv1 2×3×3, NCHW16c + border 1
// weights   local1.weight [3, 2, 2, 2, 2, 2] and local1.bias, packed in the order of reading
// output    local1 3×2×2, NCHW16c
// work      96 multiply-adds per image
// Avx512    8 images × 1 register of channels: 8 sums, 9 of 31 registers, least of all tiles at an estimated 64 cycles
internal static void Local1_Train(float* input, float* packed, float* output, int count)
{
    if (Avx512F.IsSupported)
        Local1_Train_Avx512(input, packed, output, count);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 8 images × 16 channels: acc_{point}_{register} stay in registers over 8 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Local1_Train_Avx512_Tile1x8x1(float* input, float* weights, float* bias, float* output)
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
                for (int channel = 0; channel < 2; channel++)
                {
                    Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 528)), weights_0, acc_1_0);
                    acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1056)), weights_0, acc_2_0);
                    acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1584)), weights_0, acc_3_0);
                    acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 2112)), weights_0, acc_4_0);
                    acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 2640)), weights_0, acc_5_0);
                    acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 3168)), weights_0, acc_6_0);
                    acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 3696)), weights_0, acc_7_0);
                    x++;
                    weights += 16;
                }
                x += 14;
            }
            x += 48;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 528, acc_1_0);
        Avx512F.Store(output + 1056, acc_2_0);
        Avx512F.Store(output + 1584, acc_3_0);
        Avx512F.Store(output + 2112, acc_4_0);
        Avx512F.Store(output + 2640, acc_5_0);
        Avx512F.Store(output + 3168, acc_6_0);
        Avx512F.Store(output + 3696, acc_7_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Local1_Train_Avx512(float* input, float* packed, float* output, int count)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 64;
        // Each pixel has weights of its own.
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 2; x++)
            {
                float* pixelInput = input + y * 160 + x * 32;
                float* pixelWeights = weights + (y * 2 + x) * 128;
                float* pixelBias = bias + y * 32 + x * 16;
                float* pixelOutput = output + y * 32 + x * 16;
                {
                    int image = 0;
                    for (; image + 8 <= count; image += 8)
                        Local1_Train_Avx512_Tile1x8x1(pixelInput + (nint)image * 528, pixelWeights, pixelBias, pixelOutput + (nint)image * 528);
                    for (; image < count; image++)
                        Local1_Avx512_Tile1x1x1(pixelInput + (nint)image * 528, pixelWeights, pixelBias, pixelOutput + (nint)image * 528);
                }
            }
        }
    }
}

// local1: gradients of the weights
// input     conv1 2×3×3, NCHW16c + border 1
// gradient  d_local1 3×2×2, NCHW16c
// result    local1.weight [3, 2, 2, 2, 2, 2]
internal static void Local1_Train_WeightGradient(float* input, float* outputGradient, float* weightGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Local1_Train_WeightGradient_Avx512(input, outputGradient, weightGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// One tap of 16 channels for 3 filters: sum_{filter} stay in registers over the batch; the first channels are stored.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Local1_Train_WeightGradient_Avx512_Tile3(float* input, float* outputGradient, float* weightGradient, int channels, int batch)
{
    unchecked
    {
        Vector512<float> sum_0 = Vector512<float>.Zero;
        Vector512<float> sum_1 = Vector512<float>.Zero;
        Vector512<float> sum_2 = Vector512<float>.Zero;
        for (int image = 0; image < batch; image++)
        {
            Vector512<float> x = Avx512F.LoadVector512(input);
            sum_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*outputGradient), x, sum_0);
            sum_1 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(outputGradient + 1)), x, sum_1);
            sum_2 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(outputGradient + 2)), x, sum_2);
            input += 528;
            outputGradient += 528;
        }
        for (int channel = 0; channel < channels; channel++)
        {
            weightGradient[channel * 4] = sum_0.GetElement(channel);
            weightGradient[channel * 4 + 32] = sum_1.GetElement(channel);
            weightGradient[channel * 4 + 64] = sum_2.GetElement(channel);
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Local1_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* weightGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int piece = first; piece < end; piece++)
        {
            int pixel = piece, block = 0;
            int row = pixel / 2, column = pixel % 2;
            float* x = input + row * 160 + column * 32;
            float* dy = outputGradient + row * 32 + column * 16;
            float* target = weightGradient + (pixel * 2 + block * 16) * 4;
            int channels = Math.Min(16, 2 - block * 16);
            {
                float* gradient = dy, weights = target;
                for (int ky = 0; ky < 2; ky++)
                {
                    for (int kx = 0; kx < 2; kx++)
                    {
                        for (int channel = 0; channel < channels; channel += 16)
                        {
                            Local1_Train_WeightGradient_Avx512_Tile3(x + ky * 80 + kx * 16 + channel, gradient, weights + ky * 2 + kx + channel * 4, Math.Min(16, channels - channel), batch);
                        }
                    }
                }
            }
        }
    }
}

// local1: gradient of the bias
// gradient  d_local1 3×2×2, NCHW16c
// result    local1.bias [3, 2, 2]
internal static void Local1_Train_BiasGradient(float* outputGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Local1_Train_BiasGradient_Avx512(outputGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Local1_Train_BiasGradient_Avx512(float* outputGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int piece = first; piece < end; piece++)
        {
            int block = piece / 2, row = piece % 2;
            float* dy = outputGradient + row * 32;
            float* target = biasGradient + row * 2;
            for (int column = 0; column < 2; column++)
            {
                for (int channel = 0; channel < Math.Min(16, 3 - block * 16); channel += 16)
                {
                    Vector512<float> sum = Vector512<float>.Zero;
                    for (int image = 0; image < batch; image++)
                        sum = Avx512F.Add(sum, Avx512F.LoadVector512(dy + column * 16 + channel + (nint)image * 528));
                    for (int lane = 0; lane < Math.Min(16, 3 - block * 16 - channel); lane++)
                        target[(channel + lane) * 4 + column] = sum.GetElement(lane);
                }
            }
        }
    }
}

// local1: gradient with respect to the input
// gradient  d_local1 3×2×2, NCHW16c
// weights   local1.weight [3, 2, 2, 2, 2, 2] as the forward pass has packed them
// result    d_conv1 2×3×3, NCHW16c
internal static void Local1_Train_InputGradient(float* outputGradient, float* packed, float* inputGradient, int count)
{
    if (Avx512F.IsSupported)
        Local1_Train_InputGradient_Avx512(outputGradient, packed, inputGradient, count);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Adds the sums over 3 filters to 2 input channels.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Local1_Train_InputGradient_Avx512_Tile2x1Rest3(float* weights, float* outputGradient, float* inputGradient, int images)
{
    unchecked
    {
        for (int image = 0; image < images; image++)
        {
            Vector512<float> dy_0 = Avx512F.LoadVector512(outputGradient);
            // Lanes beyond the last filter may hold anything.
            dy_0 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Create(1f, 1f, 1f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f), Vector512<float>.Zero), dy_0, Vector512<float>.Zero);
            Vector512<float> sum_0 = Avx512F.Multiply(Avx512F.LoadVector512(weights), dy_0);
            Vector512<float> sum_1 = Avx512F.Multiply(Avx512F.LoadVector512(weights + 16), dy_0);
            Vector512<float> sum_2 = Vector512<float>.Zero;
            Vector512<float> sum_3 = Vector512<float>.Zero;
            Vector512<float> sum_4 = Vector512<float>.Zero;
            Vector512<float> sum_5 = Vector512<float>.Zero;
            Vector512<float> sum_6 = Vector512<float>.Zero;
            Vector512<float> sum_7 = Vector512<float>.Zero;
            Vector512<float> sum_8 = Vector512<float>.Zero;
            Vector512<float> sum_9 = Vector512<float>.Zero;
            Vector512<float> sum_10 = Vector512<float>.Zero;
            Vector512<float> sum_11 = Vector512<float>.Zero;
            Vector512<float> sum_12 = Vector512<float>.Zero;
            Vector512<float> sum_13 = Vector512<float>.Zero;
            Vector512<float> sum_14 = Vector512<float>.Zero;
            Vector512<float> sum_15 = Vector512<float>.Zero;
            sum_0 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_0, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_1), Avx512F.PermuteVar16x32x2(sum_0, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_1));
            sum_2 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_2, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_3), Avx512F.PermuteVar16x32x2(sum_2, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_3));
            sum_4 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_4, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_5), Avx512F.PermuteVar16x32x2(sum_4, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_5));
            sum_6 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_6, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_7), Avx512F.PermuteVar16x32x2(sum_6, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_7));
            sum_8 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_8, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_9), Avx512F.PermuteVar16x32x2(sum_8, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_9));
            sum_10 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_10, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_11), Avx512F.PermuteVar16x32x2(sum_10, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_11));
            sum_12 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_12, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_13), Avx512F.PermuteVar16x32x2(sum_12, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_13));
            sum_14 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_14, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_15), Avx512F.PermuteVar16x32x2(sum_14, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_15));
            sum_0 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_0, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_2), Avx512F.PermuteVar16x32x2(sum_0, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_2));
            sum_4 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_4, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_6), Avx512F.PermuteVar16x32x2(sum_4, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_6));
            sum_8 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_8, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_10), Avx512F.PermuteVar16x32x2(sum_8, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_10));
            sum_12 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_12, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_14), Avx512F.PermuteVar16x32x2(sum_12, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_14));
            sum_0 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_0, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_4), Avx512F.PermuteVar16x32x2(sum_0, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_4));
            sum_8 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_8, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_12), Avx512F.PermuteVar16x32x2(sum_8, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_12));
            sum_0 = Avx512F.Add(Avx512F.PermuteVar16x32x2(sum_0, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), sum_8), Avx512F.PermuteVar16x32x2(sum_0, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), sum_8));
            Avx512F.Store(inputGradient, Avx512F.Add(Avx512F.LoadVector512(inputGradient), sum_0));
            outputGradient += 528;
            inputGradient += 528;
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Local1_Train_InputGradient_Avx512(float* outputGradient, float* packed, float* inputGradient, int count)
{
    unchecked
    {
        float* weights = packed + 64;
        for (int image = 0; image < count; image++)
        {
            float* empty = inputGradient + (nint)image * 528;
            for (int i = 0; i < 144; i += 16)
                Avx512F.Store(empty + i, Vector512<float>.Zero);
        }
        // Output pixels in order; of each window the rows and columns that lie inside the image.
        for (int row = 0; row < 2; row++)
        {
            int top = row * 2 - 1, firstY = Math.Max(0, -top), endY = Math.Min(2, 3 - top);
            for (int column = 0; column < 2; column++)
            {
                int left = column * 2 - 1, firstX = Math.Max(0, -left), endX = Math.Min(2, 3 - left);
                float* dy = outputGradient + row * 32 + column * 16;
                for (int ky = firstY; ky < endY; ky++)
                {
                    for (int kx = firstX; kx < endX; kx++)
                    {
                        float* dx = inputGradient + (top + ky) * 48 + (left + kx) * 16;
                        int tap = ky * 2 + kx;
                        Local1_Train_InputGradient_Avx512_Tile2x1Rest3(weights + tap * 32, dy, dx, count);
                    }
                }
                weights += 128;
            }
        }
    }
}
