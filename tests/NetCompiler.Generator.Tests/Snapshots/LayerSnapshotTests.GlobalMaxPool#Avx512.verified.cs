// [Network(1, 5, 6)]
// [Conv(2, 2), GlobalMaxPool, Dense(2)]

// ---- Inference ----
//
// input 1×5×6 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×5 NCHW16c at BatchArena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// globalmaxpool1 = GlobalMaxPool(4×5) of conv1 : 2 vector at BatchArena[320]
// fc1 = Dense(2 units) of globalmaxpool1 : 2 vector at BatchArena[0]   weights fc1.weight[2, 2], fc1.bias[2]
// fc1_output = Store of fc1 : 2 NCHW at Output
// return fc1_output

// globalmaxpool1: GlobalMaxPool 4×5
// input     conv1 2×4×5, NCHW16c
// output    globalmaxpool1 2, vector
internal static void Globalmaxpool1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Globalmaxpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Globalmaxpool1_Avx512(float* input, float* output)
{
    unchecked
    {
        Vector512<float> joined_0 = Vector512.Create(float.NegativeInfinity);
        Vector512<float> joined_1 = Vector512.Create(float.NegativeInfinity);
        Vector512<float> joined_2 = Vector512.Create(float.NegativeInfinity);
        Vector512<float> joined_3 = Vector512.Create(float.NegativeInfinity);
        float* x = input;
        for (int i = 0; i < 5; i++)
        {
            joined_0 = Vector512.ConditionalSelect(Vector512.Equals(joined_0, joined_0), Avx512F.Max(joined_0, Avx512F.LoadVector512(x)), joined_0);
            joined_1 = Vector512.ConditionalSelect(Vector512.Equals(joined_1, joined_1), Avx512F.Max(joined_1, Avx512F.LoadVector512(x + 16)), joined_1);
            joined_2 = Vector512.ConditionalSelect(Vector512.Equals(joined_2, joined_2), Avx512F.Max(joined_2, Avx512F.LoadVector512(x + 32)), joined_2);
            joined_3 = Vector512.ConditionalSelect(Vector512.Equals(joined_3, joined_3), Avx512F.Max(joined_3, Avx512F.LoadVector512(x + 48)), joined_3);
            x += 64;
        }
        joined_0 = Vector512.ConditionalSelect(Vector512.Equals(joined_0, joined_0), Avx512F.Max(joined_0, joined_2), joined_0);
        joined_1 = Vector512.ConditionalSelect(Vector512.Equals(joined_1, joined_1), Avx512F.Max(joined_1, joined_3), joined_1);
        joined_0 = Vector512.ConditionalSelect(Vector512.Equals(joined_0, joined_0), Avx512F.Max(joined_0, joined_1), joined_0);
        float* y = output;
        Avx512F.Store(y, joined_0);
    }
}

// ---- Training ----
//
// input 1×5×6 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×4×5 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// globalmaxpool1 = GlobalMaxPool(4×5) of conv1 : 2 vector at Arena[640]
// fc1 = Dense(2 units) of globalmaxpool1 : 2 vector at Arena[320]   weights fc1.weight[2, 2], fc1.bias[2]
// fc1_output = Store of fc1 : 2 NCHW at Output
// d_fc1 = LoadGradient of loss, fc1 : 2 vector at Arena[336]
// d_fc1_weights = DenseWeightGradient of globalmaxpool1, d_fc1   weights fc1.weight[2, 2], fc1.bias[2]
// d_globalmaxpool1 = DenseInputGradient of d_fc1, globalmaxpool1 : 2 vector at Arena[656]
// d_conv1 = GlobalMaxPoolGradient of conv1, globalmaxpool1, d_globalmaxpool1 : 2×4×5 NCHW16c at Arena[320]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return fc1_output

// globalmaxpool1: GlobalMaxPool 4×5
// input     conv1 2×4×5, NCHW16c
// output    globalmaxpool1 2, vector
internal static void Globalmaxpool1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Globalmaxpool1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// globalmaxpool1: gradient of GlobalMaxPool 4×5
// input          conv1 2×4×5, NCHW16c
// output         globalmaxpool1 2, vector
// outputGradient d_globalmaxpool1 2, vector
// inputGradient  d_conv1 2×4×5, NCHW16c
internal static void Globalmaxpool1_Train_InputGradient(float* input, float* output, float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Globalmaxpool1_Train_InputGradient_Avx512(input, output, outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Globalmaxpool1_Train_InputGradient_Avx512(float* input, float* output, float* outputGradient, float* inputGradient)
{
    unchecked
    {
        float* y = output;
        float* dy = outputGradient;
        Vector512<float> gradient = Avx512F.LoadVector512(dy);
        Vector512<float> result = Avx512F.LoadVector512(y);
        float* x = input;
        float* dx = inputGradient;
        for (int i = 0; i < 320; i += 16)
        {
            Vector512<float> share_0 = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + i), result), gradient, Vector512<float>.Zero);
            gradient = Vector512.ConditionalSelect(Vector512.Equals(Avx512F.LoadVector512(x + i), result), Vector512<float>.Zero, gradient);
            Avx512F.Store(dx + i, share_0);
        }
    }
}
