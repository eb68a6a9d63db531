// [Network(1, 5, 6)]
// [Conv(2, 2), GlobalAvgPool, Dense(2)]

// ---- Inference ----
//
// input 1×5×6 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×5 NCHW16c at BatchArena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// globalavgpool1 = GlobalAvgPool(4×5) of conv1 : 2 vector at BatchArena[320]
// fc1 = Dense(2 units) of globalavgpool1 : 2 vector at BatchArena[0]   weights fc1.weight[2, 2], fc1.bias[2]
// fc1_output = Store of fc1 : 2 NCHW at Output
// return fc1_output

// globalavgpool1: GlobalAvgPool 4×5
// input     conv1 2×4×5, NCHW16c
// output    globalavgpool1 2, vector
internal static void Globalavgpool1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Globalavgpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Globalavgpool1_Avx512(float* input, float* output)
{
    unchecked
    {
        Vector512<float> joined_0 = Vector512<float>.Zero;
        Vector512<float> joined_1 = Vector512<float>.Zero;
        Vector512<float> joined_2 = Vector512<float>.Zero;
        Vector512<float> joined_3 = Vector512<float>.Zero;
        float* x = input;
        for (int i = 0; i < 5; i++)
        {
            joined_0 = Avx512F.Add(joined_0, Avx512F.LoadVector512(x));
            joined_1 = Avx512F.Add(joined_1, Avx512F.LoadVector512(x + 16));
            joined_2 = Avx512F.Add(joined_2, Avx512F.LoadVector512(x + 32));
            joined_3 = Avx512F.Add(joined_3, Avx512F.LoadVector512(x + 48));
            x += 64;
        }
        joined_0 = Avx512F.Add(joined_0, joined_2);
        joined_1 = Avx512F.Add(joined_1, joined_3);
        joined_0 = Avx512F.Add(joined_0, joined_1);
        float* y = output;
        Avx512F.Store(y, Avx512F.Multiply(joined_0, Vector512.Create(0.05f)));
    }
}

// ---- Training ----
//
// input 1×5×6 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×5 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// globalavgpool1 = GlobalAvgPool(4×5) of conv1 : 2 vector at Arena[640]
// fc1 = Dense(2 units) of globalavgpool1 : 2 vector at Arena[320]   weights fc1.weight[2, 2], fc1.bias[2]
// fc1_output = Store of fc1 : 2 NCHW at Output
// d_fc1 = LoadGradient of loss, fc1 : 2 vector at Arena[336]
// d_fc1_weights = DenseWeightGradient of globalavgpool1, d_fc1   weights fc1.weight[2, 2], fc1.bias[2]
// d_globalavgpool1 = DenseInputGradient of d_fc1, globalavgpool1 : 2 vector at Arena[656]
// d_conv1 = GlobalAvgPoolGradient of conv1, globalavgpool1, d_globalavgpool1 : 2×4×5 NCHW16c at Arena[320]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return fc1_output

// globalavgpool1: GlobalAvgPool 4×5
// input     conv1 2×4×5, NCHW16c
// output    globalavgpool1 2, vector
internal static void Globalavgpool1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Globalavgpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// globalavgpool1: gradient of GlobalAvgPool 4×5
// outputGradient d_globalavgpool1 2, vector
// inputGradient  d_conv1 2×4×5, NCHW16c
internal static void Globalavgpool1_Train_InputGradient(float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Globalavgpool1_Train_InputGradient_Avx512(outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Globalavgpool1_Train_InputGradient_Avx512(float* outputGradient, float* inputGradient)
{
    unchecked
    {
        float* dy = outputGradient;
        Vector512<float> gradient = Avx512F.Multiply(Avx512F.LoadVector512(dy), Vector512.Create(0.05f));
        float* dx = inputGradient;
        for (int i = 0; i < 320; i += 16)
        {
            Avx512F.Store(dx + i, gradient);
        }
    }
}
