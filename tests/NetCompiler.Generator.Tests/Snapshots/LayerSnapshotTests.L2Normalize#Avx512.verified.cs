// [Network(1, 3, 4)]
// [Conv(18, 2), L2Normalize]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(18 filters 2×2) of input : 18×2×3 NCHW16c at Arena[0]   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// l2normalize1 = L2Normalize(epsilon 1E-12) of conv1 : 18×2×3 NCHW16c at Arena[192]
// l2normalize1_output = Store of l2normalize1 : 18×2×3 NCHW at Output
// return l2normalize1_output

// l2normalize1: L2Normalize epsilon 1E-12
// input     conv1 18×2×3, NCHW16c
// output    l2normalize1 18×2×3, NCHW16c
internal static void L2normalize1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        L2normalize1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void L2normalize1_Avx512(float* input, float* output)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                float* x = input + row * 48 + column * 16;
                float* y = output + row * 48 + column * 16;
                Vector512<float> squares = Vector512<float>.Zero;
                {
                    Vector512<float> value = Avx512F.LoadVector512(x);
                    squares = Avx512F.FusedMultiplyAdd(value, value, squares);
                }
                {
                    Vector512<float> value = Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), Avx512F.LoadVector512(x + 96), Vector512<float>.Zero);
                    squares = Avx512F.FusedMultiplyAdd(value, value, squares);
                }
                Vector512<float> norm = Avx512F.Sqrt(Vector512.Create(Vector512.Sum(squares)));
                Vector512<float> inverse = Avx512F.Divide(Vector512.Create(1f), Avx512F.Max(Vector512.Create(1E-12f), norm));
                {
                    Avx512F.Store(y, Avx512F.Multiply(Avx512F.LoadVector512(x), inverse));
                }
                {
                    Avx512F.Store(y + 96, Avx512F.Multiply(Avx512F.LoadVector512(x + 96), inverse));
                }
            }
        }
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(18 filters 2×2) of input : 18×2×3 NCHW16c at Arena[0]   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// l2normalize1 = L2Normalize(epsilon 1E-12) of conv1 : 18×2×3 NCHW16c at Arena[192]
// l2normalize1_output = Store of l2normalize1 : 18×2×3 NCHW at Output
// d_l2normalize1 = LoadGradient of loss, l2normalize1 : 18×2×3 NCHW16c at Arena[384]
// d_conv1 = L2NormalizeGradient of conv1, d_l2normalize1 : 18×2×3 NCHW16c at Arena[192]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// return l2normalize1_output

// l2normalize1: L2Normalize epsilon 1E-12
// input     conv1 18×2×3, NCHW16c
// output    l2normalize1 18×2×3, NCHW16c
internal static void L2normalize1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        L2normalize1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// l2normalize1: gradient of L2Normalize
// input          conv1 18×2×3, NCHW16c
// outputGradient d_l2normalize1 18×2×3, NCHW16c
// inputGradient  d_conv1 18×2×3, NCHW16c
internal static void L2normalize1_Train_InputGradient(float* input, float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        L2normalize1_Train_InputGradient_Avx512(input, outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void L2normalize1_Train_InputGradient_Avx512(float* input, float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                float* x = input + row * 48 + column * 16;
                float* dy = outputGradient + row * 48 + column * 16;
                float* dx = inputGradient + row * 48 + column * 16;
                Vector512<float> squares = Vector512<float>.Zero;
                Vector512<float> products = Vector512<float>.Zero;
                {
                    Vector512<float> value = Avx512F.LoadVector512(x);
                    squares = Avx512F.FusedMultiplyAdd(value, value, squares);
                    products = Avx512F.FusedMultiplyAdd(value, Avx512F.LoadVector512(dy), products);
                }
                {
                    Vector512<float> value = Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), Avx512F.LoadVector512(x + 96), Vector512<float>.Zero);
                    squares = Avx512F.FusedMultiplyAdd(value, value, squares);
                    products = Avx512F.FusedMultiplyAdd(value, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), Avx512F.LoadVector512(dy + 96), Vector512<float>.Zero), products);
                }
                Vector512<float> norm = Avx512F.Sqrt(Vector512.Create(Vector512.Sum(squares)));
                Vector512<float> inverse = Avx512F.Divide(Vector512.Create(1f), Avx512F.Max(Vector512.Create(1E-12f), norm));
                Vector512<float> projection = Vector512.ConditionalSelect(Vector512.GreaterThan(norm, Vector512.Create(1E-12f)), Avx512F.Multiply(Vector512.Create(Vector512.Sum(products)), inverse), Vector512<float>.Zero);
                {
                    Vector512<float> value = Avx512F.Multiply(Avx512F.LoadVector512(x), inverse);
                    Avx512F.Store(dx, Avx512F.Multiply(Avx512F.Subtract(Avx512F.LoadVector512(dy), Avx512F.Multiply(value, projection)), inverse));
                }
                {
                    Vector512<float> value = Avx512F.Multiply(Avx512F.LoadVector512(x + 96), inverse);
                    Avx512F.Store(dx + 96, Avx512F.Multiply(Avx512F.Subtract(Avx512F.LoadVector512(dy + 96), Avx512F.Multiply(value, projection)), inverse));
                }
            }
        }
    }
}
