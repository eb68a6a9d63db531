// [Network(1, 3, 4)]
// [Conv(2, 2), LayerNorm]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// ln1 = LayerNorm(epsilon 1E-05) of conv1 : 2×2×3 NCHW16c at Arena[96]   weights ln1.weight[2, 2, 3], ln1.bias[2, 2, 3]
// ln1_output = Store of ln1 : 2×2×3 NCHW at Output
// return ln1_output

// Packs ln1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Ln1_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Ln1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Ln1_weight_Avx512(float* tensor, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
        {
            for (int pixel = 0; pixel < 6; pixel++)
            {
                packed[(channel / 16 * 6 + pixel) * 16 + channel % 16] = channel < 2 ? tensor[channel * 6 + pixel] : 0f;
            }
        }
    }
}

// Packs ln1.bias in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Ln1_bias(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Ln1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// ln1: LayerNorm, epsilon 1E-05
// input        conv1 2×2×3, NCHW16c
// output       ln1 2×2×3, NCHW16c
internal static void Ln1(float* input, float* output, float* weightValues, float* biasValues)
{
    if (Avx512F.IsSupported)
        Ln1_Avx512(input, output, weightValues, biasValues);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Ln1_Avx512(float* input, float* output, float* weightValues, float* biasValues)
{
    unchecked
    {
        Vector512<float> center = Vector512<float>.Zero;
        {
            float* x = input;
            Vector512<float> centerBlock_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                Vector512<float> centerBlock_0_row_0 = Vector512<float>.Zero;
                Vector512<float> centerBlock_0_row_1 = Vector512<float>.Zero;
                Vector512<float> centerBlock_0_row_2 = Vector512<float>.Zero;
                {
                    centerBlock_0_row_0 = Avx512F.Add(centerBlock_0_row_0, Avx512F.LoadVector512(xRow));
                }
                {
                    centerBlock_0_row_1 = Avx512F.Add(centerBlock_0_row_1, Avx512F.LoadVector512(xRow + 16));
                }
                {
                    centerBlock_0_row_2 = Avx512F.Add(centerBlock_0_row_2, Avx512F.LoadVector512(xRow + 32));
                }
                centerBlock_0 = Avx512F.Add(centerBlock_0, Avx512F.Add(Avx512F.Add(centerBlock_0_row_0, centerBlock_0_row_1), centerBlock_0_row_2));
            }
            center = Avx512F.Add(center, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), centerBlock_0, Vector512<float>.Zero));
        }
        center = Vector512.Create(Vector512.Sum(center) * 0.083333336f);
        Vector512<float> rest = Vector512<float>.Zero;
        Vector512<float> squares = Vector512<float>.Zero;
        {
            float* x = input;
            Vector512<float> restBlock_0 = Vector512<float>.Zero;
            Vector512<float> squaresBlock_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                Vector512<float> restBlock_0_row_0 = Vector512<float>.Zero;
                Vector512<float> restBlock_0_row_1 = Vector512<float>.Zero;
                Vector512<float> restBlock_0_row_2 = Vector512<float>.Zero;
                Vector512<float> squaresBlock_0_row_0 = Vector512<float>.Zero;
                Vector512<float> squaresBlock_0_row_1 = Vector512<float>.Zero;
                Vector512<float> squaresBlock_0_row_2 = Vector512<float>.Zero;
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow), center);
                    restBlock_0_row_0 = Avx512F.Add(restBlock_0_row_0, difference);
                    squaresBlock_0_row_0 = Avx512F.FusedMultiplyAdd(difference, difference, squaresBlock_0_row_0);
                }
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow + 16), center);
                    restBlock_0_row_1 = Avx512F.Add(restBlock_0_row_1, difference);
                    squaresBlock_0_row_1 = Avx512F.FusedMultiplyAdd(difference, difference, squaresBlock_0_row_1);
                }
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow + 32), center);
                    restBlock_0_row_2 = Avx512F.Add(restBlock_0_row_2, difference);
                    squaresBlock_0_row_2 = Avx512F.FusedMultiplyAdd(difference, difference, squaresBlock_0_row_2);
                }
                restBlock_0 = Avx512F.Add(restBlock_0, Avx512F.Add(Avx512F.Add(restBlock_0_row_0, restBlock_0_row_1), restBlock_0_row_2));
                squaresBlock_0 = Avx512F.Add(squaresBlock_0, Avx512F.Add(Avx512F.Add(squaresBlock_0_row_0, squaresBlock_0_row_1), squaresBlock_0_row_2));
            }
            rest = Avx512F.Add(rest, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), restBlock_0, Vector512<float>.Zero));
            squares = Avx512F.Add(squares, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), squaresBlock_0, Vector512<float>.Zero));
        }
        rest = Vector512.Create(Vector512.Sum(rest) * 0.083333336f);
        squares = Vector512.Create(Vector512.Sum(squares) * 0.083333336f);
        Vector512<float> variance = Avx512F.Max(Vector512<float>.Zero, Avx512F.Subtract(squares, Avx512F.Multiply(rest, rest)));
        Vector512<float> inverse = Avx512F.Divide(Vector512.Create(1f), Avx512F.Sqrt(Avx512F.Add(variance, Vector512.Create(1E-05f))));
        Vector512<float> shift = Avx512F.Subtract(Vector512<float>.Zero, Avx512F.Multiply(rest, inverse));
        {
            float* x = input;
            float* y = output;
            float* weight = weightValues;
            float* bias = biasValues;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                float* yRow = y + row * 48;
                float* weightRow = weight + row * 48;
                float* biasRow = bias + row * 48;
                for (int column = 0; column < 48; column += 16)
                {
                    {
                        Avx512F.Store(yRow + column, Avx512F.FusedMultiplyAdd(Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow + column), center), inverse, shift), Avx512F.LoadVector512(weightRow + column), Avx512F.LoadVector512(biasRow + column)));
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
// ln1 = LayerNorm(epsilon 1E-05) of conv1 : 2×2×3 NCHW16c at Arena[96]   weights ln1.weight[2, 2, 3], ln1.bias[2, 2, 3]
// ln1_output = Store of ln1 : 2×2×3 NCHW at Output
// d_ln1 = LoadGradient of loss, ln1 : 2×2×3 NCHW16c at Arena[192]
// ln1_statistics = LayerNormStatistics of conv1, d_ln1 : 80 vector at Arena[288]
// d_ln1_weights = LayerNormWeightGradient of conv1, d_ln1, ln1_statistics   weights ln1.weight[2, 2, 3], ln1.bias[2, 2, 3]
// d_conv1 = LayerNormInputGradient of conv1, d_ln1, ln1_statistics : 2×2×3 NCHW16c at Arena[96]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return ln1_output

