// [Network(3)]
// [Dense(20), Dense(2)]

// ---- Inference ----
//
// input 3 vector at Input
// fc1 = Dense(20 units) of input : 20 vector at BatchArena[0]   weights fc1.weight[20, 3], fc1.bias[20]
// fc2 = Dense(2 units) of fc1 : 2 vector at BatchArena[32]   weights fc2.weight[2, 20], fc2.bias[2]
// fc2_output = Store of fc2 : 2 NCHW at Output
// return fc2_output

// Packs fc1.weight and fc1.bias in the order in which the tiles read them.
internal static void Pack_Fc1(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Fc1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Fc1_Avx512(float* bias, float* weight, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 32; channel++)
            packed[channel] = channel < 20 ? bias[channel] : 0f;
        packed += 32;
        {
            int lanes = 20;
            float* from = weight;
            for (int feature = 0; feature < 3; feature++)
            {
                for (int lane = 0; lane < 32; lane++)
                    packed[lane] = lane < lanes ? (from + feature)[lane * 3] : 0f;
                packed += 32;
            }
        }
    }
}

// fc1: Dense, 20 units
// input     input 3, vector
// weights   fc1.weight [20, 3] and fc1.bias, packed in the order of reading
// output    fc1 20, vector
// work      60 multiply-adds per image
// Avx512    8 images × 2 registers of channels: 16 sums, 19 of 31 registers, least of all tiles at an estimated 60 cycles
internal static void Fc1(float* input, float* packed, float* output, int count)
{
    if (Avx512F.IsSupported)
        Fc1_Avx512(input, packed, output, count);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 8 images × 32 channels: acc_{point}_{register} stay in registers over 3 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc1_Avx512_Tile1x8x2(float* input, float* weights, float* bias, float* output)
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
        Vector512<float> acc_0_1 = Avx512F.LoadVector512(bias + 16);
        Vector512<float> acc_1_1 = acc_0_1;
        Vector512<float> acc_2_1 = acc_0_1;
        Vector512<float> acc_3_1 = acc_0_1;
        Vector512<float> acc_4_1 = acc_0_1;
        Vector512<float> acc_5_1 = acc_0_1;
        Vector512<float> acc_6_1 = acc_0_1;
        Vector512<float> acc_7_1 = acc_0_1;

        float* x = input;
        for (int feature = 0; feature < 3; feature++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
            Vector512<float> x_0 = Vector512.Create(*x);
            acc_0_0 = Avx512F.FusedMultiplyAdd(x_0, weights_0, acc_0_0);
            acc_0_1 = Avx512F.FusedMultiplyAdd(x_0, weights_1, acc_0_1);
            Vector512<float> x_1 = Vector512.Create(*(x + 3));
            acc_1_0 = Avx512F.FusedMultiplyAdd(x_1, weights_0, acc_1_0);
            acc_1_1 = Avx512F.FusedMultiplyAdd(x_1, weights_1, acc_1_1);
            Vector512<float> x_2 = Vector512.Create(*(x + 6));
            acc_2_0 = Avx512F.FusedMultiplyAdd(x_2, weights_0, acc_2_0);
            acc_2_1 = Avx512F.FusedMultiplyAdd(x_2, weights_1, acc_2_1);
            Vector512<float> x_3 = Vector512.Create(*(x + 9));
            acc_3_0 = Avx512F.FusedMultiplyAdd(x_3, weights_0, acc_3_0);
            acc_3_1 = Avx512F.FusedMultiplyAdd(x_3, weights_1, acc_3_1);
            Vector512<float> x_4 = Vector512.Create(*(x + 12));
            acc_4_0 = Avx512F.FusedMultiplyAdd(x_4, weights_0, acc_4_0);
            acc_4_1 = Avx512F.FusedMultiplyAdd(x_4, weights_1, acc_4_1);
            Vector512<float> x_5 = Vector512.Create(*(x + 15));
            acc_5_0 = Avx512F.FusedMultiplyAdd(x_5, weights_0, acc_5_0);
            acc_5_1 = Avx512F.FusedMultiplyAdd(x_5, weights_1, acc_5_1);
            Vector512<float> x_6 = Vector512.Create(*(x + 18));
            acc_6_0 = Avx512F.FusedMultiplyAdd(x_6, weights_0, acc_6_0);
            acc_6_1 = Avx512F.FusedMultiplyAdd(x_6, weights_1, acc_6_1);
            Vector512<float> x_7 = Vector512.Create(*(x + 21));
            acc_7_0 = Avx512F.FusedMultiplyAdd(x_7, weights_0, acc_7_0);
            acc_7_1 = Avx512F.FusedMultiplyAdd(x_7, weights_1, acc_7_1);
            x++;
            weights += 32;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_0_1);
        Avx512F.Store(output + 48, acc_1_0);
        Avx512F.Store(output + 64, acc_1_1);
        Avx512F.Store(output + 96, acc_2_0);
        Avx512F.Store(output + 112, acc_2_1);
        Avx512F.Store(output + 144, acc_3_0);
        Avx512F.Store(output + 160, acc_3_1);
        Avx512F.Store(output + 192, acc_4_0);
        Avx512F.Store(output + 208, acc_4_1);
        Avx512F.Store(output + 240, acc_5_0);
        Avx512F.Store(output + 256, acc_5_1);
        Avx512F.Store(output + 288, acc_6_0);
        Avx512F.Store(output + 304, acc_6_1);
        Avx512F.Store(output + 336, acc_7_0);
        Avx512F.Store(output + 352, acc_7_1);
    }
}

