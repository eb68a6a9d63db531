// [Network(1, 3, 4)]
// [Conv(2, 2), PRelu, Flatten, PRelu(Shared = true)]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// prelu1 = PRelu of conv1, in place of conv1 : 2×2×3 NCHW16c at Arena[0]   weights prelu1.weight[2]
// flatten1 = Flatten of prelu1 : 12 NCHW16c at Arena[0]
// prelu2 = PRelu(one weight) of flatten1, in place of flatten1 : 12 NCHW16c at Arena[0]   weights prelu2.weight[1]
// prelu2_output = Store of prelu2 : 12 NCHW at Output
// return prelu2_output

// Packs prelu1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Prelu1_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Prelu1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Prelu1_weight_Avx512(float* tensor, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
        {
            packed[channel] = channel < 2 ? tensor[channel] : 0f;
        }
    }
}

// prelu1: PRelu
// input     conv1 2×2×3, NCHW16c
// output    prelu1 2×2×3, NCHW16c
internal static void Prelu1(float* input, float* weights, float* output)
{
    if (Avx512F.IsSupported)
        Prelu1_Avx512(input, weights, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Prelu1_Avx512(float* input, float* weights, float* output)
{
    unchecked
    {
        Vector512<float> weight_0 = Avx512F.LoadVector512(weights);
        for (int row = 0; row < 2; row++)
        {
            float* x = input + row * 48;
            float* y = output + row * 48;
            for (int i = 0; i < 48; i += 16)
            {
                Avx512F.Store(y + i, Vector512.ConditionalSelect(Vector512.GreaterThan(Avx512F.LoadVector512(x + i), Vector512<float>.Zero), Avx512F.LoadVector512(x + i), Avx512F.Multiply(Avx512F.LoadVector512(x + i), weight_0)));
            }
        }
    }
}

// Packs prelu2.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Prelu2_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Prelu2_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Prelu2_weight_Avx512(float* tensor, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
        {
            packed[channel] = channel < 2 ? *tensor : 0f;
        }
    }
}