// Packs ln1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Ln1_Train_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Ln1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Packs ln1.bias in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Ln1_Train_bias(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Ln1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// ln1: LayerNorm, epsilon 1E-05
// input        conv1 2×2×3, NCHW16c
// output       ln1 2×2×3, NCHW16c
internal static void Ln1_Train(float* input, float* output, float* weightValues, float* biasValues)
{
    if (Avx512F.IsSupported)
        Ln1_Avx512(input, output, weightValues, biasValues);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// ln1: statistics for the gradients of LayerNorm
// input          conv1 2×2×3, NCHW16c
// outputGradient d_ln1 2×2×3, NCHW16c
// statistics     ln1_statistics 80, vector
internal static void Ln1_Train_Statistics(float* input, float* outputGradient, float* weightValues, float* statistics)
{
    if (Avx512F.IsSupported)
        Ln1_Train_Statistics_Avx512(input, outputGradient, weightValues, statistics);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Ln1_Train_Statistics_Avx512(float* input, float* outputGradient, float* weightValues, float* statistics)
{
    unchecked
    {
        Vector512<float> center = Vector512<float>.Zero;
        {
            float* x = input;
            Vector512<float> centerBlock_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                Vector512<float> centerBlock_0_row_0 = Vector512<float>.Zero;
                Vector512<float> centerBlock_0_row_1 = Vector512<float>.Zero;
                Vector512<float> centerBlock_0_row_2 = Vector512<float>.Zero;
                {
                    centerBlock_0_row_0 = Avx512F.Add(centerBlock_0_row_0, Avx512F.LoadVector512(xRow));
                }
                {
                    centerBlock_0_row_1 = Avx512F.Add(centerBlock_0_row_1, Avx512F.LoadVector512(xRow + 16));
                }
                {
                    centerBlock_0_row_2 = Avx512F.Add(centerBlock_0_row_2, Avx512F.LoadVector512(xRow + 32));
                }
                centerBlock_0 = Avx512F.Add(centerBlock_0, Avx512F.Add(Avx512F.Add(centerBlock_0_row_0, centerBlock_0_row_1), centerBlock_0_row_2));
            }
            center = Avx512F.Add(center, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), centerBlock_0, Vector512<float>.Zero));
        }
        center = Vector512.Create(Vector512.Sum(center) * 0.083333336f);
        Vector512<float> rest = Vector512<float>.Zero;
        Vector512<float> squares = Vector512<float>.Zero;
        {
            float* x = input;
            Vector512<float> restBlock_0 = Vector512<float>.Zero;
            Vector512<float> squaresBlock_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                Vector512<float> restBlock_0_row_0 = Vector512<float>.Zero;
                Vector512<float> restBlock_0_row_1 = Vector512<float>.Zero;
                Vector512<float> restBlock_0_row_2 = Vector512<float>.Zero;
                Vector512<float> squaresBlock_0_row_0 = Vector512<float>.Zero;
                Vector512<float> squaresBlock_0_row_1 = Vector512<float>.Zero;
                Vector512<float> squaresBlock_0_row_2 = Vector512<float>.Zero;
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow), center);
                    restBlock_0_row_0 = Avx512F.Add(restBlock_0_row_0, difference);
                    squaresBlock_0_row_0 = Avx512F.FusedMultiplyAdd(difference, difference, squaresBlock_0_row_0);
                }
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow + 16), center);
                    restBlock_0_row_1 = Avx512F.Add(restBlock_0_row_1, difference);
                    squaresBlock_0_row_1 = Avx512F.FusedMultiplyAdd(difference, difference, squaresBlock_0_row_1);
                }
                {
                    Vector512<float> difference = Avx512F.Subtract(Avx512F.LoadVector512(xRow + 32), center);
                    restBlock_0_row_2 = Avx512F.Add(restBlock_0_row_2, difference);
                    squaresBlock_0_row_2 = Avx512F.FusedMultiplyAdd(difference, difference, squaresBlock_0_row_2);
                }
                restBlock_0 = Avx512F.Add(restBlock_0, Avx512F.Add(Avx512F.Add(restBlock_0_row_0, restBlock_0_row_1), restBlock_0_row_2));
                squaresBlock_0 = Avx512F.Add(squaresBlock_0, Avx512F.Add(Avx512F.Add(squaresBlock_0_row_0, squaresBlock_0_row_1), squaresBlock_0_row_2));
            }
            rest = Avx512F.Add(rest, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), restBlock_0, Vector512<float>.Zero));
            squares = Avx512F.Add(squares, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), squaresBlock_0, Vector512<float>.Zero));
        }
        rest = Vector512.Create(Vector512.Sum(rest) * 0.083333336f);
        squares = Vector512.Create(Vector512.Sum(squares) * 0.083333336f);
        Vector512<float> variance = Avx512F.Max(Vector512<float>.Zero, Avx512F.Subtract(squares, Avx512F.Multiply(rest, rest)));
        Vector512<float> inverse = Avx512F.Divide(Vector512.Create(1f), Avx512F.Sqrt(Avx512F.Add(variance, Vector512.Create(1E-05f))));
        Vector512<float> shift = Avx512F.Subtract(Vector512<float>.Zero, Avx512F.Multiply(rest, inverse));
        Vector512<float> gradient = Vector512<float>.Zero;
        Vector512<float> product = Vector512<float>.Zero;
        {
            float* x = input;
            float* dy = outputGradient;
            float* weight = weightValues;
            Vector512<float> gradientBlock_0 = Vector512<float>.Zero;
            Vector512<float> productBlock_0 = Vector512<float>.Zero;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                float* dyRow = dy + row * 48;
                float* weightRow = weight + row * 48;
                Vector512<float> gradientBlock_0_row_0 = Vector512<float>.Zero;
                Vector512<float> gradientBlock_0_row_1 = Vector512<float>.Zero;
                Vector512<float> gradientBlock_0_row_2 = Vector512<float>.Zero;
                Vector512<float> productBlock_0_row_0 = Vector512<float>.Zero;
                Vector512<float> productBlock_0_row_1 = Vector512<float>.Zero;
                Vector512<float> productBlock_0_row_2 = Vector512<float>.Zero;
                {
                    Vector512<float> share = Avx512F.Multiply(Avx512F.LoadVector512(dyRow), Avx512F.LoadVector512(weightRow));
                    gradientBlock_0_row_0 = Avx512F.Add(gradientBlock_0_row_0, share);
                    productBlock_0_row_0 = Avx512F.FusedMultiplyAdd(share, Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow), center), inverse, shift), productBlock_0_row_0);
                }
                {
                    Vector512<float> share = Avx512F.Multiply(Avx512F.LoadVector512(dyRow + 16), Avx512F.LoadVector512(weightRow + 16));
                    gradientBlock_0_row_1 = Avx512F.Add(gradientBlock_0_row_1, share);
                    productBlock_0_row_1 = Avx512F.FusedMultiplyAdd(share, Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow + 16), center), inverse, shift), productBlock_0_row_1);
                }
                {
                    Vector512<float> share = Avx512F.Multiply(Avx512F.LoadVector512(dyRow + 32), Avx512F.LoadVector512(weightRow + 32));
                    gradientBlock_0_row_2 = Avx512F.Add(gradientBlock_0_row_2, share);
                    productBlock_0_row_2 = Avx512F.FusedMultiplyAdd(share, Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow + 32), center), inverse, shift), productBlock_0_row_2);
                }
                gradientBlock_0 = Avx512F.Add(gradientBlock_0, Avx512F.Add(Avx512F.Add(gradientBlock_0_row_0, gradientBlock_0_row_1), gradientBlock_0_row_2));
                productBlock_0 = Avx512F.Add(productBlock_0, Avx512F.Add(Avx512F.Add(productBlock_0_row_0, productBlock_0_row_1), productBlock_0_row_2));
            }
            gradient = Avx512F.Add(gradient, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), gradientBlock_0, Vector512<float>.Zero));
            product = Avx512F.Add(product, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), productBlock_0, Vector512<float>.Zero));
        }
        gradient = Vector512.Create(Vector512.Sum(gradient) * 0.083333336f);
        product = Vector512.Create(Vector512.Sum(product) * 0.083333336f);
        Avx512F.Store(statistics, center);
        Avx512F.Store(statistics + 16, inverse);
        Avx512F.Store(statistics + 32, shift);
        Avx512F.Store(statistics + 48, gradient);
        Avx512F.Store(statistics + 64, product);
    }
}

