// [Network(1, 2, 3)]
// [Conv(2, 1)]
// [ConvTranspose(3, 3, Stride = 2, Padding = 1, OutputPadding = 1)]

// ---- Inference ----
//
// input 1×2×3 NCHW at Input
// conv1_border = ZeroBorder(conv1)
// conv1 = Conv(2 filters 1×1) of input : 2×2×3 NCHW16c + border [0, 0, 1, 1] at Arena[384]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// deconv1 = ConvTranspose(3 filters 3×3, stride 2, padding 1, output padding 1) of conv1 : 3×4×6 NCHW16c at Arena[0]   weights deconv1.weight[2, 3, 3, 3], deconv1.bias[3]
// deconv1_output = Store of deconv1 : 3×4×6 NCHW at Output
// return deconv1_output

// Packs deconv1.weight and deconv1.bias in the order in which the tiles read them.
internal static void Pack_Deconv1(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Deconv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Deconv1_Avx512(float* bias, float* weight, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
            packed[channel] = channel < 3 ? bias[channel] : 0f;
        packed += 16;
        {
            int lanes = 3;
            float* from = weight + 4;
            for (int channel = 0; channel < 2; channel++)
            {
                for (int lane = 0; lane < 16; lane++)
                    packed[lane] = lane < lanes ? (from + channel * 27)[lane * 9] : 0f;
                packed += 16;
            }
        }
        {
            int lanes = 3;
            float* from = weight + 3;
            for (int kw = 0; kw < 2; kw++)
            {
                for (int channel = 0; channel < 2; channel++)
                {
                    for (int lane = 0; lane < 16; lane++)
                        packed[lane] = lane < lanes ? (from + kw * 2 + channel * 27)[lane * 9] : 0f;
                    packed += 16;
                }
            }
        }
        {
            int lanes = 3;
            float* from = weight + 1;
            for (int kh = 0; kh < 2; kh++)
            {
                for (int channel = 0; channel < 2; channel++)
                {
                    for (int lane = 0; lane < 16; lane++)
                        packed[lane] = lane < lanes ? (from + kh * 6 + channel * 27)[lane * 9] : 0f;
                    packed += 16;
                }
            }
        }
        {
            int lanes = 3;
            float* from = weight;
            for (int kh = 0; kh < 2; kh++)
            {
                for (int kw = 0; kw < 2; kw++)
                {
                    for (int channel = 0; channel < 2; channel++)
                    {
                        for (int lane = 0; lane < 16; lane++)
                            packed[lane] = lane < lanes ? (from + kh * 6 + kw * 2 + channel * 27)[lane * 9] : 0f;
                        packed += 16;
                    }
                }
            }
        }
    }
}

// deconv1: ConvTranspose, 3 filters 3×3, stride 2, padding 1, output padding 1
// input     conv1 2×2×3, NCHW16c + border [0, 0, 1, 1]
// weights   deconv1.weight [2, 3, 3, 3] and deconv1.bias, packed in the order of reading
// output    deconv1 3×4×6, NCHW16c
// work      324 multiply-adds per image
// Avx512    2×3 pixels × 1 register of channels: 6 sums, 7 of 31 registers, least of all tiles at an estimated 58 cycles
internal static void Deconv1(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Deconv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×3 pixels × 16 channels: acc_{point}_{register} stay in registers over 2 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Deconv1_Avx512_Phase1_Tile2x3x1(float* input, float* weights, float* bias, float* output)
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
        for (int channel = 0; channel < 2; channel++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_3_0);
            acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_4_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_5_0);
            x++;
            weights += 16;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 32, acc_1_0);
        Avx512F.Store(output + 64, acc_2_0);
        Avx512F.Store(output + 192, acc_3_0);
        Avx512F.Store(output + 224, acc_4_0);
        Avx512F.Store(output + 256, acc_5_0);
    }
}

// 2×3 pixels × 16 channels: acc_{point}_{register} stay in registers over 4 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Deconv1_Avx512_Phase2_Tile2x3x1(float* input, float* weights, float* bias, float* output)
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
        for (int kw = 0; kw < 2; kw++)
        {
            for (int channel = 0; channel < 2; channel++)
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
                acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_2_0);
                acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_3_0);
                acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_4_0);
                acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_5_0);
                x++;
                weights += 16;
            }
            x -= 18;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 32, acc_1_0);
        Avx512F.Store(output + 64, acc_2_0);
        Avx512F.Store(output + 192, acc_3_0);
        Avx512F.Store(output + 224, acc_4_0);
        Avx512F.Store(output + 256, acc_5_0);
    }
}

