// [Network(1, 3, 4)]
// [Conv(2, 1, Name = "a"), Conv(2, 1), Add("a"), Relu]

// ---- Inference ----
//
// input 1×3×4 NCHW at Input
// a = Conv(2 filters 1×1) of input : 2×3×4 NCHW16c at Arena[0]   weights a.weight[2, 1, 1, 1], a.bias[2]
// conv1 = Conv(2 filters 1×1) of a : 2×3×4 NCHW16c at Arena[192]   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// relu1 = Add → Relu of conv1, a : 2×3×4 NCHW16c at Arena[384]
// relu1_output = Store of relu1 : 2×3×4 NCHW at Output
// return relu1_output

// add1: Add
// input_0   conv1 2×3×4, NCHW16c
// input_1   a 2×3×4, NCHW16c
// output    relu1 2×3×4, NCHW16c
internal static void Add1(float* input_0, float* input_1, float* output)
{
    if (Avx512F.IsSupported)
        Add1_Avx512(input_0, input_1, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Add1_Avx512(float* input_0, float* input_1, float* output)
{
    unchecked
    {
        for (int i = 0; i < 192; i += 16)
        {
            Vector512<float> sum = Avx512F.LoadVector512(input_0 + i);
            sum = Avx512F.Add(sum, Avx512F.LoadVector512(input_1 + i));
            sum = Avx512F.Max(Vector512<float>.Zero, sum);
            Avx512F.Store(output + i, sum);
        }
    }
}

// ---- Training ----
//
// input 1×3×4 NCHW at Input
// a = Conv(2 filters 1×1) of input : 2×3×4 NCHW16c at Arena[0]   weights a.weight[2, 1, 1, 1], a.bias[2]
// conv1 = Conv(2 filters 1×1) of a : 2×3×4 NCHW16c at Arena[192]   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// relu1 = Add → Relu of conv1, a : 2×3×4 NCHW16c at Arena[384]
// relu1_output = Store of relu1 : 2×3×4 NCHW at Output
// d_relu1 = LoadGradient of loss, relu1 : 2×3×4 NCHW16c at Arena[576]
// d_add1_before_relu = ReluGradient of relu1, d_relu1 : 2×3×4 NCHW16c at Arena[576]
// d_conv1 = CopiedGradient of d_add1_before_relu : 2×3×4 NCHW16c at Arena[192]
// d_a = SharedGradient of d_add1_before_relu : 2×3×4 NCHW16c at Arena[576]
// d_conv1_weights = ConvWeightGradient of a, d_conv1   weights conv1.weight[2, 2, 1, 1], conv1.bias[2]
// d_a = ConvInputGradient of d_conv1 : 2×3×4 NCHW16c at Arena[0]
// d_a = AddGradient of d_a, d_a : 2×3×4 NCHW16c at Arena[576]
// d_a_weights = ConvWeightGradient of input, d_a   weights a.weight[2, 1, 1, 1], a.bias[2]
// return relu1_output

// add1: Add
// input_0   conv1 2×3×4, NCHW16c
// input_1   a 2×3×4, NCHW16c
// output    relu1 2×3×4, NCHW16c
internal static void Add1_Train(float* input_0, float* input_1, float* output)
{
    if (Avx512F.IsSupported)
        Add1_Avx512(input_0, input_1, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// conv1: adds a gradient to those of other readers
// input_0   d_a 2×3×4, NCHW16c
// input_1   d_a 2×3×4, NCHW16c
// output    d_a 2×3×4, NCHW16c
internal static void Conv1_Train_AddGradient_d_a(float* input_0, float* input_1, float* output)
{
    if (Avx512F.IsSupported)
        Conv1_Train_AddGradient_d_a_Avx512(input_0, input_1, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv1_Train_AddGradient_d_a_Avx512(float* input_0, float* input_1, float* output)
{
    unchecked
    {
        for (int i = 0; i < 192; i += 16)
        {
            Vector512<float> sum = Avx512F.LoadVector512(input_0 + i);
            sum = Avx512F.Add(sum, Avx512F.LoadVector512(input_1 + i));
            Avx512F.Store(output + i, sum);
        }
    }
}
