// [Network(2, 3, 4)]
// [Conv(9, 2), Gram]

// ---- Inference ----
//
// input 2×3×4 NCHW at Input
// conv1 = Conv(9 filters 2×2) of input : 9×2×3 NCHW16c at Arena[1296]   weights conv1.weight[9, 2, 2, 2], conv1.bias[9]
// gram1 = Gram of conv1 : 1×9×9 NCHW16c at Arena[0]
// gram1_output = Store of gram1 : 1×9×9 NCHW at Output
// return gram1_output

// gram1: Gram
// input     conv1 9×2×3, NCHW16c
// output    gram1 1×9×9, NCHW16c
internal static void Gram1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Gram1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Gram1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 9; row += 8)
        {
            for (int column = 0; column < 9; column += 16)
            {
                Vector512<float> sum_0 = Vector512<float>.Zero;
                Vector512<float> sum_1 = Vector512<float>.Zero;
                Vector512<float> sum_2 = Vector512<float>.Zero;
                Vector512<float> sum_3 = Vector512<float>.Zero;
                Vector512<float> sum_4 = Vector512<float>.Zero;
                Vector512<float> sum_5 = Vector512<float>.Zero;
                Vector512<float> sum_6 = Vector512<float>.Zero;
                Vector512<float> sum_7 = Vector512<float>.Zero;
                for (int y = 0; y < 2; y++)
                {
                    float* a = input + y * 48 + row / 16 * 96 + row % 16;
                    float* b = input + y * 48 + column / 16 * 96 + column % 16;
                    for (int i = 0; i < 48; i += 16)
                    {
                        Vector512<float> others = Avx512F.LoadVector512(b + i);
                        sum_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(a + i)), others, sum_0);
                        sum_1 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(a + i + 1)), others, sum_1);
                        sum_2 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(a + i + 2)), others, sum_2);
                        sum_3 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(a + i + 3)), others, sum_3);
                        sum_4 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(a + i + 4)), others, sum_4);
                        sum_5 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(a + i + 5)), others, sum_5);
                        sum_6 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(a + i + 6)), others, sum_6);
                        sum_7 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(a + i + 7)), others, sum_7);
                    }
                }
                float* to = output + row * 144 + column * 16;
                int lanes = Math.Min(16, 9 - column);
                for (int lane = 0; lane < lanes; lane++)
                    to[0 + lane * 16] = sum_0.GetElement(lane) * 0.018518519f;
                if (row + 1 < 9)
                {
                    for (int lane = 0; lane < lanes; lane++)
                        to[144 + lane * 16] = sum_1.GetElement(lane) * 0.018518519f;
                }
                if (row + 2 < 9)
                {
                    for (int lane = 0; lane < lanes; lane++)
                        to[288 + lane * 16] = sum_2.GetElement(lane) * 0.018518519f;
                }
                if (row + 3 < 9)
                {
                    for (int lane = 0; lane < lanes; lane++)
                        to[432 + lane * 16] = sum_3.GetElement(lane) * 0.018518519f;
                }
                if (row + 4 < 9)
                {
                    for (int lane = 0; lane < lanes; lane++)
                        to[576 + lane * 16] = sum_4.GetElement(lane) * 0.018518519f;
                }
                if (row + 5 < 9)
                {
                    for (int lane = 0; lane < lanes; lane++)
                        to[720 + lane * 16] = sum_5.GetElement(lane) * 0.018518519f;
                }
                if (row + 6 < 9)
                {
                    for (int lane = 0; lane < lanes; lane++)
                        to[864 + lane * 16] = sum_6.GetElement(lane) * 0.018518519f;
                }
                if (row + 7 < 9)
                {
                    for (int lane = 0; lane < lanes; lane++)
                        to[1008 + lane * 16] = sum_7.GetElement(lane) * 0.018518519f;
                }
            }
        }
    }
}

// ---- Training ----
//
// input 2×3×4 NCHW at Input
// conv1 = Conv(9 filters 2×2) of input : 9×2×3 NCHW16c at Arena[2592]   weights conv1.weight[9, 2, 2, 2], conv1.bias[9]
// gram1 = Gram of conv1 : 1×9×9 NCHW16c at Arena[0]
// gram1_output = Store of gram1 : 1×9×9 NCHW at Output
// d_gram1 = LoadGradient of loss, gram1 : 1×9×9 NCHW16c at Arena[1296]
// d_conv1 = GramGradient of conv1, d_gram1 : 9×2×3 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[9, 2, 2, 2], conv1.bias[9]
// return gram1_output

// gram1: Gram
// input     conv1 9×2×3, NCHW16c
// output    gram1 1×9×9, NCHW16c
internal static void Gram1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Gram1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// gram1: gradient of Gram
// input          conv1 9×2×3, NCHW16c
// outputGradient d_gram1 1×9×9, NCHW16c
// inputGradient  d_conv1 9×2×3, NCHW16c
internal static void Gram1_Train_InputGradient(float* input, float* outputGradient, float* inputGradient, float* matrix)
{
    if (Avx512F.IsSupported)
        Gram1_Train_InputGradient_Avx512(input, outputGradient, inputGradient, matrix);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Gram1_Train_InputGradient_Avx512(float* input, float* outputGradient, float* inputGradient, float* matrix)
{
    unchecked
    {
        for (int row = 0; row < 9; row++)
        {
            for (int column = 0; column < 16; column++)
            {
                matrix[row * 16 + column] = column >= 9 ? 0f : (*(outputGradient + row * 144 + column * 16) + *(outputGradient + column * 144 + row * 16)) * 0.018518519f;
            }
        }
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 3; x++)
            {
                float* from = input + y * 48 + x * 16;
                float* to = inputGradient + y * 48 + x * 16;
                {
                    Vector512<float> sum_0 = Vector512<float>.Zero;
                    float* row = matrix + 0;
                    for (int lane = 0; lane < 9; lane++)
                    {
                        Vector512<float> number = Vector512.Create(*(from + lane));
                        sum_0 = Avx512F.FusedMultiplyAdd(number, Avx512F.LoadVector512(row), sum_0);
                        row += 16;
                    }
                    Avx512F.Store(to + (0 + 0) / 16 * 96 + (0 + 0) % 16, sum_0);
                }
            }
        }
    }
}