// 2×3 pixels × 16 channels: acc_{point}_{register} stay in registers over 4 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Deconv1_Avx512_Phase3_Tile2x3x1(float* input, float* weights, float* bias, float* output)
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
            for (int channel = 0; channel < 2; channel++)
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
                acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_2_0);
                acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_3_0);
                acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_4_0);
                acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_5_0);
                x++;
                weights += 16;
            }
            x -= 66;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 32, acc_1_0);
        Avx512F.Store(output + 64, acc_2_0);
        Avx512F.Store(output + 192, acc_3_0);
        Avx512F.Store(output + 224, acc_4_0);
        Avx512F.Store(output + 256, acc_5_0);
    }
}

// 2×3 pixels × 16 channels: acc_{point}_{register} stay in registers over 8 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Deconv1_Avx512_Phase4_Tile2x3x1(float* input, float* weights, float* bias, float* output)
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
                for (int channel = 0; channel < 2; channel++)
                {
                    Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
                    acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_2_0);
                    acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_3_0);
                    acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_4_0);
                    acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_5_0);
                    x++;
                    weights += 16;
                }
                x -= 18;
            }
            x -= 32;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 32, acc_1_0);
        Avx512F.Store(output + 64, acc_2_0);
        Avx512F.Store(output + 192, acc_3_0);
        Avx512F.Store(output + 224, acc_4_0);
        Avx512F.Store(output + 256, acc_5_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Deconv1_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        // Phase 1 of 4: 2×3 pixels, 3 channels, 2 terms.
        Deconv1_Avx512_Phase1_Tile2x3x1(input, weights, bias, output);
        weights += 32;
        // Phase 2 of 4: 2×3 pixels, 3 channels, 4 terms.
        Deconv1_Avx512_Phase2_Tile2x3x1(input + 16, weights, bias, output + 16);
        weights += 64;
        // Phase 3 of 4: 2×3 pixels, 3 channels, 4 terms.
        Deconv1_Avx512_Phase3_Tile2x3x1(input + 64, weights, bias, output + 96);
        weights += 64;
        // Phase 4 of 4: 2×3 pixels, 3 channels, 8 terms.
        Deconv1_Avx512_Phase4_Tile2x3x1(input + 80, weights, bias, output + 112);
    }
}

// ---- Training ----
//
// input 1×2×3 NCHW at Input
// conv1_border = ZeroBorder(conv1)
// conv1 = Conv(2 filters 1×1) of input : 2×2×3 NCHW16c + border [0, 0, 1, 1] at Arena[944]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// deconv1 = ConvTranspose(3 filters 3×3, stride 2, padding 1, output padding 1) of conv1 : 3×4×6 NCHW16c at Arena[560]   weights deconv1.weight[2, 3, 3, 3], deconv1.bias[3]
// deconv1_output = Store of deconv1 : 3×4×6 NCHW at Output
// d_deconv1_border = ZeroBorder(d_deconv1)
// d_deconv1 = LoadGradient of loss, deconv1 : 3×4×6 NCHW16c + border [1, 1, 0, 0] at Arena[0]
// d_deconv1_weights = ConvTransposeWeightGradient of d_deconv1, conv1   weights deconv1.weight[2, 3, 3, 3], deconv1.bias[3]
// d_deconv1_weights = ConvTransposeBiasGradient of d_deconv1   weights deconv1.weight[2, 3, 3, 3], deconv1.bias[3]
// d_conv1 = ConvTransposeInputGradient of d_deconv1 : 2×2×3 NCHW16c at Arena[560]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// return deconv1_output