// 1 images × 32 channels: acc_{point}_{register} stay in registers over 3 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc1_Avx512_Tile1x1x2(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(bias);
        Vector512<float> acc_0_1 = Avx512F.LoadVector512(bias + 16);

        float* x = input;
        for (int feature = 0; feature < 3; feature++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
            Vector512<float> x_0 = Vector512.Create(*x);
            acc_0_0 = Avx512F.FusedMultiplyAdd(x_0, weights_0, acc_0_0);
            acc_0_1 = Avx512F.FusedMultiplyAdd(x_0, weights_1, acc_0_1);
            x++;
            weights += 32;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_0_1);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Fc1_Avx512(float* input, float* packed, float* output, int count)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 32;
        {
            int image = 0;
            for (; image + 8 <= count; image += 8)
                Fc1_Avx512_Tile1x8x2(input + (nint)image * 3, weights, bias, output + (nint)image * 48);
            for (; image < count; image++)
                Fc1_Avx512_Tile1x1x2(input + (nint)image * 3, weights, bias, output + (nint)image * 48);
        }
    }
}

// Packs fc2.weight and fc2.bias in the order in which the tiles read them.
internal static void Pack_Fc2(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Fc2_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Fc2_Avx512(float* bias, float* weight, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
            packed[channel] = channel < 2 ? bias[channel] : 0f;
        packed += 16;
        {
            int lanes = 2;
            float* from = weight;
            for (int feature = 0; feature < 20; feature++)
            {
                for (int lane = 0; lane < 16; lane++)
                    packed[lane] = lane < lanes ? (from + feature)[lane * 20] : 0f;
                packed += 16;
            }
        }
    }
}

// fc2: Dense, 2 units
// input     fc1 20, vector
// weights   fc2.weight [2, 20] and fc2.bias, packed in the order of reading
// output    fc2 2, vector
// work      40 multiply-adds per image
// Avx512    8 images × 1 register of channels: 8 sums, 9 of 31 registers, least of all tiles at an estimated 118 cycles
internal static void Fc2(float* input, float* packed, float* output, int count)
{
    if (Avx512F.IsSupported)
        Fc2_Avx512(input, packed, output, count);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 8 images × 16 channels: acc_{point}_{register} stay in registers over 20 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Avx512_Tile1x8x1(float* input, float* weights, float* bias, float* output)
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
        for (int feature = 0; feature < 20; feature++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 48)), weights_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 144)), weights_0, acc_3_0);
            acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 192)), weights_0, acc_4_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 240)), weights_0, acc_5_0);
            acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 288)), weights_0, acc_6_0);
            acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 336)), weights_0, acc_7_0);
            x++;
            weights += 16;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 48, acc_1_0);
        Avx512F.Store(output + 96, acc_2_0);
        Avx512F.Store(output + 144, acc_3_0);
        Avx512F.Store(output + 192, acc_4_0);
        Avx512F.Store(output + 240, acc_5_0);
        Avx512F.Store(output + 288, acc_6_0);
        Avx512F.Store(output + 336, acc_7_0);
    }
}

