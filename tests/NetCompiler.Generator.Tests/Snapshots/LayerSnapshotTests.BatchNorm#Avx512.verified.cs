// [Network(1, 3, 4)]
// [Conv(2, 2, Bias = false), BatchNorm, Relu]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// relu1 = Conv(2 filters 2×2, no bias) · bn1 → Relu of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2]
// relu1_output = Store of relu1 : 2×2×3 NCHW at Output
// return relu1_output

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2, no bias) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2]
// bn1_mean = BatchNormMean of conv1
// bn1_variance = BatchNormVariance of conv1
// relu1 = BatchNorm(epsilon 1E-05) → Relu of conv1 : 2×2×3 NCHW16c at Arena[96]   weights bn1.weight[2], bn1.bias[2], bn1.running_mean[2], bn1.running_var[2]
// relu1_output = Store of relu1 : 2×2×3 NCHW at Output
// d_relu1 = LoadGradient of loss, relu1 : 2×2×3 NCHW16c at Arena[192]
// d_bn1_before_relu = ReluGradient of relu1, d_relu1 : 2×2×3 NCHW16c at Arena[192]
// d_bn1_weights = BatchNormWeightGradient of conv1, d_bn1_before_relu   weights bn1.weight[2], bn1.bias[2], bn1.running_mean[2], bn1.running_var[2]
// d_conv1 = BatchNormInputGradient of conv1, d_bn1_before_relu : 2×2×3 NCHW16c at Arena[96]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2]
// return relu1_output

// bn1: the batch's means
// x         conv1 2×2×3, NCHW16c
internal static void Bn1_Train_Mean(float* xValues, float* mean, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Bn1_Train_Mean_Avx512(xValues, mean, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Bn1_Train_Mean_Avx512(float* xValues, float* mean, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            Vector512<float> sum_0_batch = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* xImage = xValues + (nint)image * 304 + block * 96;
                Vector512<float> sum_0 = Vector512<float>.Zero;
                for (int row = 0; row < 2; row++)
                {
                    float* xImageRow = xImage + row * 48;
                    Vector512<float> sum_0_row_0 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_1 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_2 = Vector512<float>.Zero;
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow);
                        sum_0_row_0 = Avx512F.Add(sum_0_row_0, x);
                    }
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 16);
                        sum_0_row_1 = Avx512F.Add(sum_0_row_1, x);
                    }
                    {
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 32);
                        sum_0_row_2 = Avx512F.Add(sum_0_row_2, x);
                    }
                    sum_0 = Avx512F.Add(sum_0, Avx512F.Add(Avx512F.Add(sum_0_row_0, sum_0_row_1), sum_0_row_2));
                }
                sum_0_batch = Avx512F.Add(sum_0_batch, sum_0);
            }
            {
                int channel = block * 16;
                Vector512<float> sum = sum_0_batch;
                sum = Avx512F.Multiply(sum, Vector512.Create(1f / (batch * 6)));
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    mean[channel + lane] = sum.GetElement(lane);
            }
        }
    }
}

