// [Network(1, 2, 3)]
// [Conv(18, 2), Softmax, Conv(2, 1)]

// ---- Inference ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(18 filters 2×2) of input : 18×1×2 NCHW16c at Arena[0]   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// softmax1 = Softmax of conv1 : 18×1×2 NCHW16c at Arena[64]
// conv2 = Conv(2 filters 1×1) of softmax1 : 2×1×2 NCHW16c at Arena[0]   weights conv2.weight[2, 18, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×1×2 NCHW at Output
// return conv2_output

// softmax1: Softmax
// input     conv1 18×1×2, NCHW16c
// output    softmax1 18×1×2, NCHW16c
internal static void Softmax1(float* input, float* output, float* scratch)
{
    if (Avx512F.IsSupported)
        Softmax1_Avx512(input, output, scratch);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Softmax1_Avx512(float* input, float* output, float* scratch)
{
    unchecked
    {
        for (int column = 0; column < 2; column++)
        {
            float* x = input + column * 16;
            float* y = output + column * 16;
            Vector512<float> largest = Vector512.Create(float.NegativeInfinity);
            {
                largest = Vector512.ConditionalSelect(Vector512.Equals(largest, largest), Avx512F.Max(largest, Avx512F.LoadVector512(x)), largest);
            }
            {
                largest = Vector512.ConditionalSelect(Vector512.Equals(largest, largest), Avx512F.Max(largest, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), Avx512F.LoadVector512(x + 32), Vector512.Create(float.NegativeInfinity))), largest);
            }
            Vector256<float> largest_8 = Vector256.Max(largest.GetLower(), largest.GetUpper());
            Vector128<float> largest_4 = Vector128.Max(largest_8.GetLower(), largest_8.GetUpper());
            largest = Vector512.Create(Math.Max(Math.Max(largest_4.GetElement(0), largest_4.GetElement(1)), Math.Max(largest_4.GetElement(2), largest_4.GetElement(3))));
            Vector512<float> sum = Vector512<float>.Zero;
            {
                Vector512<float> shifted = Avx512F.Subtract(Avx512F.LoadVector512(x), largest);
                Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), shifted));
                Vector512<float> power = Avx512F.RoundScale(Avx512F.Multiply(exponent, Vector512.Create(1.442695f)), 0);
                Vector512<float> rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(-0.6933594f), exponent);
                rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(0.00021219444f), rest);
                Vector512<float> series = Vector512.Create(0.00019875691f);
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.0013981999f));
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.008333452f));
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.041665796f));
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.16666666f));
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.5f));
                series = Avx512F.Add(Avx512F.FusedMultiplyAdd(series, Avx512F.Multiply(rest, rest), rest), Vector512.Create(1f));
                Vector512<float> exponential = Avx512F.Multiply(series, ((Vector512.ConvertToInt32(power) + Vector512.Create(127)) << 23).AsSingle());
                Avx512F.Store(scratch, exponential);
                sum = Avx512F.Add(sum, exponential);
            }
            {
                Vector512<float> shifted = Avx512F.Subtract(Avx512F.LoadVector512(x + 32), largest);
                Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), shifted));
                Vector512<float> power = Avx512F.RoundScale(Avx512F.Multiply(exponent, Vector512.Create(1.442695f)), 0);
                Vector512<float> rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(-0.6933594f), exponent);
                rest = Avx512F.FusedMultiplyAdd(power, Vector512.Create(0.00021219444f), rest);
                Vector512<float> series = Vector512.Create(0.00019875691f);
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.0013981999f));
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.008333452f));
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.041665796f));
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.16666666f));
                series = Avx512F.FusedMultiplyAdd(series, rest, Vector512.Create(0.5f));
                series = Avx512F.Add(Avx512F.FusedMultiplyAdd(series, Avx512F.Multiply(rest, rest), rest), Vector512.Create(1f));
                Vector512<float> exponential = Avx512F.Multiply(series, ((Vector512.ConvertToInt32(power) + Vector512.Create(127)) << 23).AsSingle());
                Avx512F.Store(scratch + 16, exponential);
                sum = Avx512F.Add(sum, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), exponential, Vector512<float>.Zero));
            }
            sum = Vector512.Create(Vector512.Sum(sum));
            Vector512<float> scale = Avx512F.Divide(Vector512.Create(1f), sum);
            {
                Avx512F.Store(y, Avx512F.Multiply(Avx512F.LoadVector512(scratch), scale));
            }
            {
                Avx512F.Store(y + 32, Avx512F.Multiply(Avx512F.LoadVector512(scratch + 16), scale));
            }
        }
    }
}

// ---- Training ----
//
// input 1×2×3 NCHW at Input
// conv1 = Conv(18 filters 2×2) of input : 18×1×2 NCHW16c at Arena[0]   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// softmax1 = Softmax of conv1 : 18×1×2 NCHW16c at Arena[64]
// conv2 = Conv(2 filters 1×1) of softmax1 : 2×1×2 NCHW16c at Arena[128]   weights conv2.weight[2, 18, 1, 1], conv2.bias[2]
// conv2_output = Store of conv2 : 2×1×2 NCHW at Output
// d_conv2 = LoadGradient of loss, conv2 : 2×1×2 NCHW16c at Arena[160]
// d_conv2_weights = ConvWeightGradient of softmax1, d_conv2   weights conv2.weight[2, 18, 1, 1], conv2.bias[2]
// d_softmax1 = ConvInputGradient of d_conv2 : 18×1×2 NCHW16c at Arena[0]
// d_conv1 = SoftmaxGradient of softmax1, d_softmax1 : 18×1×2 NCHW16c at Arena[128]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[18, 1, 2, 2], conv1.bias[18]
// return conv2_output

// softmax1: Softmax
// input     conv1 18×1×2, NCHW16c
// output    softmax1 18×1×2, NCHW16c
internal static void Softmax1_Train(float* input, float* output, float* scratch)
{
    if (Avx512F.IsSupported)
        Softmax1_Avx512(input, output, scratch);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// softmax1: gradient of Softmax
// output         softmax1 18×1×2, NCHW16c
// outputGradient d_softmax1 18×1×2, NCHW16c
// inputGradient  d_conv1 18×1×2, NCHW16c
internal static void Softmax1_Train_InputGradient(float* output, float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Softmax1_Train_InputGradient_Avx512(output, outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Softmax1_Train_InputGradient_Avx512(float* output, float* outputGradient, float* inputGradient)
{
    unchecked
    {
        for (int column = 0; column < 2; column++)
        {
            float* y = output + column * 16;
            float* dy = outputGradient + column * 16;
            float* dx = inputGradient + column * 16;
            Vector512<float> sum = Vector512<float>.Zero;
            {
                sum = Avx512F.Add(sum, Avx512F.Multiply(Avx512F.LoadVector512(y), Avx512F.LoadVector512(dy)));
            }
            {
                sum = Avx512F.Add(sum, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(2)).AsSingle(), Avx512F.Multiply(Avx512F.LoadVector512(y + 32), Avx512F.LoadVector512(dy + 32)), Vector512<float>.Zero));
            }
            sum = Vector512.Create(Vector512.Sum(sum));
            {
                Avx512F.Store(dx, Avx512F.Multiply(Avx512F.LoadVector512(y), Avx512F.Subtract(Avx512F.LoadVector512(dy), sum)));
            }
            {
                Avx512F.Store(dx + 32, Avx512F.Multiply(Avx512F.LoadVector512(y + 32), Avx512F.Subtract(Avx512F.LoadVector512(dy + 32), sum)));
            }
        }
    }
}
