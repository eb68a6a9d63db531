// [Network(1, 5, 4)]
// [Conv(2, 2), AdaptiveAvgPool([3, 2])]

// ---- Inference ----
//
// input 1×5×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// adaptiveavgpool1 = AdaptiveAvgPool(to 3×2) of conv1 : 2×3×2 NCHW16c at Arena[192]
// adaptiveavgpool1_output = Store of adaptiveavgpool1 : 2×3×2 NCHW at Output
// return adaptiveavgpool1_output

// adaptiveavgpool1: AdaptiveAvgPool to 3×2
// input     conv1 2×4×3, NCHW16c
// output    adaptiveavgpool1 2×3×2, NCHW16c
internal static void Adaptiveavgpool1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Adaptiveavgpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// The windows of a rectangle of outputs.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Adaptiveavgpool1_Avx512_Windows(float* input, float* output, int rowBegin, int rowEnd, int columnBegin, int columnEnd)
{
    unchecked
    {
        for (int row = rowBegin; row < rowEnd; row++)
        {
            int firstRow = (int)(row * 4L / 3);
            int endRow = (int)(((row + 1) * 4L + 2) / 3);
            for (int column = columnBegin; column < columnEnd; column++)
            {
                int firstColumn = (int)(column * 3L / 2);
                int endColumn = (int)(((column + 1) * 3L + 1) / 2);
                Vector512<float> joined_0 = Vector512<float>.Zero;
                for (int i = firstRow; i < endRow; i++)
                {
                    for (int j = firstColumn; j < endColumn; j++)
                    {
                        float* x = input + i * 48 + j * 16;
                        joined_0 = Avx512F.Add(joined_0, Avx512F.LoadVector512(x));
                    }
                }
                float* y = output + row * 32 + column * 16;
                Avx512F.Store(y, Avx512F.Multiply(joined_0, Vector512.Create(1f / ((endRow - firstRow) * (endColumn - firstColumn)))));
            }
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Adaptiveavgpool1_Avx512(float* input, float* output)
{
    unchecked
    {
        Adaptiveavgpool1_Avx512_Windows(input, output, 0, 3, 0, 2);
    }
}

// ---- Training ----
//
// input 1×5×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// adaptiveavgpool1 = AdaptiveAvgPool(to 3×2) of conv1 : 2×3×2 NCHW16c at Arena[384]
// adaptiveavgpool1_output = Store of adaptiveavgpool1 : 2×3×2 NCHW at Output
// d_adaptiveavgpool1 = LoadGradient of loss, adaptiveavgpool1 : 2×3×2 NCHW16c at Arena[480]
// d_conv1 = AdaptiveAvgPoolGradient of conv1, adaptiveavgpool1, d_adaptiveavgpool1 : 2×4×3 NCHW16c at Arena[192]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return adaptiveavgpool1_output

// adaptiveavgpool1: AdaptiveAvgPool to 3×2
// input     conv1 2×4×3, NCHW16c
// output    adaptiveavgpool1 2×3×2, NCHW16c
internal static void Adaptiveavgpool1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Adaptiveavgpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// adaptiveavgpool1: gradient of AdaptiveAvgPool to 3×2
// outputGradient d_adaptiveavgpool1 2×3×2, NCHW16c
// inputGradient  d_conv1 2×4×3, NCHW16c
internal static void Adaptiveavgpool1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Adaptiveavgpool1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// The windows of a rectangle of outputs.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Adaptiveavgpool1_Train_InputGradient_Avx512_Windows(float* outputGradient, float* inputGradient, int rowBegin, int rowEnd, int columnBegin, int columnEnd)
{
    unchecked
    {
        for (int row = rowBegin; row < rowEnd; row++)
        {
            int firstRow = (int)(row * 4L / 3);
            int endRow = (int)(((row + 1) * 4L + 2) / 3);
            for (int column = columnBegin; column < columnEnd; column++)
            {
                int firstColumn = (int)(column * 3L / 2);
                int endColumn = (int)(((column + 1) * 3L + 1) / 2);
                float* dy = outputGradient + row * 32 + column * 16;
                Vector512<float> gradient = Avx512F.Multiply(Avx512F.LoadVector512(dy), Vector512.Create(1f / ((endRow - firstRow) * (endColumn - firstColumn))));
                for (int i = firstRow; i < endRow; i++)
                {
                    for (int j = firstColumn; j < endColumn; j++)
                    {
                        float* dx = inputGradient + i * 48 + j * 16;
                        Avx512F.Store(dx, Avx512F.Add(Avx512F.LoadVector512(dx), gradient));
                    }
                }
            }
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Adaptiveavgpool1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        // Windows overlap or leave gaps: the shares are added to zeros.
        for (int i = 0; i < 192; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        Adaptiveavgpool1_Train_InputGradient_Avx512_Windows(outputGradient, inputGradient, 0, 3, 0, 2);
    }
}
