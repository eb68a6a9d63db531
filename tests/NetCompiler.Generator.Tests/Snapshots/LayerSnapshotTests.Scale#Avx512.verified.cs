// [Network(1, 3, 4)]
// [Conv(2, 2), Scale]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// scale1 = Scale(per channel) of conv1, in place of conv1 : 2×2×3 NCHW16c at Arena[0]   weights scale1.weight[2], scale1.bias[2]
// scale1_output = Store of scale1 : 2×2×3 NCHW at Output
// return scale1_output

// Packs scale1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Scale1_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Scale1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Scale1_weight_Avx512(float* tensor, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
        {
            packed[channel] = channel < 2 ? tensor[channel] : 0f;
        }
    }
}

// Packs scale1.bias in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Scale1_bias(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Scale1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// scale1: Scale per channel
// input     conv1 2×2×3, NCHW16c
// output    scale1 2×2×3, NCHW16c
internal static void Scale1(float* input, float* output, float* weight, float* bias)
{
    if (Avx512F.IsSupported)
        Scale1_Avx512(input, output, weight, bias);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Scale1_Avx512(float* input, float* output, float* weight, float* bias)
{
    unchecked
    {
        {
            float* x = input;
            float* y = output;
            Vector512<float> weight_0 = Avx512F.LoadVector512(weight);
            Vector512<float> bias_0 = Avx512F.LoadVector512(bias);
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                float* yRow = y + row * 48;
                for (int column = 0; column < 48; column += 16)
                {
                    {
                        Avx512F.Store(yRow + column, Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(xRow + column), weight_0, bias_0));
                    }
                }
            }
        }
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// scale1 = Scale(per channel) of conv1 : 2×2×3 NCHW16c at Arena[96]   weights scale1.weight[2], scale1.bias[2]
// scale1_output = Store of scale1 : 2×2×3 NCHW at Output
// d_scale1 = LoadGradient of loss, scale1 : 2×2×3 NCHW16c at Arena[192]
// d_scale1_weights = ScaleWeightGradient of conv1, d_scale1   weights scale1.weight[2], scale1.bias[2]
// d_conv1 = ScaleInputGradient of d_scale1 : 2×2×3 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return scale1_output

// Packs scale1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Scale1_Train_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Scale1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Packs scale1.bias in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Scale1_Train_bias(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Scale1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// scale1: Scale per channel
// input     conv1 2×2×3, NCHW16c
// output    scale1 2×2×3, NCHW16c
internal static void Scale1_Train(float* input, float* output, float* weight, float* bias)
{
    if (Avx512F.IsSupported)
        Scale1_Avx512(input, output, weight, bias);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// scale1: gradients of the weights
// x         conv1 2×2×3, NCHW16c
// dy        d_scale1 2×2×3, NCHW16c
internal static void Scale1_Train_WeightGradient(float* xValues, float* dyValues, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Scale1_Train_WeightGradient_Avx512(xValues, dyValues, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Scale1_Train_WeightGradient_Avx512(float* xValues, float* dyValues, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            Vector512<float> weight_0_batch = Vector512<float>.Zero;
            Vector512<float> bias_0_batch = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* xImage = xValues + (nint)image * 304 + block * 96;
                float* dyImage = dyValues + (nint)image * 304 + block * 96;
                Vector512<float> weight_0 = Vector512<float>.Zero;
                Vector512<float> bias_0 = Vector512<float>.Zero;
                for (int row = 0; row < 2; row++)
                {
                    float* xImageRow = xImage + row * 48;
                    float* dyImageRow = dyImage + row * 48;
                    Vector512<float> weight_0_row_0 = Vector512<float>.Zero;
                    Vector512<float> weight_0_row_1 = Vector512<float>.Zero;
                    Vector512<float> weight_0_row_2 = Vector512<float>.Zero;
                    Vector512<float> bias_0_row_0 = Vector512<float>.Zero;
                    Vector512<float> bias_0_row_1 = Vector512<float>.Zero;
                    Vector512<float> bias_0_row_2 = Vector512<float>.Zero;
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow);
                        weight_0_row_0 = Avx512F.Add(weight_0_row_0, Avx512F.Multiply(x, dy));
                        bias_0_row_0 = Avx512F.Add(bias_0_row_0, dy);
                    }
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 16);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 16);
                        weight_0_row_1 = Avx512F.Add(weight_0_row_1, Avx512F.Multiply(x, dy));
                        bias_0_row_1 = Avx512F.Add(bias_0_row_1, dy);
                    }
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 32);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 32);
                        weight_0_row_2 = Avx512F.Add(weight_0_row_2, Avx512F.Multiply(x, dy));
                        bias_0_row_2 = Avx512F.Add(bias_0_row_2, dy);
                    }
                    weight_0 = Avx512F.Add(weight_0, Avx512F.Add(Avx512F.Add(weight_0_row_0, weight_0_row_1), weight_0_row_2));
                    bias_0 = Avx512F.Add(bias_0, Avx512F.Add(Avx512F.Add(bias_0_row_0, bias_0_row_1), bias_0_row_2));
                }
                weight_0_batch = Avx512F.Add(weight_0_batch, weight_0);
                bias_0_batch = Avx512F.Add(bias_0_batch, bias_0);
            }
            {
                int channel = block * 16;
                Vector512<float> weight = weight_0_batch;
                Vector512<float> bias = bias_0_batch;
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    weightGradient[channel + lane] = weight.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    biasGradient[channel + lane] = bias.GetElement(lane);
            }
        }
    }
}

// scale1: gradient with respect to the input
// outputGradient d_scale1 2×2×3, NCHW16c
// inputGradient  d_conv1 2×2×3, NCHW16c
internal static void Scale1_Train_InputGradient(float* outputGradient, float* inputGradient, float* weight)
{
    if (Avx512F.IsSupported)
        Scale1_Train_InputGradient_Avx512(outputGradient, inputGradient, weight);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Scale1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient, float* weight)
{
    unchecked
    {
        {
            float* x = outputGradient;
            float* y = inputGradient;
            Vector512<float> weight_0 = Avx512F.LoadVector512(weight);
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                float* yRow = y + row * 48;
                for (int column = 0; column < 48; column += 16)
                {
                    {
                        Avx512F.Store(yRow + column, Avx512F.Multiply(Avx512F.LoadVector512(xRow + column), weight_0));
                    }
                }
            }
        }
    }
}