// 1 images × 16 channels: acc_{point}_{register} stay in registers over 20 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Avx512_Tile1x1x1(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(bias);
        // 4 partial sums per output: one alone would wait for its own last addition.
        Vector512<float> acc_0_0_part_1 = Vector512<float>.Zero;
        Vector512<float> acc_0_0_part_2 = Vector512<float>.Zero;
        Vector512<float> acc_0_0_part_3 = Vector512<float>.Zero;

        float* x = input;
        for (int feature = 0; feature < 20; feature += 4)
        {
            Vector512<float> weights_0_0 = Avx512F.LoadVector512(weights);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0_0, acc_0_0);
            Vector512<float> weights_0_1 = Avx512F.LoadVector512(weights + 16);
            acc_0_0_part_1 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), weights_0_1, acc_0_0_part_1);
            Vector512<float> weights_0_2 = Avx512F.LoadVector512(weights + 32);
            acc_0_0_part_2 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 2)), weights_0_2, acc_0_0_part_2);
            Vector512<float> weights_0_3 = Avx512F.LoadVector512(weights + 48);
            acc_0_0_part_3 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 3)), weights_0_3, acc_0_0_part_3);
            x += 4;
            weights += 64;
        }
        acc_0_0 = Avx512F.Add(acc_0_0, acc_0_0_part_1);
        acc_0_0 = Avx512F.Add(acc_0_0, acc_0_0_part_2);
        acc_0_0 = Avx512F.Add(acc_0_0, acc_0_0_part_3);

        Avx512F.Store(output, acc_0_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Fc2_Avx512(float* input, float* packed, float* output, int count)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        {
            int image = 0;
            for (; image + 8 <= count; image += 8)
                Fc2_Avx512_Tile1x8x1(input + (nint)image * 48, weights, bias, output + (nint)image * 48);
            for (; image < count; image++)
                Fc2_Avx512_Tile1x1x1(input + (nint)image * 48, weights, bias, output + (nint)image * 48);
        }
    }
}

// ---- Training ----
//
// input 3 vector at Input
// fc1 = Dense(20 units) of input : 20 vector at Arena[0]   weights fc1.weight[20, 3], fc1.bias[20]
// fc2 = Dense(2 units) of fc1 : 2 vector at Arena[32]   weights fc2.weight[2, 20], fc2.bias[2]
// fc2_output = Store of fc2 : 2 NCHW at Output
// d_fc2 = LoadGradient of loss, fc2 : 2 vector at Arena[64]
// d_fc2_weights = DenseWeightGradient of fc1, d_fc2   weights fc2.weight[2, 20], fc2.bias[2]
// d_fc1 = DenseInputGradient of d_fc2, fc1 : 20 vector at Arena[32]
// d_fc1_weights = DenseWeightGradient of input, d_fc1   weights fc1.weight[20, 3], fc1.bias[20]
// return fc2_output

