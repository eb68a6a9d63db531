// [Network(1, 3, 4)]
// [Conv(18, 2), LocalResponseNorm(3)]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(18 filters 2×2) of input : 18×2×3 NCHW16c at Arena[0]   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// lrn1 = LocalResponseNorm(3 channels, alpha 3.3333334E-05, beta 0.75, k 1) of conv1 : 18×2×3 NCHW16c at Arena[192]
// lrn1_output = Store of lrn1 : 18×2×3 NCHW at Output
// return lrn1_output

// lrn1: LocalResponseNorm, 3 channels, alpha 3.3333334E-05, beta 0.75, k 1
// input     conv1 18×2×3, NCHW16c
// output    lrn1 18×2×3, NCHW16c
internal static void Lrn1(float* input, float* output, float* scratch)
{
    if (Avx512F.IsSupported)
        Lrn1_Avx512(input, output, scratch);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Lrn1_Avx512(float* input, float* output, float* scratch)
{
    unchecked
    {
        float* squares = scratch + 16;
        for (int i = 0; i < 64; i += 16)
            Avx512F.Store(scratch + i, Vector512<float>.Zero);
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                float* x = input + row * 48 + column * 16;
                float* y = output + row * 48 + column * 16;
                {
                    Vector512<float> value = Avx512F.LoadVector512(x);
                    Avx512F.Store(squares, Avx512F.Multiply(value, value));
                }
                {
                    Vector512<float> value = Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), Avx512F.LoadVector512(x + 96), Vector512<float>.Zero);
                    Avx512F.Store(squares + 16, Avx512F.Multiply(value, value));
                }
                {
                    Vector512<float> sum = Avx512F.LoadVector512(squares - 1);
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(squares));
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(squares + 1));
                    sum = Avx512F.FusedMultiplyAdd(sum, Vector512.Create(3.3333334E-05f), Vector512.Create(1f));
                    Vector512<float> root = Avx512F.Sqrt(sum);
                    Avx512F.Store(y, Avx512F.Divide(Avx512F.LoadVector512(x), Avx512F.Multiply(root, Avx512F.Sqrt(root))));
                }
                {
                    Vector512<float> sum = Avx512F.LoadVector512(squares + 16 - 1);
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(squares + 16));
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(squares + 16 + 1));
                    sum = Avx512F.FusedMultiplyAdd(sum, Vector512.Create(3.3333334E-05f), Vector512.Create(1f));
                    Vector512<float> root = Avx512F.Sqrt(sum);
                    Avx512F.Store(y + 96, Avx512F.Divide(Avx512F.LoadVector512(x + 96), Avx512F.Multiply(root, Avx512F.Sqrt(root))));
                }
            }
        }
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// conv1 = Conv(18 filters 2×2) of input : 18×2×3 NCHW16c at Arena[0]   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// lrn1 = LocalResponseNorm(3 channels, alpha 3.3333334E-05, beta 0.75, k 1) of conv1 : 18×2×3 NCHW16c at Arena[192]
// lrn1_output = Store of lrn1 : 18×2×3 NCHW at Output
// d_lrn1 = LoadGradient of loss, lrn1 : 18×2×3 NCHW16c at Arena[384]
// d_conv1 = LocalResponseNormGradient of conv1, d_lrn1 : 18×2×3 NCHW16c at Arena[192]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// return lrn1_output

// lrn1: LocalResponseNorm, 3 channels, alpha 3.3333334E-05, beta 0.75, k 1
// input     conv1 18×2×3, NCHW16c
// output    lrn1 18×2×3, NCHW16c
internal static void Lrn1_Train(float* input, float* output, float* scratch)
{
    if (Avx512F.IsSupported)
        Lrn1_Avx512(input, output, scratch);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// lrn1: gradient of LocalResponseNorm, 3 channels, alpha 3.3333334E-05, beta 0.75, k 1
// input          conv1 18×2×3, NCHW16c
// outputGradient d_lrn1 18×2×3, NCHW16c
// inputGradient  d_conv1 18×2×3, NCHW16c
internal static void Lrn1_Train_InputGradient(float* input, float* outputGradient, float* inputGradient, float* scratch)
{
    if (Avx512F.IsSupported)
        Lrn1_Train_InputGradient_Avx512(input, outputGradient, inputGradient, scratch);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Lrn1_Train_InputGradient_Avx512(float* input, float* outputGradient, float* inputGradient, float* scratch)
{
    unchecked
    {
        float* squares = scratch + 16;
        float* shares = scratch + 80;
        for (int i = 0; i < 128; i += 16)
            Avx512F.Store(scratch + i, Vector512<float>.Zero);
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                float* x = input + row * 48 + column * 16;
                float* dy = outputGradient + row * 48 + column * 16;
                float* dx = inputGradient + row * 48 + column * 16;
                {
                    Vector512<float> value = Avx512F.LoadVector512(x);
                    Avx512F.Store(squares, Avx512F.Multiply(value, value));
                }
                {
                    Vector512<float> value = Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), Avx512F.LoadVector512(x + 96), Vector512<float>.Zero);
                    Avx512F.Store(squares + 16, Avx512F.Multiply(value, value));
                }
                {
                    Vector512<float> sum = Avx512F.LoadVector512(squares - 1);
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(squares));
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(squares + 1));
                    sum = Avx512F.FusedMultiplyAdd(sum, Vector512.Create(3.3333334E-05f), Vector512.Create(1f));
                    Vector512<float> root = Avx512F.Sqrt(sum);
                    Vector512<float> direct = Avx512F.Divide(Avx512F.LoadVector512(dy), Avx512F.Multiply(root, Avx512F.Sqrt(root)));
                    Avx512F.Store(dx, direct);
                    Avx512F.Store(shares, Avx512F.Divide(Avx512F.Multiply(direct, Avx512F.LoadVector512(x)), sum));
                }
                {
                    Vector512<float> sum = Avx512F.LoadVector512(squares + 16 - 1);
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(squares + 16));
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(squares + 16 + 1));
                    sum = Avx512F.FusedMultiplyAdd(sum, Vector512.Create(3.3333334E-05f), Vector512.Create(1f));
                    Vector512<float> root = Avx512F.Sqrt(sum);
                    Vector512<float> direct = Avx512F.Divide(Avx512F.LoadVector512(dy + 96), Avx512F.Multiply(root, Avx512F.Sqrt(root)));
                    Avx512F.Store(dx + 96, direct);
                    Avx512F.Store(shares + 16, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), Avx512F.Divide(Avx512F.Multiply(direct, Avx512F.LoadVector512(x + 96)), sum), Vector512<float>.Zero));
                }
                {
                    Vector512<float> sum = Avx512F.LoadVector512(shares - 1);
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(shares));
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(shares + 1));
                    Vector512<float> factor = Avx512F.Multiply(Avx512F.LoadVector512(x), Vector512.Create(-5.0000002E-05f));
                    Avx512F.Store(dx, Avx512F.FusedMultiplyAdd(factor, sum, Avx512F.LoadVector512(dx)));
                }
                {
                    Vector512<float> sum = Avx512F.LoadVector512(shares + 16 - 1);
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(shares + 16));
                    sum = Avx512F.Add(sum, Avx512F.LoadVector512(shares + 16 + 1));
                    Vector512<float> factor = Avx512F.Multiply(Avx512F.LoadVector512(x + 96), Vector512.Create(-5.0000002E-05f));
                    Avx512F.Store(dx + 96, Avx512F.FusedMultiplyAdd(factor, sum, Avx512F.LoadVector512(dx + 96)));
                }
            }
        }
    }
}