// prelu2: PRelu
// input     flatten1 12, NCHW16c
// output    prelu2 12, NCHW16c
internal static void Prelu2(float* input, float* weights, float* output)
{
    if (Avx512F.IsSupported)
        Prelu1_Avx512(input, weights, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// prelu1 = PRelu of conv1 : 2×2×3 NCHW16c at Arena[96]   weights prelu1.weight[2]
// flatten1 = Flatten of prelu1 : 12 NCHW16c at Arena[96]
// prelu2 = PRelu(one weight) of flatten1 : 12 NCHW16c at Arena[192]   weights prelu2.weight[1]
// prelu2_output = Store of prelu2 : 12 NCHW at Output
// d_prelu2 = LoadGradient of loss, prelu2 : 12 NCHW16c at Arena[288]
// d_prelu2_weights = PReluWeightGradient of flatten1, d_prelu2   weights prelu2.weight[1]
// d_flatten1 = PReluInputGradient of flatten1, d_prelu2 : 12 NCHW16c at Arena[288]
// d_prelu1 = Unflatten of d_flatten1 : 2×2×3 NCHW16c at Arena[288]
// d_prelu1_weights = PReluWeightGradient of conv1, d_prelu1   weights prelu1.weight[2]
// d_conv1 = PReluInputGradient of conv1, d_prelu1 : 2×2×3 NCHW16c at Arena[288]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return prelu2_output

// Packs prelu1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Prelu1_Train_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Prelu1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// prelu1: PRelu
// input     conv1 2×2×3, NCHW16c
// output    prelu1 2×2×3, NCHW16c
internal static void Prelu1_Train(float* input, float* weights, float* output)
{
    if (Avx512F.IsSupported)
        Prelu1_Avx512(input, weights, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Packs prelu2.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Prelu2_Train_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Prelu2_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// prelu2: PRelu
// input     flatten1 12, NCHW16c
// output    prelu2 12, NCHW16c
internal static void Prelu2_Train(float* input, float* weights, float* output)
{
    if (Avx512F.IsSupported)
        Prelu1_Avx512(input, weights, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// prelu2: gradients of PRelu's weights
// x         flatten1 12, NCHW16c
// dy        d_prelu2 12, NCHW16c
internal static void Prelu2_Train_WeightGradient(float* xValues, float* dyValues, float* weightGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Prelu2_Train_WeightGradient_Avx512(xValues, dyValues, weightGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Prelu2_Train_WeightGradient_Avx512(float* xValues, float* dyValues, float* weightGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int block = 0; block < 1; block++)
        {
            Vector512<float> slope_0_batch = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* xImage = xValues + (nint)image * 400 + block * 16;
                float* dyImage = dyValues + (nint)image * 400 + block * 16;
                Vector512<float> slope_0 = Vector512<float>.Zero;
                {
                    Vector512<float> x = Avx512F.LoadVector512(xImage);
                    Vector512<float> dy = Avx512F.LoadVector512(dyImage);
                    slope_0 = Avx512F.Add(slope_0, Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.Zero, Avx512F.Multiply(x, dy)));
                }
                slope_0_batch = Avx512F.Add(slope_0_batch, slope_0);
            }
            {
                int channel = block * 16;
                Vector512<float> slope = slope_0_batch;
                float sum = channel == 0 ? 0f : *weightGradient;
                for (int lane = 0; lane < Math.Min(16, 12 - channel); lane++)
                    sum += slope.GetElement(lane);
                *weightGradient = sum;
            }
        }
    }
}

// prelu2: gradient of PRelu with respect to the input
// input     flatten1 12, NCHW16c
// gradient  d_flatten1 12, NCHW16c
internal static void Prelu2_Train_InputGradient(float* input, float* weights, float* gradient)
{
    if (Avx512F.IsSupported)
        Prelu2_Train_InputGradient_Avx512(input, weights, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Prelu2_Train_InputGradient_Avx512(float* input, float* weights, float* gradient)
{
    unchecked
    {
        Vector512<float> weight_0 = Avx512F.LoadVector512(weights);
        for (int row = 0; row < 2; row++)
        {
            float* x = input + row * 48;
            float* y = gradient + row * 48;
            for (int i = 0; i < 48; i += 16)
            {
                Avx512F.Store(y + i, Vector512.ConditionalSelect(Vector512.GreaterThan(Avx512F.LoadVector512(x + i), Vector512<float>.Zero), Avx512F.LoadVector512(y + i), Avx512F.Multiply(Avx512F.LoadVector512(y + i), weight_0)));
            }
        }
    }
}

// prelu1: gradients of PRelu's weights
// x         conv1 2×2×3, NCHW16c
// dy        d_prelu1 2×2×3, NCHW16c
internal static void Prelu1_Train_WeightGradient(float* xValues, float* dyValues, float* weightGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Prelu1_Train_WeightGradient_Avx512(xValues, dyValues, weightGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Prelu1_Train_WeightGradient_Avx512(float* xValues, float* dyValues, float* weightGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            Vector512<float> slope_0_batch = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* xImage = xValues + (nint)image * 400 + block * 96;
                float* dyImage = dyValues + (nint)image * 400 + block * 96;
                Vector512<float> slope_0 = Vector512<float>.Zero;
                for (int row = 0; row < 2; row++)
                {
                    float* xImageRow = xImage + row * 48;
                    float* dyImageRow = dyImage + row * 48;
                    Vector512<float> slope_0_row_0 = Vector512<float>.Zero;
                    Vector512<float> slope_0_row_1 = Vector512<float>.Zero;
                    Vector512<float> slope_0_row_2 = Vector512<float>.Zero;
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow);
                        slope_0_row_0 = Avx512F.Add(slope_0_row_0, Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.Zero, Avx512F.Multiply(x, dy)));
                    }
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 16);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 16);
                        slope_0_row_1 = Avx512F.Add(slope_0_row_1, Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.Zero, Avx512F.Multiply(x, dy)));
                    }
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 32);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 32);
                        slope_0_row_2 = Avx512F.Add(slope_0_row_2, Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.Zero, Avx512F.Multiply(x, dy)));
                    }
                    slope_0 = Avx512F.Add(slope_0, Avx512F.Add(Avx512F.Add(slope_0_row_0, slope_0_row_1), slope_0_row_2));
                }
                slope_0_batch = Avx512F.Add(slope_0_batch, slope_0);
            }
            {
                int channel = block * 16;
                Vector512<float> slope = slope_0_batch;
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    weightGradient[channel + lane] = slope.GetElement(lane);
            }
        }
    }
}

// prelu1: gradient of PRelu with respect to the input
// input     conv1 2×2×3, NCHW16c
// gradient  d_conv1 2×2×3, NCHW16c
internal static void Prelu1_Train_InputGradient(float* input, float* weights, float* gradient)
{
    if (Avx512F.IsSupported)
        Prelu2_Train_InputGradient_Avx512(input, weights, gradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}