// Packs fc1.weight and fc1.bias in the order in which the tiles read them.
internal static void Pack_Fc1_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Fc1_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// fc1: Dense, 20 units
// input     input 3, vector
// weights   fc1.weight [20, 3] and fc1.bias, packed in the order of reading
// output    fc1 20, vector
// work      60 multiply-adds per image
// Avx512    8 images × 2 registers of channels: 16 sums, 19 of 31 registers, least of all tiles at an estimated 60 cycles
internal static void Fc1_Train(float* input, float* packed, float* output, int count)
{
    if (Avx512F.IsSupported)
        Fc1_Train_Avx512(input, packed, output, count);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 8 images × 32 channels: acc_{point}_{register} stay in registers over 3 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc1_Train_Avx512_Tile1x8x2(float* input, float* weights, float* bias, float* output)
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
        Vector512<float> acc_0_1 = Avx512F.LoadVector512(bias + 16);
        Vector512<float> acc_1_1 = acc_0_1;
        Vector512<float> acc_2_1 = acc_0_1;
        Vector512<float> acc_3_1 = acc_0_1;
        Vector512<float> acc_4_1 = acc_0_1;
        Vector512<float> acc_5_1 = acc_0_1;
        Vector512<float> acc_6_1 = acc_0_1;
        Vector512<float> acc_7_1 = acc_0_1;

        float* x = input;
        for (int feature = 0; feature < 3; feature++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
            Vector512<float> x_0 = Vector512.Create(*x);
            acc_0_0 = Avx512F.FusedMultiplyAdd(x_0, weights_0, acc_0_0);
            acc_0_1 = Avx512F.FusedMultiplyAdd(x_0, weights_1, acc_0_1);
            Vector512<float> x_1 = Vector512.Create(*(x + 3));
            acc_1_0 = Avx512F.FusedMultiplyAdd(x_1, weights_0, acc_1_0);
            acc_1_1 = Avx512F.FusedMultiplyAdd(x_1, weights_1, acc_1_1);
            Vector512<float> x_2 = Vector512.Create(*(x + 6));
            acc_2_0 = Avx512F.FusedMultiplyAdd(x_2, weights_0, acc_2_0);
            acc_2_1 = Avx512F.FusedMultiplyAdd(x_2, weights_1, acc_2_1);
            Vector512<float> x_3 = Vector512.Create(*(x + 9));
            acc_3_0 = Avx512F.FusedMultiplyAdd(x_3, weights_0, acc_3_0);
            acc_3_1 = Avx512F.FusedMultiplyAdd(x_3, weights_1, acc_3_1);
            Vector512<float> x_4 = Vector512.Create(*(x + 12));
            acc_4_0 = Avx512F.FusedMultiplyAdd(x_4, weights_0, acc_4_0);
            acc_4_1 = Avx512F.FusedMultiplyAdd(x_4, weights_1, acc_4_1);
            Vector512<float> x_5 = Vector512.Create(*(x + 15));
            acc_5_0 = Avx512F.FusedMultiplyAdd(x_5, weights_0, acc_5_0);
            acc_5_1 = Avx512F.FusedMultiplyAdd(x_5, weights_1, acc_5_1);
            Vector512<float> x_6 = Vector512.Create(*(x + 18));
            acc_6_0 = Avx512F.FusedMultiplyAdd(x_6, weights_0, acc_6_0);
            acc_6_1 = Avx512F.FusedMultiplyAdd(x_6, weights_1, acc_6_1);
            Vector512<float> x_7 = Vector512.Create(*(x + 21));
            acc_7_0 = Avx512F.FusedMultiplyAdd(x_7, weights_0, acc_7_0);
            acc_7_1 = Avx512F.FusedMultiplyAdd(x_7, weights_1, acc_7_1);
            x++;
            weights += 32;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_0_1);
        Avx512F.Store(output + 80, acc_1_0);
        Avx512F.Store(output + 96, acc_1_1);
        Avx512F.Store(output + 160, acc_2_0);
        Avx512F.Store(output + 176, acc_2_1);
        Avx512F.Store(output + 240, acc_3_0);
        Avx512F.Store(output + 256, acc_3_1);
        Avx512F.Store(output + 320, acc_4_0);
        Avx512F.Store(output + 336, acc_4_1);
        Avx512F.Store(output + 400, acc_5_0);
        Avx512F.Store(output + 416, acc_5_1);
        Avx512F.Store(output + 480, acc_6_0);
        Avx512F.Store(output + 496, acc_6_1);
        Avx512F.Store(output + 560, acc_7_0);
        Avx512F.Store(output + 576, acc_7_1);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Fc1_Train_Avx512(float* input, float* packed, float* output, int count)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 32;
        {
            int image = 0;
            for (; image + 8 <= count; image += 8)
                Fc1_Train_Avx512_Tile1x8x2(input + (nint)image * 3, weights, bias, output + (nint)image * 80);
            for (; image < count; image++)
                Fc1_Avx512_Tile1x1x2(input + (nint)image * 3, weights, bias, output + (nint)image * 80);
        }
    }
}

// Packs fc2.weight and fc2.bias in the order in which the tiles read them.
internal static void Pack_Fc2_Train(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Fc2_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// fc2: Dense, 2 units
// input     fc1 20, vector
// weights   fc2.weight [2, 20] and fc2.bias, packed in the order of reading
// output    fc2 2, vector
// work      40 multiply-adds per image
// Avx512    8 images × 1 register of channels: 8 sums, 9 of 31 registers, least of all tiles at an estimated 118 cycles
internal static void Fc2_Train(float* input, float* packed, float* output, int count)
{
    if (Avx512F.IsSupported)
        Fc2_Train_Avx512(input, packed, output, count);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 8 images × 16 channels: acc_{point}_{register} stay in registers over 20 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Train_Avx512_Tile1x8x1(float* input, float* weights, float* bias, float* output)
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
        for (int feature = 0; feature < 20; feature++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 160)), weights_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 240)), weights_0, acc_3_0);
            acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 320)), weights_0, acc_4_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 400)), weights_0, acc_5_0);
            acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 480)), weights_0, acc_6_0);
            acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 560)), weights_0, acc_7_0);
            x++;
            weights += 16;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 80, acc_1_0);
        Avx512F.Store(output + 160, acc_2_0);
        Avx512F.Store(output + 240, acc_3_0);
        Avx512F.Store(output + 320, acc_4_0);
        Avx512F.Store(output + 400, acc_5_0);
        Avx512F.Store(output + 480, acc_6_0);
        Avx512F.Store(output + 560, acc_7_0);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Fc2_Train_Avx512(float* input, float* packed, float* output, int count)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        {
            int image = 0;
            for (; image + 8 <= count; image += 8)
                Fc2_Train_Avx512_Tile1x8x1(input + (nint)image * 80, weights, bias, output + (nint)image * 80);
            for (; image < count; image++)
                Fc2_Avx512_Tile1x1x1(input + (nint)image * 80, weights, bias, output + (nint)image * 80);
        }
    }
}