// bn1: the batch's variances, and the factor and summand per channel
// x         conv1 2×2×3, NCHW16c
internal static void Bn1_Train_Variance(float* xValues, float* meanValues, float* weightValues, float* biasValues, float* factor, float* summand, float* inverseDeviation, float* runningMean, float* runningVariance, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Bn1_Train_Variance_Avx512(xValues, meanValues, weightValues, biasValues, factor, summand, inverseDeviation, runningMean, runningVariance, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Bn1_Train_Variance_Avx512(float* xValues, float* meanValues, float* weightValues, float* biasValues, float* factor, float* summand, float* inverseDeviation, float* runningMean, float* runningVariance, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            Vector512<float> mean_0 = Avx512F.LoadVector512(meanValues + block * 16);
            Vector512<float> weight_0 = Avx512F.LoadVector512(weightValues + block * 16);
            Vector512<float> bias_0 = Avx512F.LoadVector512(biasValues + block * 16);
            Vector512<float> sum_0_batch = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* xImage = xValues + (nint)image * 304 + block * 96;
                Vector512<float> sum_0 = Vector512<float>.Zero;
                for (int row = 0; row < 2; row++)
                {
                    float* xImageRow = xImage + row * 48;
                    Vector512<float> sum_0_row_0 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_1 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_2 = Vector512<float>.Zero;
                    {
                        Vector512<float> mean = mean_0;
                        Vector512<float> weight = weight_0;
                        Vector512<float> bias = bias_0;
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow);
                        sum_0_row_0 = Avx512F.Add(sum_0_row_0, Avx512F.Multiply(Avx512F.Subtract(x, mean), Avx512F.Subtract(x, mean)));
                    }
                    {
                        Vector512<float> mean = mean_0;
                        Vector512<float> weight = weight_0;
                        Vector512<float> bias = bias_0;
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 16);
                        sum_0_row_1 = Avx512F.Add(sum_0_row_1, Avx512F.Multiply(Avx512F.Subtract(x, mean), Avx512F.Subtract(x, mean)));
                    }
                    {
                        Vector512<float> mean = mean_0;
                        Vector512<float> weight = weight_0;
                        Vector512<float> bias = bias_0;
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 32);
                        sum_0_row_2 = Avx512F.Add(sum_0_row_2, Avx512F.Multiply(Avx512F.Subtract(x, mean), Avx512F.Subtract(x, mean)));
                    }
                    sum_0 = Avx512F.Add(sum_0, Avx512F.Add(Avx512F.Add(sum_0_row_0, sum_0_row_1), sum_0_row_2));
                }
                sum_0_batch = Avx512F.Add(sum_0_batch, sum_0);
            }
            {
                int channel = block * 16;
                Vector512<float> mean = mean_0;
                Vector512<float> weight = weight_0;
                Vector512<float> bias = bias_0;
                Vector512<float> sum = sum_0_batch;
                // The running average takes the unbiased estimate, as PyTorch's does.
                Vector512<float> unbiased = Avx512F.Multiply(sum, Vector512.Create(1f / Math.Max(1, batch * 6 - 1)));
                Vector512<float> variance = Avx512F.Multiply(sum, Vector512.Create(1f / (batch * 6)));
                Vector512<float> inverse = Avx512F.Divide(Vector512.Create(1f), Avx512F.Sqrt(Avx512F.Add(variance, Vector512.Create(1E-05f))));
                Vector512<float> scale = Avx512F.Multiply(inverse, weight);
                Vector512<float> shift = Avx512F.Subtract(bias, Avx512F.Multiply(mean, scale));
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    factor[channel + lane] = scale.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    summand[channel + lane] = shift.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    inverseDeviation[channel + lane] = inverse.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    runningMean[channel + lane] = mean.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    runningVariance[channel + lane] = unbiased.GetElement(lane);
            }
        }
    }
}

// bn1: BatchNorm epsilon 1E-05
// input     conv1 2×2×3, NCHW16c
// output    relu1 2×2×3, NCHW16c
internal static void Bn1_Train(float* input, float* numbers, float* output)
{
    if (Avx512F.IsSupported)
        Bn1_Train_Avx512(input, numbers, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Bn1_Train_Avx512(float* input, float* numbers, float* output)
{
    unchecked
    {
        Vector512<float> factor = Avx512F.LoadVector512(numbers);
        Vector512<float> summand = Avx512F.LoadVector512(numbers + 16);
        for (int row = 0; row < 2; row++)
        {
            float* x = input + row * 48;
            float* y = output + row * 48;
            for (int i = 0; i < 48; i += 16)
            {
                Vector512<float> value = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x + i), factor, summand);
                value = Avx512F.Max(Vector512<float>.Zero, value);
                Avx512F.Store(y + i, value);
            }
        }
    }
}

