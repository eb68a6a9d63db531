// [Network(1, 2, 3)]
// [Conv(2, 1), Upsample(2), Upsample([2, 3], Mode = UpsampleMode.Bilinear), Conv(2, 1)]

// ---- Inference ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(2 filters 1×1) of input : 2×2×3 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// upsample1 = Upsample(2×2) of conv1 : 2×4×6 NCHW16c at Arena[2304]
// upsample2 = Upsample(2×3, bilinear) of upsample1 : 2×8×18 NCHW16c at Arena[0]
// conv2 = Conv(2 filters 1×1) of upsample2 : 2×8×18 NCHW16c at Arena[2304]   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×8×18 NCHW at Output
// return conv2_output

// upsample1: Upsample 2×2
// input     conv1 2×2×3, NCHW16c
// output    upsample1 2×4×6, NCHW16c
internal static void Upsample1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Upsample1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Upsample1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 4; row++)
        {
            float* inputRow = input + (row / 2) * 48;
            float* outputRow = output + row * 96;
            for (int column = 0; column < 6; column++)
            {
                float* x = inputRow + (column / 2) * 16;
                float* y = outputRow + column * 16;
                Avx512F.Store(y, Avx512F.LoadVector512(x));
            }
        }
    }
}

// upsample2: Upsample 2×3, bilinear
// input     upsample1 2×4×6, NCHW16c
// output    upsample2 2×8×18, NCHW16c
internal static void Upsample2(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Upsample2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Upsample2_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 8; row++)
        {
            float* y = output + row * 288;
            // In 4ths of the distance between two of the input's rows.
            long rowPlace = row < 1 ? 0L : 2L * row - 1;
            int rowBefore = (int)(rowPlace / 4), rowAfter = rowBefore < 3 ? rowBefore + 1 : rowBefore;
            float rowShare = (rowPlace - rowBefore * 4L) / 4f;
            float* from_0 = input + rowBefore * 96;
            float* from_1 = input + rowAfter * 96;
            for (int column = 0; column < 18; column++)
            {
                // In 6ths of the distance between two of the input's columns.
                long columnPlace = column < 1 ? 0L : 2L * column - 2;
                int columnBefore = (int)(columnPlace / 6), columnAfter = columnBefore < 5 ? columnBefore + 1 : columnBefore;
                float columnShare = (columnPlace - columnBefore * 6L) / 6f;
                float* x_0_0 = from_0 + columnBefore * 16;
                Vector512<float> share_0_0 = Vector512.Create((1f - rowShare) * (1f - columnShare));
                float* x_0_1 = from_0 + columnAfter * 16;
                Vector512<float> share_0_1 = Vector512.Create((1f - rowShare) * columnShare);
                float* x_1_0 = from_1 + columnBefore * 16;
                Vector512<float> share_1_0 = Vector512.Create(rowShare * (1f - columnShare));
                float* x_1_1 = from_1 + columnAfter * 16;
                Vector512<float> share_1_1 = Vector512.Create(rowShare * columnShare);
                Vector512<float> sum_0 = Avx512F.Multiply(Avx512F.LoadVector512(x_0_0), share_0_0);
                sum_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x_0_1), share_0_1, sum_0);
                sum_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x_1_0), share_1_0, sum_0);
                sum_0 = Avx512F.FusedMultiplyAdd(Avx512F.LoadVector512(x_1_1), share_1_1, sum_0);
                Avx512F.Store(y, sum_0);
                y += 16;
            }
        }
    }
}

// ---- Training ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(2 filters 1×1) of input : 2×2×3 NCHW16c at Arena[7296]   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// upsample1 = Upsample(2×2) of conv1 : 2×4×6 NCHW16c at Arena[6912]
// upsample2 = Upsample(2×3, bilinear) of upsample1 : 2×8×18 NCHW16c at Arena[0]
// conv2 = Conv(2 filters 1×1) of upsample2 : 2×8×18 NCHW16c at Arena[2304]   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×8×18 NCHW at Output
// d_conv2 = LoadGradient of loss, conv2 : 2×8×18 NCHW16c at Arena[4608]
// d_conv2_weights = ConvWeightGradient of upsample2, d_conv2   weights conv2.weight[2, 2, 1, 1], conv2.bias[2]
// d_upsample2 = ConvInputGradient of d_conv2 : 2×8×18 NCHW16c at Arena[0]
// d_upsample1 = UpsampleGradient of d_upsample2 : 2×4×6 NCHW16c at Arena[2304]
// d_conv1 = UpsampleGradient of d_upsample1 : 2×2×3 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 1, 1], conv1.bias[2]
// return conv2_output

