// [Network(1, 5, 4)]
// [Conv(2, 2), MaxPool([2, 3], Stride = 1, Pads = [1, 1, 0, 1]), MaxPool(2)]

// ---- Inference ----
//
// input 1×5×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// maxpool1 = MaxPool(2×3, padding [1, 1, 0, 1]) of conv1 : 2×4×3 NCHW16c at Arena[192]
// maxpool2 = MaxPool(2×2, stride 2) of maxpool1 : 2×2×1 NCHW16c at Arena[0]
// maxpool2_output = Store of maxpool2 : 2×2×1 NCHW at Output
// return maxpool2_output

// maxpool1: MaxPool 2×3, padding [1, 1, 0, 1]
// input     conv1 2×4×3, NCHW16c
// output    maxpool1 2×4×3, NCHW16c
internal static void Maxpool1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Maxpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// The windows of a rectangle of outputs, clipped to the input.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Maxpool1_Avx512_Clipped(float* input, float* output, int rowBegin, int rowEnd, int columnBegin, int columnEnd)
{
    unchecked
    {
        for (int row = rowBegin; row < rowEnd; row++)
        {
            int top = row - 1;
            int firstRow = Math.Max(top, 0);
            int endRow = top + 2;
            for (int column = columnBegin; column < columnEnd; column++)
            {
                int left = column - 1;
                int firstColumn = Math.Max(left, 0);
                int endColumn = Math.Min(left + 3, 3);
                Vector512<float> joined_0 = Vector512.Create(float.NegativeInfinity);
                for (int i = firstRow; i < endRow; i++)
                {
                    for (int j = firstColumn; j < endColumn; j++)
                    {
                        float* x = input + i * 48 + j * 16;
                        joined_0 = Vector512.ConditionalSelect(Vector512.Equals(joined_0, joined_0), Avx512F.Max(joined_0, Avx512F.LoadVector512(x)), joined_0);
                    }
                }
                float* y = output + row * 48 + column * 16;
                Avx512F.Store(y, joined_0);
            }
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Maxpool1_Avx512(float* input, float* output)
{
    unchecked
    {
        Maxpool1_Avx512_Clipped(input, output, 0, 1, 0, 3);
        Maxpool1_Avx512_Clipped(input, output, 1, 4, 0, 1);
        Maxpool1_Avx512_Clipped(input, output, 1, 4, 2, 3);
        for (int row = 0; row < 3; row++)
        {
            float* x = input + row * 48;
            float* y = output + 64 + row * 48;
            Vector512<float> column_0_0 = Avx512F.LoadVector512(x);
            column_0_0 = Vector512.ConditionalSelect(Vector512.Equals(column_0_0, column_0_0), Avx512F.Max(column_0_0, Avx512F.LoadVector512(x + 48)), column_0_0);
            Vector512<float> column_1_0 = Avx512F.LoadVector512(x + 16);
            column_1_0 = Vector512.ConditionalSelect(Vector512.Equals(column_1_0, column_1_0), Avx512F.Max(column_1_0, Avx512F.LoadVector512(x + 64)), column_1_0);
            Vector512<float> column_2_0 = Avx512F.LoadVector512(x + 32);
            column_2_0 = Vector512.ConditionalSelect(Vector512.Equals(column_2_0, column_2_0), Avx512F.Max(column_2_0, Avx512F.LoadVector512(x + 80)), column_2_0);
            Vector512<float> joined_0 = column_0_0;
            joined_0 = Vector512.ConditionalSelect(Vector512.Equals(joined_0, joined_0), Avx512F.Max(joined_0, column_1_0), joined_0);
            joined_0 = Vector512.ConditionalSelect(Vector512.Equals(joined_0, joined_0), Avx512F.Max(joined_0, column_2_0), joined_0);
            Avx512F.Store(y, joined_0);
        }
    }
}

// maxpool2: MaxPool 2×2, stride 2
// input     maxpool1 2×4×3, NCHW16c
// output    maxpool2 2×2×1, NCHW16c
internal static void Maxpool2(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Maxpool2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Maxpool2_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            float* x = input + row * 96;
            float* y = output + row * 16;
            Vector512<float> column_0_0 = Avx512F.LoadVector512(x);
            column_0_0 = Vector512.ConditionalSelect(Vector512.Equals(column_0_0, column_0_0), Avx512F.Max(column_0_0, Avx512F.LoadVector512(x + 48)), column_0_0);
            Vector512<float> column_1_0 = Avx512F.LoadVector512(x + 16);
            column_1_0 = Vector512.ConditionalSelect(Vector512.Equals(column_1_0, column_1_0), Avx512F.Max(column_1_0, Avx512F.LoadVector512(x + 64)), column_1_0);
            Vector512<float> joined_0 = column_0_0;
            joined_0 = Vector512.ConditionalSelect(Vector512.Equals(joined_0, joined_0), Avx512F.Max(joined_0, column_1_0), joined_0);
            Avx512F.Store(y, joined_0);
        }
    }
}

// ---- Training ----
//
// input 1×5×4 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// maxpool1 = MaxPool(2×3, padding [1, 1, 0, 1]) of conv1 : 2×4×3 NCHW16c at Arena[192]
// maxpool2 = MaxPool(2×2, stride 2) of maxpool1 : 2×2×1 NCHW16c at Arena[576]
// maxpool2_output = Store of maxpool2 : 2×2×1 NCHW at Output
// d_maxpool2 = LoadGradient of loss, maxpool2 : 2×2×1 NCHW16c at Arena[608]
// d_maxpool1 = MaxPoolGradient of maxpool1, maxpool2, d_maxpool2 : 2×4×3 NCHW16c at Arena[384]
// d_conv1 = MaxPoolGradient of conv1, maxpool1, d_maxpool1 : 2×4×3 NCHW16c at Arena[576]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return maxpool2_output

// maxpool1: MaxPool 2×3, padding [1, 1, 0, 1]
// input     conv1 2×4×3, NCHW16c
// output    maxpool1 2×4×3, NCHW16c
internal static void Maxpool1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Maxpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// maxpool2: MaxPool 2×2, stride 2
// input     maxpool1 2×4×3, NCHW16c
// output    maxpool2 2×2×1, NCHW16c
internal static void Maxpool2_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Maxpool2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// maxpool2: gradient of MaxPool 2×2, stride 2
// input          maxpool1 2×4×3, NCHW16c
// output         maxpool2 2×2×1, NCHW16c
// outputGradient d_maxpool2 2×2×1, NCHW16c
// inputGradient  d_maxpool1 2×4×3, NCHW16c
internal static void Maxpool2_Train_InputGradient(float* input, float* output, float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Maxpool2_Train_InputGradient_Avx512(input, output, outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Maxpool2_Train_InputGradient_Avx512(float* input, float* output, float* outputGradient, float* inputGradient)
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
            float* x = input + row * 96;
            float* y = output + row * 16;
            float* dy = outputGradient + row * 16;
            float* dx = inputGradient + row * 96;
            Vector512<float> gradient = Avx512F.LoadVector512(dy);
            Vector512<float> result = Avx512F.LoadVector512(y);
            Vector512<float> share_0 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx, Avx512F.Add(Avx512F.LoadVector512(dx), share_0));
            Vector512<float> share_1 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 16), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 16), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + 16, Avx512F.Add(Avx512F.LoadVector512(dx + 16), share_1));
            Vector512<float> share_2 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 48), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 48), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + 48, Avx512F.Add(Avx512F.LoadVector512(dx + 48), share_2));
            Vector512<float> share_3 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 64), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 64), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + 64, Avx512F.Add(Avx512F.LoadVector512(dx + 64), share_3));
        }
    }
}