// fc2: gradients of the weights
// input     fc1 20, vector
// gradient  d_fc2 2, vector
// result    fc2.weight [2, 20] and fc2.bias
// Avx512    16×1×1 taps × 1 register of channels: 16 sums of 31 registers
internal static void Fc2_Train_WeightGradient(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Fc2_Train_WeightGradient_Avx512(input, outputGradient, sums, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 16 channels × 1×1 taps, 16 filters: acc_{tap}_{register} stay in registers over all pixels.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Train_WeightGradient_Avx512_Tile16x1x1x1(float* input, float* outputGradient, float* sums, int images)
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

        for (int image = 0; image < images; image++)
        {
            float* x = input;
            float* dy = outputGradient;
            Vector512<float> dy_0 = Avx512F.LoadVector512(dy);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), dy_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), dy_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 2)), dy_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 3)), dy_0, acc_3_0);
            acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 4)), dy_0, acc_4_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 5)), dy_0, acc_5_0);
            acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 6)), dy_0, acc_6_0);
            acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 7)), dy_0, acc_7_0);
            acc_8_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 8)), dy_0, acc_8_0);
            acc_9_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 9)), dy_0, acc_9_0);
            acc_10_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 10)), dy_0, acc_10_0);
            acc_11_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 11)), dy_0, acc_11_0);
            acc_12_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 12)), dy_0, acc_12_0);
            acc_13_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 13)), dy_0, acc_13_0);
            acc_14_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 14)), dy_0, acc_14_0);
            acc_15_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 15)), dy_0, acc_15_0);
            input += 80;
            outputGradient += 80;
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
    }
}

// 4 channels × 1×1 taps, 16 filters: acc_{tap}_{register} stay in registers over all pixels.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Train_WeightGradient_Avx512_Tile4x1x1x1(float* input, float* outputGradient, float* sums, int images)
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
            Vector512<float> dy_0 = Avx512F.LoadVector512(dy);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), dy_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 1)), dy_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 2)), dy_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 3)), dy_0, acc_3_0);
            input += 80;
            outputGradient += 80;
        }

        Avx512F.Store(sums, acc_0_0);
        Avx512F.Store(sums + 16, acc_1_0);
        Avx512F.Store(sums + 32, acc_2_0);
        Avx512F.Store(sums + 48, acc_3_0);
    }
}

// One piece: the box of taps and the group of channels that its number stands for.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Train_WeightGradient_Avx512_Piece(float* input, float* outputGradient, float* sums, int piece, int images)
{
    unchecked
    {
        int box = piece;
        if (box < 1)
        {
            float* x = input;
            Fc2_Train_WeightGradient_Avx512_Tile16x1x1x1(x, outputGradient, sums, images);
        }
        else
        {
            float* x = input + 16;
            Fc2_Train_WeightGradient_Avx512_Tile4x1x1x1(x, outputGradient, sums, images);
        }
    }
}

// Writes a piece's sums to fc2.weight.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Train_WeightGradient_Avx512_Store(float* sums, float* weightGradient, int piece)
{
    unchecked
    {
        int box = piece;
        int filters = 2;
        int stride = 16;
        if (box < 1)
        {
            float* target = weightGradient;
            for (int filter = 0; filter < filters; filter++)
            {
                float* sum = sums + filter;
                for (int c = 0; c < 16; c++)
                {
                    *(target + c) = *sum;
                    sum += stride;
                }
                target += 20;
            }
        }
        else
        {
            float* target = weightGradient + 16;
            for (int filter = 0; filter < filters; filter++)
            {
                float* sum = sums + filter;
                for (int c = 0; c < 4; c++)
                {
                    *(target + c) = *sum;
                    sum += stride;
                }
                target += 20;
            }
        }
    }
}