// bn1: gradients of the weights, and the sums that the input's gradient needs
// x         conv1 2×2×3, NCHW16c
// dy        d_bn1_before_relu 2×2×3, NCHW16c
internal static void Bn1_Train_WeightGradient(float* xValues, float* dyValues, float* factorValues, float* meanValues, float* inverseDeviationValues, float* ofGradient, float* ofInput, float* constant, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Bn1_Train_WeightGradient_Avx512(xValues, dyValues, factorValues, meanValues, inverseDeviationValues, ofGradient, ofInput, constant, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Bn1_Train_WeightGradient_Avx512(float* xValues, float* dyValues, float* factorValues, float* meanValues, float* inverseDeviationValues, float* ofGradient, float* ofInput, float* constant, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            Vector512<float> factor_0 = Avx512F.LoadVector512(factorValues + block * 16);
            Vector512<float> mean_0 = Avx512F.LoadVector512(meanValues + block * 16);
            Vector512<float> inverseDeviation_0 = Avx512F.LoadVector512(inverseDeviationValues + block * 16);
            Vector512<float> sum_0_batch = Vector512<float>.Zero;
            Vector512<float> product_0_batch = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* xImage = xValues + (nint)image * 304 + block * 96;
                float* dyImage = dyValues + (nint)image * 304 + block * 96;
                Vector512<float> sum_0 = Vector512<float>.Zero;
                Vector512<float> product_0 = Vector512<float>.Zero;
                for (int row = 0; row < 2; row++)
                {
                    float* xImageRow = xImage + row * 48;
                    float* dyImageRow = dyImage + row * 48;
                    Vector512<float> sum_0_row_0 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_1 = Vector512<float>.Zero;
                    Vector512<float> sum_0_row_2 = Vector512<float>.Zero;
                    Vector512<float> product_0_row_0 = Vector512<float>.Zero;
                    Vector512<float> product_0_row_1 = Vector512<float>.Zero;
                    Vector512<float> product_0_row_2 = Vector512<float>.Zero;
                    {
                        Vector512<float> factor = factor_0;
                        Vector512<float> mean = mean_0;
                        Vector512<float> inverseDeviation = inverseDeviation_0;
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow);
                        sum_0_row_0 = Avx512F.Add(sum_0_row_0, dy);
                        product_0_row_0 = Avx512F.Add(product_0_row_0, Avx512F.Multiply(dy, Avx512F.Multiply(Avx512F.Subtract(x, mean), inverseDeviation)));
                    }
                    {
                        Vector512<float> factor = factor_0;
                        Vector512<float> mean = mean_0;
                        Vector512<float> inverseDeviation = inverseDeviation_0;
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 16);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 16);
                        sum_0_row_1 = Avx512F.Add(sum_0_row_1, dy);
                        product_0_row_1 = Avx512F.Add(product_0_row_1, Avx512F.Multiply(dy, Avx512F.Multiply(Avx512F.Subtract(x, mean), inverseDeviation)));
                    }
                    {
                        Vector512<float> factor = factor_0;
                        Vector512<float> mean = mean_0;
                        Vector512<float> inverseDeviation = inverseDeviation_0;
                        Vector512<float> x = Avx512F.LoadVector512(xImageRow + 32);
                        Vector512<float> dy = Avx512F.LoadVector512(dyImageRow + 32);
                        sum_0_row_2 = Avx512F.Add(sum_0_row_2, dy);
                        product_0_row_2 = Avx512F.Add(product_0_row_2, Avx512F.Multiply(dy, Avx512F.Multiply(Avx512F.Subtract(x, mean), inverseDeviation)));
                    }
                    sum_0 = Avx512F.Add(sum_0, Avx512F.Add(Avx512F.Add(sum_0_row_0, sum_0_row_1), sum_0_row_2));
                    product_0 = Avx512F.Add(product_0, Avx512F.Add(Avx512F.Add(product_0_row_0, product_0_row_1), product_0_row_2));
                }
                sum_0_batch = Avx512F.Add(sum_0_batch, sum_0);
                product_0_batch = Avx512F.Add(product_0_batch, product_0);
            }
            {
                int channel = block * 16;
                Vector512<float> factor = factor_0;
                Vector512<float> mean = mean_0;
                Vector512<float> inverseDeviation = inverseDeviation_0;
                Vector512<float> sum = sum_0_batch;
                Vector512<float> product = product_0_batch;
                Vector512<float> share = Avx512F.Multiply(factor, Vector512.Create(1f / (batch * 6)));
                Vector512<float> b = Avx512F.Subtract(Vector512<float>.Zero, Avx512F.Multiply(share, Avx512F.Multiply(product, inverseDeviation)));
                Vector512<float> c = Avx512F.Subtract(Vector512<float>.Zero, Avx512F.FusedMultiplyAdd(share, sum, Avx512F.Multiply(b, mean)));
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    ofGradient[channel + lane] = factor.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    ofInput[channel + lane] = b.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    constant[channel + lane] = c.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    weightGradient[channel + lane] = product.GetElement(lane);
                for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                    biasGradient[channel + lane] = sum.GetElement(lane);
            }
        }
    }
}

// bn1: gradient with respect to the input
// input          conv1 2×2×3, NCHW16c
// outputGradient d_bn1_before_relu 2×2×3, NCHW16c
// inputGradient  d_conv1 2×2×3, NCHW16c
internal static void Bn1_Train_InputGradient(float* input, float* outputGradient, float* numbers, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Bn1_Train_InputGradient_Avx512(input, outputGradient, numbers, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Bn1_Train_InputGradient_Avx512(float* input, float* outputGradient, float* numbers, float* inputGradient)
{
    unchecked
    {
        Vector512<float> a = Avx512F.LoadVector512(numbers);
        Vector512<float> b = Avx512F.LoadVector512(numbers + 16);
        Vector512<float> c = Avx512F.LoadVector512(numbers + 32);
        for (int row = 0; row < 2; row++)
        {
            float* inputRow = input + row * 48;
            float* outputGradientRow = outputGradient + row * 48;
            float* inputGradientRow = inputGradient + row * 48;
            for (int i = 0; i < 48; i += 16)
            {
                Avx512F.Store(inputGradientRow + i, Avx512F.FusedMultiplyAdd(a, Avx512F.LoadVector512(outputGradientRow + i), Avx512F.FusedMultiplyAdd(b, Avx512F.LoadVector512(inputRow + i), c)));
            }
        }
    }
}