// maxpool1: gradient of MaxPool 2×3, padding [1, 1, 0, 1]
// input          conv1 2×4×3, NCHW16c
// output         maxpool1 2×4×3, NCHW16c
// outputGradient d_maxpool1 2×4×3, NCHW16c
// inputGradient  d_conv1 2×4×3, NCHW16c
internal static void Maxpool1_Train_InputGradient(float* input, float* output, float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Maxpool1_Train_InputGradient_Avx512(input, output, outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// The windows of a rectangle of outputs, clipped to the input.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Maxpool1_Train_InputGradient_Avx512_Clipped(float* input, float* output, float* outputGradient, float* inputGradient, int rowBegin, int rowEnd, int columnBegin, int columnEnd)
{
    unchecked
    {
        for (int row = rowBegin; row < rowEnd; row++)
        {
            int top = row - 1;
            int firstRow = Math.Max(top, 0);
            int endRow = top + 2;
            for (int column = columnBegin; column < columnEnd; column++)
            {
                int left = column - 1;
                int firstColumn = Math.Max(left, 0);
                int endColumn = Math.Min(left + 3, 3);
                float* y = output + row * 48 + column * 16;
                float* dy = outputGradient + row * 48 + column * 16;
                Vector512<float> gradient = Avx512F.LoadVector512(dy);
                Vector512<float> result = Avx512F.LoadVector512(y);
                for (int i = firstRow; i < endRow; i++)
                {
                    for (int j = firstColumn; j < endColumn; j++)
                    {
                        float* x = input + i * 48 + j * 16;
                        float* dx = inputGradient + i * 48 + j * 16;
                        Vector512<float> share_0 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x), result), gradient, Vector512<float>.Zero);
                        gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x), result), Vector512<float>.Zero, gradient);
                        Avx512F.Store(dx, Avx512F.Add(Avx512F.LoadVector512(dx), share_0));
                    }
                }
            }
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Maxpool1_Train_InputGradient_Avx512(float* input, float* output, float* outputGradient, float* inputGradient)
{
    unchecked
    {
        // Windows overlap or leave gaps: the shares are added to zeros.
        for (int i = 0; i < 192; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        Maxpool1_Train_InputGradient_Avx512_Clipped(input, output, outputGradient, inputGradient, 0, 1, 0, 3);
        Maxpool1_Train_InputGradient_Avx512_Clipped(input, output, outputGradient, inputGradient, 1, 4, 0, 1);
        Maxpool1_Train_InputGradient_Avx512_Clipped(input, output, outputGradient, inputGradient, 1, 4, 2, 3);
        for (int row = 0; row < 3; row++)
        {
            float* x = input + row * 48;
            float* y = output + 64 + row * 48;
            float* dy = outputGradient + 64 + row * 48;
            float* dx = inputGradient + row * 48;
            Vector512<float> gradient = Avx512F.LoadVector512(dy);
            Vector512<float> result = Avx512F.LoadVector512(y);
            Vector512<float> share_0 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx, Avx512F.Add(Avx512F.LoadVector512(dx), share_0));
            Vector512<float> share_1 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 16), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 16), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + 16, Avx512F.Add(Avx512F.LoadVector512(dx + 16), share_1));
            Vector512<float> share_2 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 32), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 32), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + 32, Avx512F.Add(Avx512F.LoadVector512(dx + 32), share_2));
            Vector512<float> share_3 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 48), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 48), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + 48, Avx512F.Add(Avx512F.LoadVector512(dx + 48), share_3));
            Vector512<float> share_4 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 64), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 64), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + 64, Avx512F.Add(Avx512F.LoadVector512(dx + 64), share_4));
            Vector512<float> share_5 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 80), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + 80), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + 80, Avx512F.Add(Avx512F.LoadVector512(dx + 80), share_5));
        }
    }
}