// upsample1: Upsample 2×2
// input     conv1 2×2×3, NCHW16c
// output    upsample1 2×4×6, NCHW16c
internal static void Upsample1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Upsample1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// upsample2: Upsample 2×3, bilinear
// input     upsample1 2×4×6, NCHW16c
// output    upsample2 2×8×18, NCHW16c
internal static void Upsample2_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Upsample2_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// upsample2: gradient of Upsample 2×3, bilinear
// outputGradient d_upsample2 2×8×18, NCHW16c
// inputGradient  d_upsample1 2×4×6, NCHW16c
internal static void Upsample2_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Upsample2_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Upsample2_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int i = 0; i < 384; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 8; row++)
        {
            float* y = outputGradient + row * 288;
            // In 4ths of the distance between two of the input's rows.
            long rowPlace = row < 1 ? 0L : 2L * row - 1;
            int rowBefore = (int)(rowPlace / 4), rowAfter = rowBefore < 3 ? rowBefore + 1 : rowBefore;
            float rowShare = (rowPlace - rowBefore * 4L) / 4f;
            float* from_0 = inputGradient + rowBefore * 96;
            float* from_1 = inputGradient + rowAfter * 96;
            for (int column = 0; column < 18; column++)
            {
                // In 6ths of the distance between two of the input's columns.
                long columnPlace = column < 1 ? 0L : 2L * column - 2;
                int columnBefore = (int)(columnPlace / 6), columnAfter = columnBefore < 5 ? columnBefore + 1 : columnBefore;
                float columnShare = (columnPlace - columnBefore * 6L) / 6f;
                float* x_0_0 = from_0 + columnBefore * 16;
                Vector512<float> share_0_0 = Vector512.Create((1f - rowShare) * (1f - columnShare));
                float* x_0_1 = from_0 + columnAfter * 16;
                Vector512<float> share_0_1 = Vector512.Create((1f - rowShare) * columnShare);
                float* x_1_0 = from_1 + columnBefore * 16;
                Vector512<float> share_1_0 = Vector512.Create(rowShare * (1f - columnShare));
                float* x_1_1 = from_1 + columnAfter * 16;
                Vector512<float> share_1_1 = Vector512.Create(rowShare * columnShare);
                Vector512<float> gradient_0 = Avx512F.LoadVector512(y);
                Avx512F.Store(x_0_0, Avx512F.FusedMultiplyAdd(gradient_0, share_0_0, Avx512F.LoadVector512(x_0_0)));
                Avx512F.Store(x_0_1, Avx512F.FusedMultiplyAdd(gradient_0, share_0_1, Avx512F.LoadVector512(x_0_1)));
                Avx512F.Store(x_1_0, Avx512F.FusedMultiplyAdd(gradient_0, share_1_0, Avx512F.LoadVector512(x_1_0)));
                Avx512F.Store(x_1_1, Avx512F.FusedMultiplyAdd(gradient_0, share_1_1, Avx512F.LoadVector512(x_1_1)));
                y += 16;
            }
        }
    }
}

// upsample1: gradient of Upsample 2×2
// outputGradient d_upsample1 2×4×6, NCHW16c
// inputGradient  d_conv1 2×2×3, NCHW16c
internal static void Upsample1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Upsample1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Upsample1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int i = 0; i < 96; i += 16)
        {
            Avx512F.Store(inputGradient + i, Vector512<float>.Zero);
        }
        for (int row = 0; row < 4; row++)
        {
            float* inputRow = inputGradient + (row / 2) * 48;
            float* outputRow = outputGradient + row * 96;
            for (int column = 0; column < 6; column++)
            {
                float* x = inputRow + (column / 2) * 16;
                float* y = outputRow + column * 16;
                Avx512F.Store(x, Avx512F.Add(Avx512F.LoadVector512(x), Avx512F.LoadVector512(y)));
            }
        }
    }
}
