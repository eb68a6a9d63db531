// [Network(1, 5, 4)]
// [Conv(2, 2), AvgPool([3, 1], Stride = 1, Pads = [1, 0, 1, 0], CountIncludePad = false), AvgPool(2)]

// ---- Inference ----
//
// input 1×5×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// avgpool1 = AvgPool(3×1, padding [1, 0, 1, 0], not counted) of conv1 : 2×4×3 NCHW16c at Arena[192]
// avgpool2 = AvgPool(2×2, stride 2) of avgpool1 : 2×2×1 NCHW16c at Arena[0]
// avgpool2_output = Store of avgpool2 : 2×2×1 NCHW at Output
// return avgpool2_output

// avgpool1: AvgPool 3×1, padding [1, 0, 1, 0], not counted
// input     conv1 2×4×3, NCHW16c
// output    avgpool1 2×4×3, NCHW16c
internal static void Avgpool1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Avgpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// The windows of a rectangle of outputs, clipped to the input.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Avgpool1_Avx512_Clipped(float* input, float* output, int rowBegin, int rowEnd, int columnBegin, int columnEnd)
{
    unchecked
    {
        for (int row = rowBegin; row < rowEnd; row++)
        {
            int top = row - 1;
            int firstRow = Math.Max(top, 0);
            int endRow = Math.Min(top + 3, 4);
            for (int column = columnBegin; column < columnEnd; column++)
            {
                int left = column;
                int firstColumn = left;
                int endColumn = left + 1;
                Vector512<float> joined_0 = Vector512<float>.Zero;
                for (int i = firstRow; i < endRow; i++)
                {
                    for (int j = firstColumn; j < endColumn; j++)
                    {
                        float* x = input + i * 48 + j * 16;
                        joined_0 = Avx512F.Add(joined_0, Avx512F.LoadVector512(x));
                    }
                }
                float* y = output + row * 48 + column * 16;
                Avx512F.Store(y, Avx512F.Multiply(joined_0, Vector512.Create(1f / ((endRow - firstRow) * (endColumn - firstColumn)))));
            }
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Avgpool1_Avx512(float* input, float* output)
{
    unchecked
    {
        Avgpool1_Avx512_Clipped(input, output, 0, 1, 0, 3);
        Avgpool1_Avx512_Clipped(input, output, 3, 4, 0, 3);
        for (int row = 0; row < 2; row++)
        {
            float* x = input + row * 48;
            float* y = output + 48 + row * 48;
            for (int column = 0; column < 3; column++)
            {
                Vector512<float> column_0_0 = Avx512F.LoadVector512(x);
                column_0_0 = Avx512F.Add(column_0_0, Avx512F.LoadVector512(x + 48));
                column_0_0 = Avx512F.Add(column_0_0, Avx512F.LoadVector512(x + 96));
                Vector512<float> joined_0 = column_0_0;
                Avx512F.Store(y, Avx512F.Multiply(joined_0, Vector512.Create(0.33333334f)));
                x += 16;
                y += 16;
            }
        }
    }
}

// avgpool2: AvgPool 2×2, stride 2
// input     avgpool1 2×4×3, NCHW16c
// output    avgpool2 2×2×1, NCHW16c
internal static void Avgpool2(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Avgpool2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Avgpool2_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            float* x = input + row * 96;
            float* y = output + row * 16;
            Vector512<float> column_0_0 = Avx512F.LoadVector512(x);
            column_0_0 = Avx512F.Add(column_0_0, Avx512F.LoadVector512(x + 48));
            Vector512<float> column_1_0 = Avx512F.LoadVector512(x + 16);
            column_1_0 = Avx512F.Add(column_1_0, Avx512F.LoadVector512(x + 64));
            Vector512<float> joined_0 = column_0_0;
            joined_0 = Avx512F.Add(joined_0, column_1_0);
            Avx512F.Store(y, Avx512F.Multiply(joined_0, Vector512.Create(0.25f)));
        }
    }
}

// ---- Training ----
//
// input 1×5×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// avgpool1 = AvgPool(3×1, padding [1, 0, 1, 0], not counted) of conv1 : 2×4×3 NCHW16c at Arena[192]
// avgpool2 = AvgPool(2×2, stride 2) of avgpool1 : 2×2×1 NCHW16c at Arena[576]
// avgpool2_output = Store of avgpool2 : 2×2×1 NCHW at Output
// d_avgpool2 = LoadGradient of loss, avgpool2 : 2×2×1 NCHW16c at Arena[608]
// d_avgpool1 = AvgPoolGradient of avgpool1, avgpool2, d_avgpool2 : 2×4×3 NCHW16c at Arena[384]
// d_conv1 = AvgPoolGradient of conv1, avgpool1, d_avgpool1 : 2×4×3 NCHW16c at Arena[576]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return avgpool2_output

// avgpool1: AvgPool 3×1, padding [1, 0, 1, 0], not counted
// input     conv1 2×4×3, NCHW16c
// output    avgpool1 2×4×3, NCHW16c
internal static void Avgpool1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Avgpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// avgpool2: AvgPool 2×2, stride 2
// input     avgpool1 2×4×3, NCHW16c
// output    avgpool2 2×2×1, NCHW16c
internal static void Avgpool2_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Avgpool2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// avgpool2: gradient of AvgPool 2×2, stride 2
// outputGradient d_avgpool2 2×2×1, NCHW16c
// inputGradient  d_avgpool1 2×4×3, NCHW16c
internal static void Avgpool2_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Avgpool2_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Avgpool2_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        // Windows overlap or leave gaps: the shares are added to zeros.
        for (int i = 0; i < 192; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 2; row++)
        {
            float* dy = outputGradient + row * 16;
            float* dx = inputGradient + row * 96;
            Vector512<float> gradient = Avx512F.Multiply(Avx512F.LoadVector512(dy), Vector512.Create(0.25f));
            Avx512F.Store(dx, Avx512F.Add(Avx512F.LoadVector512(dx), gradient));
            Avx512F.Store(dx + 16, Avx512F.Add(Avx512F.LoadVector512(dx + 16), gradient));
            Avx512F.Store(dx + 48, Avx512F.Add(Avx512F.LoadVector512(dx + 48), gradient));
            Avx512F.Store(dx + 64, Avx512F.Add(Avx512F.LoadVector512(dx + 64), gradient));
        }
    }
}