// Packs deconv1.weight and deconv1.bias in the order in which the tiles read them.
internal static void Pack_Deconv1_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Deconv1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// deconv1: ConvTranspose, 3 filters 3×3, stride 2, padding 1, output padding 1
// input     conv1 2×2×3, NCHW16c + border [0, 0, 1, 1]
// weights   deconv1.weight [2, 3, 3, 3] and deconv1.bias, packed in the order of reading
// output    deconv1 3×4×6, NCHW16c
// work      324 multiply-adds per image
// Avx512    2×3 pixels × 1 register of channels: 6 sums, 7 of 31 registers, least of all tiles at an estimated 58 cycles
internal static void Deconv1_Train(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Deconv1_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// deconv1: gradients of the weights
// input     d_deconv1 3×4×6, NCHW16c + border [1, 1, 0, 0]
// gradient  conv1 2×2×3, NCHW16c + border [0, 0, 1, 1]
// result    deconv1.weight [2, 3, 3, 3]
// Avx512    3×3×3 taps × 1 register of channels: 27 sums of 31 registers
internal static void Deconv1_Train_WeightGradient(float* input, float* outputGradient, float* sums, float* weightGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Deconv1_Train_WeightGradient_Avx512(input, outputGradient, sums, weightGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 3 channels × 3×3 taps, 16 filters: acc_{tap}_{register} stay in registers over all pixels.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Deconv1_Train_WeightGradient_Avx512_Tile3x3x3x1(float* input, float* outputGradient, float* sums, int images)
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
        Vector512<float> acc_18_0 = Avx512F.LoadVector512(sums + 288);
        Vector512<float> acc_19_0 = Avx512F.LoadVector512(sums + 304);
        Vector512<float> acc_20_0 = Avx512F.LoadVector512(sums + 320);
        Vector512<float> acc_21_0 = Avx512F.LoadVector512(sums + 336);
        Vector512<float> acc_22_0 = Avx512F.LoadVector512(sums + 352);
        Vector512<float> acc_23_0 = Avx512F.LoadVector512(sums + 368);
        Vector512<float> acc_24_0 = Avx512F.LoadVector512(sums + 384);
        Vector512<float> acc_25_0 = Avx512F.LoadVector512(sums + 400);
        Vector512<float> acc_26_0 = Avx512F.LoadVector512(sums + 416);

        for (int image = 0; image < images; image++)
        {
            float* x = input;
            float* dy = outputGradient;
            for (int row = 0; row < 2; row++)
            {
                for (int column = 0; column < 3; column++)
                {
                    Vector512<float> dy_0 = Avx512F.LoadVector512(dy);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), dy_0, acc_0_0);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), dy_0, acc_1_0);
                    acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), dy_0, acc_2_0);
                    acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 112)), dy_0, acc_3_0);
                    acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 128)), dy_0, acc_4_0);
                    acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 144)), dy_0, acc_5_0);
                    acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 224)), dy_0, acc_6_0);
                    acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 240)), dy_0, acc_7_0);
                    acc_8_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 256)), dy_0, acc_8_0);
                    acc_9_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), dy_0, acc_9_0);
                    acc_10_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 17)), dy_0, acc_10_0);
                    acc_11_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 33)), dy_0, acc_11_0);
                    acc_12_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 113)), dy_0, acc_12_0);
                    acc_13_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 129)), dy_0, acc_13_0);
                    acc_14_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 145)), dy_0, acc_14_0);
                    acc_15_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 225)), dy_0, acc_15_0);
                    acc_16_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 241)), dy_0, acc_16_0);
                    acc_17_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 257)), dy_0, acc_17_0);
                    acc_18_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 2)), dy_0, acc_18_0);
                    acc_19_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 18)), dy_0, acc_19_0);
                    acc_20_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 34)), dy_0, acc_20_0);
                    acc_21_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 114)), dy_0, acc_21_0);
                    acc_22_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 130)), dy_0, acc_22_0);
                    acc_23_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 146)), dy_0, acc_23_0);
                    acc_24_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 226)), dy_0, acc_24_0);
                    acc_25_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 242)), dy_0, acc_25_0);
                    acc_26_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 258)), dy_0, acc_26_0);
                    x += 32;
                    dy += 16;
                }
                x += 128;
                dy += 16;
            }
            input += 1136;
            outputGradient += 1136;
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
        Avx512F.Store(sums + 288, acc_18_0);
        Avx512F.Store(sums + 304, acc_19_0);
        Avx512F.Store(sums + 320, acc_20_0);
        Avx512F.Store(sums + 336, acc_21_0);
        Avx512F.Store(sums + 352, acc_22_0);
        Avx512F.Store(sums + 368, acc_23_0);
        Avx512F.Store(sums + 384, acc_24_0);
        Avx512F.Store(sums + 400, acc_25_0);
        Avx512F.Store(sums + 416, acc_26_0);
    }
}

// One piece: the box of taps and the group of channels that its number stands for.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Deconv1_Train_WeightGradient_Avx512_Piece(float* input, float* outputGradient, float* sums, int piece, int images)
{
    unchecked
    {
        float* x = input;
        Deconv1_Train_WeightGradient_Avx512_Tile3x3x3x1(x, outputGradient, sums, images);
    }
}