// ln1: gradients of the weights
// input 2×2×3, NCHW16c
internal static void Ln1_Train_WeightGradient(float* input, float* outputGradient, float* statistics, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Ln1_Train_WeightGradient_Avx512(input, outputGradient, statistics, weightGradient, biasGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Ln1_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* statistics, float* weightGradient, float* biasGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            for (int row = 0; row < 2; row++)
            {
                for (int column = 0; column < 3; column++)
                {
                    for (int channel = block * 16; channel < Math.Min(2, (block + 1) * 16); channel += 16)
                    {
                        Vector512<float> weight = Vector512<float>.Zero;
                        Vector512<float> bias = Vector512<float>.Zero;
                        for (int image = 0; image < batch; image++)
                        {
                            float* item = statistics + (nint)image * 368;
                            Vector512<float> center = Avx512F.LoadVector512(item);
                            Vector512<float> inverse = Avx512F.LoadVector512(item + 16);
                            Vector512<float> shift = Avx512F.LoadVector512(item + 32);
                            Vector512<float> gradient = Avx512F.LoadVector512(outputGradient + row * 48 + column * 16 + block * 96 + channel % 16 + (nint)image * 368);
                            weight = Avx512F.FusedMultiplyAdd(gradient, Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(input + row * 48 + column * 16 + block * 96 + channel % 16 + (nint)image * 368), center), inverse, shift), weight);
                            bias = Avx512F.Add(bias, gradient);
                        }
                        for (int lane = 0; lane < Math.Min(16, 2 - channel); lane++)
                        {
                            weightGradient[(channel + lane) * 6 + row * 3 + column] = weight.GetElement(lane);
                            biasGradient[(channel + lane) * 6 + row * 3 + column] = bias.GetElement(lane);
                        }
                    }
                }
            }
        }
    }
}