// avgpool1: gradient of AvgPool 3×1, padding [1, 0, 1, 0], not counted
// outputGradient d_avgpool1 2×4×3, NCHW16c
// inputGradient  d_conv1 2×4×3, NCHW16c
internal static void Avgpool1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Avgpool1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// The windows of a rectangle of outputs, clipped to the input.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Avgpool1_Train_InputGradient_Avx512_Clipped(float* outputGradient, float* inputGradient, int rowBegin, int rowEnd, int columnBegin, int columnEnd)
{
    unchecked
    {
        for (int row = rowBegin; row < rowEnd; row++)
        {
            int top = row - 1;
            int firstRow = Math.Max(top, 0);
            int endRow = Math.Min(top + 3, 4);
            for (int column = columnBegin; column < columnEnd; column++)
            {
                int left = column;
                int firstColumn = left;
                int endColumn = left + 1;
                float* dy = outputGradient + row * 48 + column * 16;
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
internal static void Avgpool1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        // Windows overlap or leave gaps: the shares are added to zeros.
        for (int i = 0; i < 192; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        Avgpool1_Train_InputGradient_Avx512_Clipped(outputGradient, inputGradient, 0, 1, 0, 3);
        Avgpool1_Train_InputGradient_Avx512_Clipped(outputGradient, inputGradient, 3, 4, 0, 3);
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                float* dy = outputGradient + 48 + row * 48 + column * 16;
                float* dx = inputGradient + row * 48 + column * 16;
                Vector512<float> gradient = Avx512F.Multiply(Avx512F.LoadVector512(dy), Vector512.Create(0.33333334f));
                Avx512F.Store(dx, Avx512F.Add(Avx512F.LoadVector512(dx), gradient));
                Avx512F.Store(dx + 48, Avx512F.Add(Avx512F.LoadVector512(dx + 48), gradient));
                Avx512F.Store(dx + 96, Avx512F.Add(Avx512F.LoadVector512(dx + 96), gradient));
            }
        }
    }
}