// The sums over all pixels of one group of channels: fc2.bias.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Train_WeightGradient_Avx512_Bias(float* outputGradient, float* biasGradient, int group, int batch)
{
    unchecked
    {
        int last = Math.Min(16, (group + 1) * 16);
        for (int filter = group * 16; filter < last; filter += 16)
        {
            float* gradient = outputGradient + filter / 16 * 16 + filter % 16;
            Vector512<float> sum = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* dy = gradient + (nint)image * 80;
                sum = Avx512F.Add(sum, Avx512F.LoadVector512(dy));
            }
            // Lanes beyond the last filter stay zero: the tensor's memory ends with zeros.
            for (int lane = 0; lane < Math.Min(16, 2 - filter); lane++)
                biasGradient[filter + lane] = sum.GetElement(lane);
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Fc2_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        int lastBox = Math.Min(end, 2);
        for (int i = first * 256; i < lastBox * 256; i += 16)
            Avx512F.Store(sums + i, Vector512<float>.Zero);
        for (int piece = first; piece < lastBox; piece++)
            Fc2_Train_WeightGradient_Avx512_Piece(input, outputGradient, sums + piece * 256, piece, batch);
        for (int piece = first; piece < lastBox; piece++)
            Fc2_Train_WeightGradient_Avx512_Store(sums + piece * 256, weightGradient, piece);
        for (int group = Math.Max(first, 2) - 2; group < end - 2; group++)
            Fc2_Train_WeightGradient_Avx512_Bias(outputGradient, biasGradient, group, batch);
    }
}