// Writes a piece's sums to deconv1.weight.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Deconv1_Train_WeightGradient_Avx512_Store(float* sums, float* weightGradient, int piece)
{
    unchecked
    {
        int filters = 2;
        int stride = 16;
        float* target = weightGradient;
        for (int filter = 0; filter < filters; filter++)
        {
            float* sum = sums + filter;
            for (int c = 0; c < 3; c++)
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
            target += 27;
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Deconv1_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* sums, float* weightGradient, int batch, int first, int end)
{
    unchecked
    {
        int lastBox = Math.Min(end, 1);
        for (int i = first * 432; i < lastBox * 432; i += 16)
            Avx512F.Store(sums + i, Vector512<float>.Zero);
        for (int piece = first; piece < lastBox; piece++)
            Deconv1_Train_WeightGradient_Avx512_Piece(input, outputGradient, sums + piece * 432, piece, batch);
        for (int piece = first; piece < lastBox; piece++)
            Deconv1_Train_WeightGradient_Avx512_Store(sums + piece * 432, weightGradient, piece);
    }
}

// deconv1: gradient of the bias
// dy        d_deconv1 3×4×6, NCHW16c + border [1, 1, 0, 0]
internal static void Deconv1_Train_BiasGradient(float* dyValues, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Deconv1_Train_BiasGradient_Avx512(dyValues, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Deconv1_Train_BiasGradient_Avx512(float* dyValues, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            Vector512<float> sum_0_batch = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* dyImage = dyValues + 128 + (nint)image * 1136 + block * 560;
                Vector512<float> sum_0 = Vector512<float>.Zero;
                for (int row = 0; row < 4; row++)
                {
                    float* dyImageRow = dyImage + row * 112;
                    Vector512<float> sum_0_row_0 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_1 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_2 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_3 = Vector512<float>.Zero;
                    {
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow);
                        sum_0_row_0 = Avx512F.Add(sum_0_row_0, dy);
                    }
                    {
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 16);
                        sum_0_row_1 = Avx512F.Add(sum_0_row_1, dy);
                    }
                    {
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 32);
                        sum_0_row_2 = Avx512F.Add(sum_0_row_2, dy);
                    }
                    {
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 48);
                        sum_0_row_3 = Avx512F.Add(sum_0_row_3, dy);
                    }
                    {
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 64);
                        sum_0_row_0 = Avx512F.Add(sum_0_row_0, dy);
                    }
                    {
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 80);
                        sum_0_row_1 = Avx512F.Add(sum_0_row_1, dy);
                    }
                    sum_0 = Avx512F.Add(sum_0, Avx512F.Add(Avx512F.Add(Avx512F.Add(sum_0_row_0, sum_0_row_1), sum_0_row_2), sum_0_row_3));
                }
                sum_0_batch = Avx512F.Add(sum_0_batch, sum_0);
            }
            {
                int channel = block * 16;
                Vector512<float> sum = sum_0_batch;
                for (int lane = 0; lane < Math.Min(16, 3 - channel); lane++)
                    biasGradient[channel + lane] = sum.GetElement(lane);
            }
        }
    }
}

// Packs deconv1.weight in the order in which the tiles read them.
internal static void Pack_Deconv1_Train_InputGradient(float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Deconv1_Train_InputGradient_Avx512(weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Deconv1_Train_InputGradient_Avx512(float* weight, float* packed)
{
    unchecked
    {
        {
            int lanes = 2;
            float* from = weight;
            for (int kh = 0; kh < 3; kh++)
            {
                for (int kw = 0; kw < 3; kw++)
                {
                    for (int channel = 0; channel < 3; channel++)
                    {
                        for (int lane = 0; lane < 16; lane++)
                            packed[lane] = lane < lanes ? (from + kh * 3 + kw + channel * 9)[lane * 27] : 0f;
                        packed += 16;
                    }
                }
            }
        }
    }
}

// deconv1: gradient with respect to the input
// input     d_deconv1 3×4×6, NCHW16c + border [1, 1, 0, 0]
// weights   deconv1.weight [2, 3, 3, 3], packed in the order of reading
// output    d_conv1 2×2×3, NCHW16c
// work      324 multiply-adds per image
// Avx512    2×3 pixels × 1 register of channels: 6 sums, 7 of 31 registers, least of all tiles at an estimated 134 cycles
internal static void Deconv1_Train_InputGradient(float* input, float* packed, float* output)
{
    if (Avx512F.IsSupported)
        Deconv1_Train_InputGradient_Avx512(input, packed, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 2×3 pixels × 16 channels: acc_{point}_{register} stay in registers over 27 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Deconv1_Train_InputGradient_Avx512_Tile2x3x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
        Vector512<float> acc_1_0 = acc_0_0;
        Vector512<float> acc_2_0 = acc_0_0;
        Vector512<float> acc_3_0 = acc_0_0;
        Vector512<float> acc_4_0 = acc_0_0;
        Vector512<float> acc_5_0 = acc_0_0;

        float* x = input;
        for (int kh = 0; kh < 3; kh++)
        {
            for (int kw = 0; kw < 3; kw++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                    acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
                    acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_1_0);
                    acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_2_0);
                    acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 224)), weights_0, acc_3_0);
                    acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 256)), weights_0, acc_4_0);
                    acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 288)), weights_0, acc_5_0);
                    x++;
                    weights += 16;
                }
                x += 13;
            }
            x += 64;
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
internal static void Deconv1_Train_InputGradient_Avx512(float* input, float* packed, float* output)
{
    unchecked
    {
        float* weights = packed;
        Deconv1_Train_InputGradient_Avx512_Tile2x3x1(input, weights, null, output);
    }
}
