// [Network(3)]
// [Dense(5), RadialBasis(2, Trainable = true)]

// ---- Inference ----
//
// input 3 vector at Input
// fc1 = Dense(5 units) of input : 5 vector at BatchArena[0]   weights fc1.weight[5, 3], fc1.bias[5]
// radialbasis1 = RadialBasis(2 units, trained) of fc1 : 2 vector at Output   weights radialbasis1.weight[2, 5]
// return radialbasis1

// Packs radialbasis1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Radialbasis1_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Radialbasis1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Radialbasis1_weight_Avx512(float* tensor, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
        {
            for (int pixel = 0; pixel < 5; pixel++)
            {
                packed[(channel / 16 * 5 + pixel) * 16 + channel % 16] = channel < 2 ? tensor[channel * 5 + pixel] : 0f;
            }
        }
    }
}

// radialbasis1: RadialBasis, 2 units, trained
// output    radialbasis1 2, vector
// input     fc1 5, vector
internal static void Radialbasis1(float* output, float* input, float* weight)
{
    if (Avx512F.IsSupported)
        Radialbasis1_Avx512(output, input, weight);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Radialbasis1_Avx512(float* output, float* input, float* weight)
{
    unchecked
    {
        {
            float* y = output;
            float* centers = weight;
            Vector512<float> distance_0 = Vector512<float>.Zero;
            for (int i = 0; i < 5; i++)
            {
                Vector512<float> x = Vector512.Create(*(input + i));
                Vector512<float> difference_0 = Avx512F.Subtract(x, Avx512F.LoadVector512(centers + i * 16));
                distance_0 = Avx512F.FusedMultiplyAdd(difference_0, difference_0, distance_0);
            }
            {
                float* yRow = y;
                {
                    Vector512<float> last = distance_0;
                    (yRow)[0] = last.GetElement(0);
                    (yRow)[1] = last.GetElement(1);
                }
            }
        }
    }
}

// ---- Training ----
//
// input 3 vector at Input
// fc1 = Dense(5 units) of input : 5 vector at Arena[0]   weights fc1.weight[5, 3], fc1.bias[5]
// radialbasis1 = RadialBasis(2 units, trained) of fc1 : 2 vector at Arena[16]   weights radialbasis1.weight[2, 5]
// radialbasis1_output = Store of radialbasis1 : 2 NCHW at Output
// d_radialbasis1 = LoadGradient of loss, radialbasis1 : 2 vector at Arena[32]
// d_radialbasis1_weights = RadialBasisWeightGradient of fc1, d_radialbasis1   weights radialbasis1.weight[2, 5]
// d_fc1 = RadialBasisInputGradient of fc1, d_radialbasis1 : 5 vector at Arena[16]
// d_fc1_weights = DenseWeightGradient of input, d_fc1   weights fc1.weight[5, 3], fc1.bias[5]
// return radialbasis1_output

// Packs radialbasis1.weight in blocks of 16 channels, zeros beyond the last.
internal static void Pack_Radialbasis1_Train_weight(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Radialbasis1_weight_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// radialbasis1: RadialBasis, 2 units, trained
// output    radialbasis1 2, vector
// input     fc1 5, vector
internal static void Radialbasis1_Train(float* output, float* input, float* weight)
{
    if (Avx512F.IsSupported)
        Radialbasis1_Train_Avx512(output, input, weight);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Radialbasis1_Train_Avx512(float* output, float* input, float* weight)
{
    unchecked
    {
        {
            float* y = output;
            float* centers = weight;
            Vector512<float> distance_0 = Vector512<float>.Zero;
            for (int i = 0; i < 5; i++)
            {
                Vector512<float> x = Vector512.Create(*(input + i));
                Vector512<float> difference_0 = Avx512F.Subtract(x, Avx512F.LoadVector512(centers + i * 16));
                distance_0 = Avx512F.FusedMultiplyAdd(difference_0, difference_0, distance_0);
            }
            {
                float* yRow = y;
                {
                    Avx512F.Store(yRow, distance_0);
                }
            }
        }
    }
}

// radialbasis1: gradient of the weights
internal static void Radialbasis1_Train_WeightGradient(float* input, float* outputGradient, float* weight, float* weightGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Radialbasis1_Train_WeightGradient_Avx512(input, outputGradient, weight, weightGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Radialbasis1_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* weight, float* weightGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int unit = first; unit < end; unit++)
        {
            for (int i = 0; i < 5; i++)
            {
                float sum = 0f;
                for (int image = 0; image < batch; image++)
                    sum += outputGradient[(nint)image * 48 + unit] * (input[(nint)image * 48 + i] - weight[unit * 5 + i]);
                weightGradient[unit * 5 + i] = -(sum + sum);
            }
        }
    }
}

// radialbasis1: gradient with respect to the input
// input          fc1 5, vector
// outputGradient d_radialbasis1 2, vector
// inputGradient  d_fc1 5, vector
internal static void Radialbasis1_Train_InputGradient(float* input, float* outputGradient, float* inputGradient, float* weight)
{
    if (Avx512F.IsSupported)
        Radialbasis1_Train_InputGradient_Avx512(input, outputGradient, inputGradient, weight);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Radialbasis1_Train_InputGradient_Avx512(float* input, float* outputGradient, float* inputGradient, float* weight)
{
    unchecked
    {
        for (int i = 0; i < 5; i++)
        {
            float sum = 0f;
            for (int unit = 0; unit < 2; unit++)
                sum += outputGradient[unit] * (input[i] - weight[unit * 5 + i]);
            inputGradient[i] = sum + sum;
        }
    }
}