// Packs fc2.weight in the order in which the tiles read them.
internal static void Pack_Fc2_Train_InputGradient(float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Fc2_Train_InputGradient_Avx512(weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Fc2_Train_InputGradient_Avx512(float* weight, float* packed)
{
    unchecked
    {
        {
            int lanes = 20;
            float* from = weight;
            for (int feature = 0; feature < 2; feature++)
            {
                for (int lane = 0; lane < 32; lane++)
                    packed[lane] = lane < lanes ? (from + feature * 20)[lane * 1] : 0f;
                packed += 32;
            }
        }
    }
}

// fc2: gradient with respect to the input
// input     d_fc2 2, vector
// weights   fc2.weight [2, 20], packed in the order of reading
// output    d_fc1 20, vector
// work      40 multiply-adds per image
// Avx512    8 images × 2 registers of channels: 16 sums, 19 of 31 registers, least of all tiles at an estimated 52 cycles
internal static void Fc2_Train_InputGradient(float* input, float* packed, float* output, int count)
{
    if (Avx512F.IsSupported)
        Fc2_Train_InputGradient_Avx512(input, packed, output, count);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 8 images × 32 channels: acc_{point}_{register} stay in registers over 2 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Train_InputGradient_Avx512_Tile1x8x2(float* input, float* weights, float* bias, float* output)
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
        Vector512<float> acc_0_1 = Vector512<float>.Zero;
        Vector512<float> acc_1_1 = acc_0_1;
        Vector512<float> acc_2_1 = acc_0_1;
        Vector512<float> acc_3_1 = acc_0_1;
        Vector512<float> acc_4_1 = acc_0_1;
        Vector512<float> acc_5_1 = acc_0_1;
        Vector512<float> acc_6_1 = acc_0_1;
        Vector512<float> acc_7_1 = acc_0_1;

        float* x = input;
        for (int feature = 0; feature < 2; feature++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
            Vector512<float> x_0 = Vector512.Create(*x);
            acc_0_0 = Avx512F.FusedMultiplyAdd(x_0, weights_0, acc_0_0);
            acc_0_1 = Avx512F.FusedMultiplyAdd(x_0, weights_1, acc_0_1);
            Vector512<float> x_1 = Vector512.Create(*(x + 80));
            acc_1_0 = Avx512F.FusedMultiplyAdd(x_1, weights_0, acc_1_0);
            acc_1_1 = Avx512F.FusedMultiplyAdd(x_1, weights_1, acc_1_1);
            Vector512<float> x_2 = Vector512.Create(*(x + 160));
            acc_2_0 = Avx512F.FusedMultiplyAdd(x_2, weights_0, acc_2_0);
            acc_2_1 = Avx512F.FusedMultiplyAdd(x_2, weights_1, acc_2_1);
            Vector512<float> x_3 = Vector512.Create(*(x + 240));
            acc_3_0 = Avx512F.FusedMultiplyAdd(x_3, weights_0, acc_3_0);
            acc_3_1 = Avx512F.FusedMultiplyAdd(x_3, weights_1, acc_3_1);
            Vector512<float> x_4 = Vector512.Create(*(x + 320));
            acc_4_0 = Avx512F.FusedMultiplyAdd(x_4, weights_0, acc_4_0);
            acc_4_1 = Avx512F.FusedMultiplyAdd(x_4, weights_1, acc_4_1);
            Vector512<float> x_5 = Vector512.Create(*(x + 400));
            acc_5_0 = Avx512F.FusedMultiplyAdd(x_5, weights_0, acc_5_0);
            acc_5_1 = Avx512F.FusedMultiplyAdd(x_5, weights_1, acc_5_1);
            Vector512<float> x_6 = Vector512.Create(*(x + 480));
            acc_6_0 = Avx512F.FusedMultiplyAdd(x_6, weights_0, acc_6_0);
            acc_6_1 = Avx512F.FusedMultiplyAdd(x_6, weights_1, acc_6_1);
            Vector512<float> x_7 = Vector512.Create(*(x + 560));
            acc_7_0 = Avx512F.FusedMultiplyAdd(x_7, weights_0, acc_7_0);
            acc_7_1 = Avx512F.FusedMultiplyAdd(x_7, weights_1, acc_7_1);
            x++;
            weights += 32;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_0_1);
        Avx512F.Store(output + 80, acc_1_0);
        Avx512F.Store(output + 96, acc_1_1);
        Avx512F.Store(output + 160, acc_2_0);
        Avx512F.Store(output + 176, acc_2_1);
        Avx512F.Store(output + 240, acc_3_0);
        Avx512F.Store(output + 256, acc_3_1);
        Avx512F.Store(output + 320, acc_4_0);
        Avx512F.Store(output + 336, acc_4_1);
        Avx512F.Store(output + 400, acc_5_0);
        Avx512F.Store(output + 416, acc_5_1);
        Avx512F.Store(output + 480, acc_6_0);
        Avx512F.Store(output + 496, acc_6_1);
        Avx512F.Store(output + 560, acc_7_0);
        Avx512F.Store(output + 576, acc_7_1);
    }
}

// 1 images × 32 channels: acc_{point}_{register} stay in registers over 2 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc2_Train_InputGradient_Avx512_Tile1x1x2(float* input, float* weights, float* bias, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
        Vector512<float> acc_0_1 = Vector512<float>.Zero;

        float* x = input;
        for (int feature = 0; feature < 2; feature++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
            Vector512<float> x_0 = Vector512.Create(*x);
            acc_0_0 = Avx512F.FusedMultiplyAdd(x_0, weights_0, acc_0_0);
            acc_0_1 = Avx512F.FusedMultiplyAdd(x_0, weights_1, acc_0_1);
            x++;
            weights += 32;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_0_1);
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Fc2_Train_InputGradient_Avx512(float* input, float* packed, float* output, int count)
{
    unchecked
    {
        float* weights = packed;
        {
            int image = 0;
            for (; image + 8 <= count; image += 8)
                Fc2_Train_InputGradient_Avx512_Tile1x8x2(input + (nint)image * 80, weights, null, output + (nint)image * 80);
            for (; image < count; image++)
                Fc2_Train_InputGradient_Avx512_Tile1x1x2(input + (nint)image * 80, weights, null, output + (nint)image * 80);
        }
    }
}

// fc1: gradients of the weights
// input     input 3, vector
// gradient  d_fc1 20, vector
// result    fc1.weight [20, 3] and fc1.bias
// Avx512    3×1×1 taps × 2 registers of channels: 6 sums of 31 registers
internal static void Fc1_Train_WeightGradient(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Fc1_Train_WeightGradient_Avx512(input, outputGradient, sums, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// 3 channels × 1×1 taps, 32 filters: acc_{tap}_{register} stay in registers over all pixels.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc1_Train_WeightGradient_Avx512_Tile3x1x1x2(float* input, float* outputGradient, float* sums, int images)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Avx512F.LoadVector512(sums);
        Vector512<float> acc_0_1 = Avx512F.LoadVector512(sums + 16);
        Vector512<float> acc_1_0 = Avx512F.LoadVector512(sums + 32);
        Vector512<float> acc_1_1 = Avx512F.LoadVector512(sums + 48);
        Vector512<float> acc_2_0 = Avx512F.LoadVector512(sums + 64);
        Vector512<float> acc_2_1 = Avx512F.LoadVector512(sums + 80);

        for (int image = 0; image < images; image++)
        {
            float* x = input;
            float* dy = outputGradient;
            Vector512<float> dy_0 = Avx512F.LoadVector512(dy);
            Vector512<float> dy_1 = Avx512F.LoadVector512(dy + 16);
            Vector512<float> x_0 = Vector512.Create(*x);
            acc_0_0 = Avx512F.FusedMultiplyAdd(x_0, dy_0, acc_0_0);
            acc_0_1 = Avx512F.FusedMultiplyAdd(x_0, dy_1, acc_0_1);
            Vector512<float> x_1 = Vector512.Create(*(x + 1));
            acc_1_0 = Avx512F.FusedMultiplyAdd(x_1, dy_0, acc_1_0);
            acc_1_1 = Avx512F.FusedMultiplyAdd(x_1, dy_1, acc_1_1);
            Vector512<float> x_2 = Vector512.Create(*(x + 2));
            acc_2_0 = Avx512F.FusedMultiplyAdd(x_2, dy_0, acc_2_0);
            acc_2_1 = Avx512F.FusedMultiplyAdd(x_2, dy_1, acc_2_1);
            input += 3;
            outputGradient += 80;
        }

        Avx512F.Store(sums, acc_0_0);
        Avx512F.Store(sums + 16, acc_0_1);
        Avx512F.Store(sums + 32, acc_1_0);
        Avx512F.Store(sums + 48, acc_1_1);
        Avx512F.Store(sums + 64, acc_2_0);
        Avx512F.Store(sums + 80, acc_2_1);
    }
}

// One piece: the box of taps and the group of channels that its number stands for.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc1_Train_WeightGradient_Avx512_Piece(float* input, float* outputGradient, float* sums, int piece, int images)
{
    unchecked
    {
        float* x = input;
        Fc1_Train_WeightGradient_Avx512_Tile3x1x1x2(x, outputGradient, sums, images);
    }
}

// Writes a piece's sums to fc1.weight.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc1_Train_WeightGradient_Avx512_Store(float* sums, float* weightGradient, int piece)
{
    unchecked
    {
        int filters = 20;
        int stride = 32;
        float* target = weightGradient;
        for (int filter = 0; filter < filters; filter++)
        {
            float* sum = sums + filter;
            for (int c = 0; c < 3; c++)
            {
                *(target + c) = *sum;
                sum += stride;
            }
            target += 3;
        }
    }
}

// The sums over all pixels of one group of channels: fc1.bias.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Fc1_Train_WeightGradient_Avx512_Bias(float* outputGradient, float* biasGradient, int group, int batch)
{
    unchecked
    {
        int last = Math.Min(32, (group + 1) * 32);
        for (int filter = group * 32; filter < last; filter += 16)
        {
            float* gradient = outputGradient + filter / 16 * 16 + filter % 16;
            Vector512<float> sum = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* dy = gradient + (nint)image * 80;
                sum = Avx512F.Add(sum, Avx512F.LoadVector512(dy));
            }
            // Lanes beyond the last filter stay zero: the tensor's memory ends with zeros.
            for (int lane = 0; lane < Math.Min(16, 20 - filter); lane++)
                biasGradient[filter + lane] = sum.GetElement(lane);
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Fc1_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* sums, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        int lastBox = Math.Min(end, 1);
        for (int i = first * 96; i < lastBox * 96; i += 16)
            Avx512F.Store(sums + i, Vector512<float>.Zero);
        for (int piece = first; piece < lastBox; piece++)
            Fc1_Train_WeightGradient_Avx512_Piece(input, outputGradient, sums + piece * 96, piece, batch);
        for (int piece = first; piece < lastBox; piece++)
            Fc1_Train_WeightGradient_Avx512_Store(sums + piece * 96, weightGradient, piece);
        for (int group = Math.Max(first, 1) - 1; group < end - 1; group++)
            Fc1_Train_WeightGradient_Avx512_Bias(outputGradient, biasGradient, group, batch);
    }
}
