// [Network(1, 3, 4)]
// [Conv(2, 2), InstanceNorm(Affine = true)]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// in1 = InstanceNorm(epsilon 1E-05, affine) of conv1 : 2×2×3 NCHW16c at Arena[96]   weights in1.weight[2], in1.bias[2]
// in1_output = Store of in1 : 2×2×3 NCHW at Output
// return in1_output

// Packs in1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_In1_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_In1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_In1_weight_Avx512(float* tensor, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
        {
            packed[channel] = channel < 2 ? tensor[channel] : 0f;
        }
    }
}

// Packs in1.bias in blocks of 16 channels, zeros beyond the last.
internal static void Pack_In1_bias(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_In1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// in1: InstanceNorm, epsilon 1E-05, affine
// input     conv1 2×2×3, NCHW16c
// output    in1 2×2×3, NCHW16c
internal static void In1(float* input, float* output, float* weight, float* bias)
{
    if (Avx512F.IsSupported)
        In1_Avx512(input, output, weight, bias);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void In1_Avx512(float* input, float* output, float* weight, float* bias)
{
    unchecked
    {
        {
            float* x = input;
            float* y = output;
            Vector512<float> total_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                Vector512<float> total_0_row_0 = Vector512<float>.Zero;
                Vector512<float> total_0_row_1 = Vector512<float>.Zero;
                Vector512<float> total_0_row_2 = Vector512<float>.Zero;
                {
                    total_0_row_0 = Avx512F.Add(total_0_row_0, Avx512F.LoadVector512(xRow));
                }
                {
                    total_0_row_1 = Avx512F.Add(total_0_row_1, Avx512F.LoadVector512(xRow + 16));
                }
                {
                    total_0_row_2 = Avx512F.Add(total_0_row_2, Avx512F.LoadVector512(xRow + 32));
                }
                total_0 = Avx512F.Add(total_0, Avx512F.Add(Avx512F.Add(total_0_row_0, total_0_row_1), total_0_row_2));
            }
            Vector512<float> center_0 = Avx512F.Multiply(total_0, Vector512.Create(0.16666667f));
            Vector512<float> rest_0 = Vector512<float>.Zero;
            Vector512<float> squares_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                Vector512<float> rest_0_row_0 = Vector512<float>.Zero;
                Vector512<float> rest_0_row_1 = Vector512<float>.Zero;
                Vector512<float> rest_0_row_2 = Vector512<float>.Zero;
                Vector512<float> squares_0_row_0 = Vector512<float>.Zero;
                Vector512<float> squares_0_row_1 = Vector512<float>.Zero;
                Vector512<float> squares_0_row_2 = Vector512<float>.Zero;
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow), center_0);
                    rest_0_row_0 = Avx512F.Add(rest_0_row_0, difference);
                    squares_0_row_0 = Avx512F.FusedMultiplyAdd(difference, difference, squares_0_row_0);
                }
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow + 16), center_0);
                    rest_0_row_1 = Avx512F.Add(rest_0_row_1, difference);
                    squares_0_row_1 = Avx512F.FusedMultiplyAdd(difference, difference, squares_0_row_1);
                }
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow + 32), center_0);
                    rest_0_row_2 = Avx512F.Add(rest_0_row_2, difference);
                    squares_0_row_2 = Avx512F.FusedMultiplyAdd(difference, difference, squares_0_row_2);
                }
                rest_0 = Avx512F.Add(rest_0, Avx512F.Add(Avx512F.Add(rest_0_row_0, rest_0_row_1), rest_0_row_2));
                squares_0 = Avx512F.Add(squares_0, Avx512F.Add(Avx512F.Add(squares_0_row_0, squares_0_row_1), squares_0_row_2));
            }
            rest_0 = Avx512F.Multiply(rest_0, Vector512.Create(0.16666667f));
            Vector512<float> variance_0 = Avx512F.Max(Vector512<float>.Zero, Avx512F.Subtract(Avx512F.Multiply(squares_0, Vector512.Create(0.16666667f)), Avx512F.Multiply(rest_0, rest_0)));
            Vector512<float> inverse_0 = Avx512F.Divide(Vector512.Create(1f), Avx512F.Sqrt(Avx512F.Add(variance_0, Vector512.Create(1E-05f))));
            Vector512<float> shift_0 = Avx512F.Subtract(Vector512<float>.Zero, Avx512F.Multiply(rest_0, inverse_0));
            Vector512<float> weight_0 = Avx512F.LoadVector512(weight);
            inverse_0 = Avx512F.Multiply(inverse_0, weight_0);
            shift_0 = Avx512F.FusedMultiplyAdd(shift_0, weight_0, Avx512F.LoadVector512(bias));
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                float* yRow = y + row * 48;
                for (int column = 0; column < 48; column += 16)
                {
                    {
                        Avx512F.Store(yRow + column, Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow + column), center_0), inverse_0, shift_0));
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
// in1 = InstanceNorm(epsilon 1E-05, affine) of conv1 : 2×2×3 NCHW16c at Arena[96]   weights in1.weight[2], in1.bias[2]
// in1_output = Store of in1 : 2×2×3 NCHW at Output
// d_in1 = LoadGradient of loss, in1 : 2×2×3 NCHW16c at Arena[192]
// in1_statistics = InstanceNormStatistics of conv1, d_in1 : 80 vector at Arena[288]
// d_in1_weights = InstanceNormWeightGradient of in1_statistics   weights in1.weight[2], in1.bias[2]
// d_conv1 = InstanceNormInputGradient of conv1, d_in1, in1_statistics : 2×2×3 NCHW16c at Arena[96]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return in1_output

