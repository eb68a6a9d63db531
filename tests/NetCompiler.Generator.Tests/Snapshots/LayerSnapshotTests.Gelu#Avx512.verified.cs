// [Network(1, 3, 4)]
// [Conv(2, 2), Gelu, Gelu(Approximate = true)]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// gelu1 = Conv(2 filters 2×2) → Gelu of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// gelu2 = Gelu(approximate) of gelu1, in place of gelu1 : 2×2×3 NCHW16c at Arena[0]
// gelu2_output = Store of gelu2 : 2×2×3 NCHW at Output
// return gelu2_output

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

// conv1: Conv, 2 filters 2×2 → Gelu
// input     input 1×3×4, NCHW
// weights   conv1.weight [2, 1, 2, 2] and conv1.bias, packed in the order of reading
// output    gelu1 2×2×3, NCHW16c
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
        Gelu_Avx512(output, output, 48);
        Gelu_Avx512(output + 48, output + 48, 48);
    }
}

// gelu2: Gelu
// source      gelu1 2×2×3, NCHW16c
// destination gelu2 2×2×3, NCHW16c
internal static void Gelu2(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Gelu2_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Gelu2_Avx512(float* source, float* destination)
{
    unchecked
    {
        Gelu2_Avx512(source, destination, 96);
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// gelu1 = Gelu of conv1 : 2×2×3 NCHW16c at Arena[96]
// gelu2 = Gelu(approximate) of gelu1 : 2×2×3 NCHW16c at Arena[192]
// gelu2_output = Store of gelu2 : 2×2×3 NCHW at Output
// d_gelu2 = LoadGradient of loss, gelu2 : 2×2×3 NCHW16c at Arena[288]
// d_gelu1 = GeluGradient of gelu1, d_gelu2 : 2×2×3 NCHW16c at Arena[288]
// d_conv1 = GeluGradient of conv1, d_gelu1 : 2×2×3 NCHW16c at Arena[288]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return gelu2_output

// gelu1: Gelu
// source      conv1 2×2×3, NCHW16c
// destination gelu1 2×2×3, NCHW16c
internal static void Gelu1_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Gelu1_Train_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Gelu1_Train_Avx512(float* source, float* destination)
{
    unchecked
    {
        Gelu_Avx512(source, destination, 96);
    }
}

// gelu2: Gelu
// source      gelu1 2×2×3, NCHW16c
// destination gelu2 2×2×3, NCHW16c
internal static void Gelu2_Train(float* source, float* destination)
{
    if (Avx512F.IsSupported)
        Gelu2_Avx512(source, destination);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// gelu2: gradient of Gelu
// input     gelu1 2×2×3, NCHW16c
// gradient  d_gelu1 2×2×3, NCHW16c
internal static void Gelu2_Train_GeluGradient(float* input, float* gradient)
{
    if (Avx512F.IsSupported)
        Gelu2_Train_GeluGradient_Avx512(input, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Gelu2_Train_GeluGradient_Avx512(float* input, float* gradient)
{
    unchecked
    {
        GeluGradient_Avx512(input, gradient, 96);
    }
}

// gelu1: gradient of Gelu
// input     conv1 2×2×3, NCHW16c
// gradient  d_conv1 2×2×3, NCHW16c
internal static void Gelu1_Train_GeluGradient(float* input, float* gradient)
{
    if (Avx512F.IsSupported)
        Gelu1_Train_GeluGradient_Avx512(input, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Gelu1_Train_GeluGradient_Avx512(float* input, float* gradient)
{
    unchecked
    {
        GeluGradient2_Avx512(input, gradient, 96);
    }
}

// ---- Shared functions ----

// x / (1 + exp(−2u)) with u = √(2/π) · (x + 0.044715 · x³), within 3e-7 of the exact value; x from −10 on.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Gelu2_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Vector512<float> bounded = Avx512F.Max(Vector512.Create(-10f), x);
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), Avx512F.Subtract(Vector512<float>.Zero, Avx512F.Multiply(bounded, Avx512F.FusedMultiplyAdd(Avx512F.Multiply(bounded, bounded), Vector512.Create(0.071354814f), Vector512.Create(1.5957692f))))));
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
            Avx512F.Store(destination + i, Avx512F.Divide(bounded, Avx512F.Add(Vector512.Create(1f), exponential)));
        }
    }
}

// gradient · the derivative of Gelu, which follows from its input.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void GeluGradient2_Avx512(float* input, float* gradient, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(input + i);
            Vector512<float> dy = Avx512F.LoadVector512(gradient + i);
            Vector512<float> distance = Avx512F.Min(Vector512.Create(13f), Avx512F.Max(x, Avx512F.Subtract(Vector512<float>.Zero, x)));
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), Avx512F.Multiply(Avx512F.Multiply(distance, Vector512.Create(-0.5f)), distance)));
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
            Vector512<float> t = Avx512F.Divide(Vector512.Create(1f), Avx512F.FusedMultiplyAdd(distance, Vector512.Create(0.3f), Vector512.Create(1f)));
            Vector512<float> polynomial = Vector512.Create(0.0361948f);
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(-0.1593781f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.21011806f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(-0.057167083f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.13041632f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.09934716f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.12084553f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.119623266f));
            Vector512<float> tail = Avx512F.Multiply(Avx512F.Multiply(polynomial, t), exponential);
            Vector512<float> below = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Avx512F.Subtract(Vector512.Create(1f), tail), tail);
            Vector512<float> bounded = Avx512F.Min(Vector512.Create(13f), Avx512F.Max(Vector512.Create(-13f), x));
            Avx512F.Store(gradient + i, Avx512F.Multiply(dy, Avx512F.FusedMultiplyAdd(Avx512F.Multiply(bounded, Vector512.Create(0.3989423f)), exponential, below)));
        }
    }
}

