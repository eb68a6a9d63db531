// [Network(3)]
// [Dense(5), Softmax, Dense(2)]

// ---- Inference ----
//
// input 3 vector at Input
// fc1 = Dense(5 units) of input : 5 vector at BatchArena[0]   weights fc1.weight[5, 3], fc1.bias[5]
// softmax1 = Softmax of fc1 : 5 vector at BatchArena[16]
// fc2 = Dense(2 units) of softmax1 : 2 vector at BatchArena[0]   weights fc2.weight[2, 5], fc2.bias[2]
// fc2_output = Store of fc2 : 2 NCHW at Output
// return fc2_output

// softmax1: Softmax
// input     fc1 5, vector
// output    softmax1 5, vector
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
        float largest = input[0];
        for (int i = 1; i < 5; i++)
            largest = Math.Max(largest, input[i]);
        for (int i = 0; i < 5; i++)
            scratch[i] = input[i] - largest;
        for (int i = 5; i < 16; i++)
            scratch[i] = 0f;
        Exp_Avx512(scratch, scratch, 16);
        float sum = 0f;
        for (int i = 0; i < 5; i++)
            sum += scratch[i];
        float scale = 1f / sum;
        for (int i = 0; i < 5; i++)
            output[i] = scratch[i] * scale;
    }
}

// ---- Training ----
//
// input 3 vector at Input
// fc1 = Dense(5 units) of input : 5 vector at Arena[0]   weights fc1.weight[5, 3], fc1.bias[5]
// softmax1 = Softmax of fc1 : 5 vector at Arena[16]
// fc2 = Dense(2 units) of softmax1 : 2 vector at Arena[32]   weights fc2.weight[2, 5], fc2.bias[2]
// fc2_output = Store of fc2 : 2 NCHW at Output
// d_fc2 = LoadGradient of loss, fc2 : 2 vector at Arena[48]
// d_fc2_weights = DenseWeightGradient of softmax1, d_fc2   weights fc2.weight[2, 5], fc2.bias[2]
// d_softmax1 = DenseInputGradient of d_fc2, softmax1 : 5 vector at Arena[0]
// d_fc1 = SoftmaxGradient of softmax1, d_softmax1 : 5 vector at Arena[32]
// d_fc1_weights = DenseWeightGradient of input, d_fc1   weights fc1.weight[5, 3], fc1.bias[5]
// return fc2_output

// softmax1: Softmax
// input     fc1 5, vector
// output    softmax1 5, vector
internal static void Softmax1_Train(float* input, float* output, float* scratch)
{
    if (Avx512F.IsSupported)
        Softmax1_Train_Avx512(input, output, scratch);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Softmax1_Train_Avx512(float* input, float* output, float* scratch)
{
    unchecked
    {
        float largest = input[0];
        for (int i = 1; i < 5; i++)
            largest = Math.Max(largest, input[i]);
        for (int i = 0; i < 5; i++)
            scratch[i] = input[i] - largest;
        for (int i = 5; i < 16; i++)
            scratch[i] = 0f;
        Exp_Avx512(scratch, scratch, 16);
        float sum = 0f;
        for (int i = 0; i < 5; i++)
            sum += scratch[i];
        float scale = 1f / sum;
        for (int i = 0; i < 5; i++)
            output[i] = scratch[i] * scale;
    }
}

// softmax1: gradient of Softmax
// output         softmax1 5, vector
// outputGradient d_softmax1 5, vector
// inputGradient  d_fc1 5, vector
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
        float dot = 0f;
        for (int i = 0; i < 5; i++)
            dot += output[i] * outputGradient[i];
        for (int i = 0; i < 5; i++)
            inputGradient[i] = output[i] * (outputGradient[i] - dot);
    }
}

// ---- Shared functions ----

// exp(x) as 2ⁿ times a polynomial, relative error about 1e-7.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Exp_Avx512(float* source, float* destination, int count)
{
    unchecked
    {
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> x = Avx512F.LoadVector512(source + i);
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), x));
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
            Avx512F.Store(destination + i, exponential);
        }
    }
}