// Packs in1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_In1_Train_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_In1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Packs in1.bias in blocks of 16 channels, zeros beyond the last.
internal static void Pack_In1_Train_bias(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_In1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// in1: InstanceNorm, epsilon 1E-05, affine
// input     conv1 2×2×3, NCHW16c
// output    in1 2×2×3, NCHW16c
internal static void In1_Train(float* input, float* output, float* weight, float* bias)
{
    if (Avx512F.IsSupported)
        In1_Avx512(input, output, weight, bias);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// in1: statistics for the gradients of InstanceNorm
// input          conv1 2×2×3, NCHW16c
// outputGradient d_in1 2×2×3, NCHW16c
// statistics     in1_statistics 80, vector
internal static void In1_Train_Statistics(float* input, float* outputGradient, float* statistics)
{
    if (Avx512F.IsSupported)
        In1_Train_Statistics_Avx512(input, outputGradient, statistics);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void In1_Train_Statistics_Avx512(float* input, float* outputGradient, float* statistics)
{
    unchecked
    {
        {
            float* x = input;
            float* dy = outputGradient;
            Vector512<float> total_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                Vector512<float> total_0_row_0 = Vector512<float>.Zero;
                Vector512<float> total_0_row_1 = Vector512<float>.Zero;
                Vector512<float> total_0_row_2 = Vector512<float>.Zero;
                {
                    total_0_row_0 = Avx512F.Add(total_0_row_0, Avx512F.LoadVector512(xRow));
                }
                {
                    total_0_row_1 = Avx512F.Add(total_0_row_1, Avx512F.LoadVector512(xRow + 16));
                }
                {
                    total_0_row_2 = Avx512F.Add(total_0_row_2, Avx512F.LoadVector512(xRow + 32));
                }
                total_0 = Avx512F.Add(total_0, Avx512F.Add(Avx512F.Add(total_0_row_0, total_0_row_1), total_0_row_2));
            }
            Vector512<float> center_0 = Avx512F.Multiply(total_0, Vector512.Create(0.16666667f));
            Vector512<float> rest_0 = Vector512<float>.Zero;
            Vector512<float> squares_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                Vector512<float> rest_0_row_0 = Vector512<float>.Zero;
                Vector512<float> rest_0_row_1 = Vector512<float>.Zero;
                Vector512<float> rest_0_row_2 = Vector512<float>.Zero;
                Vector512<float> squares_0_row_0 = Vector512<float>.Zero;
                Vector512<float> squares_0_row_1 = Vector512<float>.Zero;
                Vector512<float> squares_0_row_2 = Vector512<float>.Zero;
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow), center_0);
                    rest_0_row_0 = Avx512F.Add(rest_0_row_0, difference);
                    squares_0_row_0 = Avx512F.FusedMultiplyAdd(difference, difference, squares_0_row_0);
                }
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow + 16), center_0);
                    rest_0_row_1 = Avx512F.Add(rest_0_row_1, difference);
                    squares_0_row_1 = Avx512F.FusedMultiplyAdd(difference, difference, squares_0_row_1);
                }
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow + 32), center_0);
                    rest_0_row_2 = Avx512F.Add(rest_0_row_2, difference);
                    squares_0_row_2 = Avx512F.FusedMultiplyAdd(difference, difference, squares_0_row_2);
                }
                rest_0 = Avx512F.Add(rest_0, Avx512F.Add(Avx512F.Add(rest_0_row_0, rest_0_row_1), rest_0_row_2));
                squares_0 = Avx512F.Add(squares_0, Avx512F.Add(Avx512F.Add(squares_0_row_0, squares_0_row_1), squares_0_row_2));
            }
            rest_0 = Avx512F.Multiply(rest_0, Vector512.Create(0.16666667f));
            Vector512<float> variance_0 = Avx512F.Max(Vector512<float>.Zero, Avx512F.Subtract(Avx512F.Multiply(squares_0, Vector512.Create(0.16666667f)), Avx512F.Multiply(rest_0, rest_0)));
            Vector512<float> inverse_0 = Avx512F.Divide(Vector512.Create(1f), Avx512F.Sqrt(Avx512F.Add(variance_0, Vector512.Create(1E-05f))));
            Vector512<float> shift_0 = Avx512F.Subtract(Vector512<float>.Zero, Avx512F.Multiply(rest_0, inverse_0));
            Vector512<float> gradients_0 = Vector512<float>.Zero;
            Vector512<float> products_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                float* dyRow = dy + row * 48;
                Vector512<float> gradients_0_row_0 = Vector512<float>.Zero;
                Vector512<float> gradients_0_row_1 = Vector512<float>.Zero;
                Vector512<float> gradients_0_row_2 = Vector512<float>.Zero;
                Vector512<float> products_0_row_0 = Vector512<float>.Zero;
                Vector512<float> products_0_row_1 = Vector512<float>.Zero;
                Vector512<float> products_0_row_2 = Vector512<float>.Zero;
                {
                    Vector512<float> normal = Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow), center_0), inverse_0, shift_0);
                    Vector512<float> gradient = Avx512F.LoadVector512(dyRow);
                    gradients_0_row_0 = Avx512F.Add(gradients_0_row_0, gradient);
                    products_0_row_0 = Avx512F.FusedMultiplyAdd(gradient, normal, products_0_row_0);
                }
                {
                    Vector512<float> normal = Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow + 16), center_0), inverse_0, shift_0);
                    Vector512<float> gradient = Avx512F.LoadVector512(dyRow + 16);
                    gradients_0_row_1 = Avx512F.Add(gradients_0_row_1, gradient);
                    products_0_row_1 = Avx512F.FusedMultiplyAdd(gradient, normal, products_0_row_1);
                }
                {
                    Vector512<float> normal = Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow + 32), center_0), inverse_0, shift_0);
                    Vector512<float> gradient = Avx512F.LoadVector512(dyRow + 32);
                    gradients_0_row_2 = Avx512F.Add(gradients_0_row_2, gradient);
                    products_0_row_2 = Avx512F.FusedMultiplyAdd(gradient, normal, products_0_row_2);
                }
                gradients_0 = Avx512F.Add(gradients_0, Avx512F.Add(Avx512F.Add(gradients_0_row_0, gradients_0_row_1), gradients_0_row_2));
                products_0 = Avx512F.Add(products_0, Avx512F.Add(Avx512F.Add(products_0_row_0, products_0_row_1), products_0_row_2));
            }
            Avx512F.Store(statistics, center_0);
            Avx512F.Store(statistics + 16, inverse_0);
            Avx512F.Store(statistics + 32, shift_0);
            Avx512F.Store(statistics + 48, gradients_0);
            Avx512F.Store(statistics + 64, products_0);
        }
    }
}