// gradient · the derivative of Gelu, which follows from its input.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void GeluGradient_Avx512(float* input, float* gradient, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(input + i);
            Vector512<float> dy = Avx512F.LoadVector512(gradient + i);
            Vector512<float> bounded = Avx512F.Min(Vector512.Create(10f), Avx512F.Max(Vector512.Create(-10f), x));
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), Avx512F.Subtract(Vector512<float>.Zero, Avx512F.Multiply(bounded, Avx512F.FusedMultiplyAdd(Avx512F.Multiply(bounded, bounded), Vector512.Create(0.071354814f), Vector512.Create(1.5957692f))))));
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
            Vector512<float> gate = Avx512F.Divide(Vector512.Create(1f), Avx512F.Add(Vector512.Create(1f), exponential));
            Vector512<float> bend = Avx512F.Multiply(Avx512F.Multiply(bounded, Avx512F.FusedMultiplyAdd(Avx512F.Multiply(bounded, bounded), Vector512.Create(0.21406445f), Vector512.Create(1.5957692f))), Avx512F.Multiply(gate, exponential));
            Avx512F.Store(gradient + i, Avx512F.Multiply(dy, Avx512F.FusedMultiplyAdd(bend, gate, gate)));
        }
    }
}

// max(x, 0) − |x| · Φ(−|x|), within 3e-7 of the exact value; in the tail exp(−x² / 2) · t · P(t) with t = 1 / (1 + 0.3 · |x|), |x| up to 13.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Gelu_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Vector512<float> distance = Avx512F.Min(Vector512.Create(13f), Avx512F.Max(x, Avx512F.Subtract(Vector512<float>.Zero, x)));
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), Avx512F.Multiply(Avx512F.Multiply(distance, Vector512.Create(-0.5f)), distance)));
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
            Vector512<float> t = Avx512F.Divide(Vector512.Create(1f), Avx512F.FusedMultiplyAdd(distance, Vector512.Create(0.3f), Vector512.Create(1f)));
            Vector512<float> polynomial = Vector512.Create(0.0361948f);
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(-0.1593781f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.21011806f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(-0.057167083f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.13041632f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.09934716f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.12084553f));
            polynomial = Avx512F.FusedMultiplyAdd(polynomial, t, Vector512.Create(0.119623266f));
            Vector512<float> tail = Avx512F.Multiply(Avx512F.Multiply(polynomial, t), exponential);
            Avx512F.Store(destination + i, Avx512F.Subtract(Avx512F.Max(Vector512<float>.Zero, x), Avx512F.Multiply(distance, tail)));
        }
    }
}