// ln1: gradient with respect to the input
// input          conv1 2×2×3, NCHW16c
// outputGradient d_ln1 2×2×3, NCHW16c
// inputGradient  d_conv1 2×2×3, NCHW16c
// statistics     ln1_statistics 80, vector
internal static void Ln1_Train_InputGradient(float* input, float* outputGradient, float* inputGradient, float* weightValues, float* statistics)
{
    if (Avx512F.IsSupported)
        Ln1_Train_InputGradient_Avx512(input, outputGradient, inputGradient, weightValues, statistics);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Ln1_Train_InputGradient_Avx512(float* input, float* outputGradient, float* inputGradient, float* weightValues, float* statistics)
{
    unchecked
    {
        Vector512<float> center = Avx512F.LoadVector512(statistics);
        Vector512<float> inverse = Avx512F.LoadVector512(statistics + 16);
        Vector512<float> shift = Avx512F.LoadVector512(statistics + 32);
        Vector512<float> gradient = Avx512F.LoadVector512(statistics + 48);
        Vector512<float> product = Avx512F.LoadVector512(statistics + 64);
        {
            float* x = input;
            float* dy = outputGradient;
            float* dx = inputGradient;
            float* weight = weightValues;
            for (int row = 0; row < 2; row++)
            {
                float* xRow = x + row * 48;
                float* dyRow = dy + row * 48;
                float* dxRow = dx + row * 48;
                float* weightRow = weight + row * 48;
                for (int column = 0; column < 48; column += 16)
                {
                    {
                        Avx512F.Store(dxRow + column, Avx512F.Multiply(Avx512F.Subtract(Avx512F.Subtract(Avx512F.Multiply(Avx512F.LoadVector512(dyRow + column), Avx512F.LoadVector512(weightRow + column)), gradient), Avx512F.Multiply(Avx512F.FusedMultiplyAdd(Avx512F.Subtract(Avx512F.LoadVector512(xRow + column), center), inverse, shift), product)), inverse));
                    }
                }
            }
        }
    }
}