// in1: gradients of the weights
// products  in1_statistics 2, vector
// gradients in1_statistics 2, vector
internal static void In1_Train_WeightGradient(float* productsValues, float* gradientsValues, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        In1_Train_WeightGradient_Avx512(productsValues, gradientsValues, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void In1_Train_WeightGradient_Avx512(float* productsValues, float* gradientsValues, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            Vector512<float> weight_0_batch = Vector512<float>.Zero;
            Vector512<float> bias_0_batch = Vector512<float>.Zero;
            for (int image = 0; image < batch; image++)
            {
                float* productsImage = productsValues + (nint)image * 368 + block * 16;
                float* gradientsImage = gradientsValues + (nint)image * 368 + block * 16;
                Vector512<float> weight_0 = Vector512<float>.Zero;
                Vector512<float> bias_0 = Vector512<float>.Zero;
                {
                    Vector512<float> products = Avx512F.LoadVector512(productsImage);
                    Vector512<float> gradients = Avx512F.LoadVector512(gradientsImage);
                    weight_0 = Avx512F.Add(weight_0, products);
                    bias_0 = Avx512F.Add(bias_0, gradients);
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

// in1: gradient with respect to the input
// input          conv1 2×2×3, NCHW16c
// outputGradient d_in1 2×2×3, NCHW16c
// inputGradient  d_conv1 2×2×3, NCHW16c
// statistics     in1_statistics 80, vector
internal static void In1_Train_InputGradient(float* input, float* outputGradient, float* inputGradient, float* statistics, float* weight)
{
    if (Avx512F.IsSupported)
        In1_Train_InputGradient_Avx512(input, outputGradient, inputGradient, statistics, weight);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void In1_Train_InputGradient_Avx512(float* input, float* outputGradient, float* inputGradient, float* statistics, float* weight)
{
    unchecked
    {
        {
            float* x = input;
            float* dy = outputGradient;
            float* dx = inputGradient;
            Vector512<float> center_0 = Avx512F.LoadVector512(statistics);
            Vector512<float> inverse_0 = Avx512F.LoadVector512(statistics + 16);
            Vector512<float> shift_0 = Avx512F.LoadVector512(statistics + 32);
            Vector512<float> gradient_0 = Avx512F.Multiply(Avx512F.LoadVector512(statistics + 48), Vector512.Create(0.16666667f));
            Vector512<float> product_0 = Avx512F.Multiply(Avx512F.LoadVector512(statistics + 64), Vector512.Create(0.16666667f));
            Vector512<float> scale_0 = Avx512F.Multiply(inverse_0, Avx512F.LoadVector512(weight));
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                float* dyRow = dy + row * 48;
                float* dxRow = dx + row * 48;
                for (int column = 0; column < 48; column += 16)
                {
                    {
                        Vector512<float> normal = Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow + column), center_0), inverse_0, shift_0);
                        Vector512<float> centered = Avx512F.Subtract(Avx512F.LoadVector512(dyRow + column), gradient_0);
                        Avx512F.Store(dxRow + column, Avx512F.Multiply(Avx512F.Subtract(centered, Avx512F.Multiply(normal, product_0)), scale_0));
                    }
                }
            }
        }
    }
}
