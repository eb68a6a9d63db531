// [Network(3)]
// [Dense(5), LogSoftmax]

// ---- Inference ----
//
// input 3 vector at Input
// fc1 = Dense(5 units) of input : 5 vector at BatchArena[0]   weights fc1.weight[5, 3], fc1.bias[5]
// logsoftmax1 = LogSoftmax of fc1 : 5 vector at Output
// return logsoftmax1

// logsoftmax1: LogSoftmax
// input     fc1 5, vector
// output    logsoftmax1 5, vector
internal static void Logsoftmax1(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Logsoftmax1_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Logsoftmax1_Avx512(float* input, float* output)
{
    unchecked
    {
        float* x = input;
        float* y = output;
        Vector512<float> largest = Vector512.Create(float.NegativeInfinity);
        {
            largest = Vector512.ConditionalSelect(Vector512.Equals(largest, largest), Avx512F.Max(largest, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(5)).AsSingle(), Avx512F.LoadVector512(x), Vector512.Create(float.NegativeInfinity))), largest);
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
            sum = Avx512F.Add(sum, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(5)).AsSingle(), exponential, Vector512<float>.Zero));
        }
        sum = Vector512.Create(Vector512.Sum(sum));
        Vector512<int> octaves = (sum.AsInt32() - Vector512.Create(0x3F3504F3)) >> 23;
        Vector512<float> octave = Vector512.ConvertToSingle(octaves);
        Vector512<float> excess = Avx512F.Subtract((sum.AsInt32() - (octaves << 23)).AsSingle(), Vector512.Create(1f));
        Vector512<float> excessSquared = Avx512F.Multiply(excess, excess);
        Vector512<float> logSeries = Vector512.Create(0.070376836f);
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(-0.1151461f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(0.116769984f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(-0.12420141f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(0.14249323f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(-0.16668057f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(0.20000714f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(-0.24999994f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(0.3333333f));
        logSeries = Avx512F.FusedMultiplyAdd(octave, Vector512.Create(-0.00021219444f), Avx512F.Multiply(Avx512F.Multiply(logSeries, excess), excessSquared));
        logSeries = Avx512F.FusedMultiplyAdd(excessSquared, Vector512.Create(-0.5f), logSeries);
        logSeries = Avx512F.FusedMultiplyAdd(octave, Vector512.Create(0.6933594f), Avx512F.Add(excess, logSeries));
        Vector512<float> logarithm = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Create(float.PositiveInfinity), sum), logSeries, sum);
        {
            Vector512<float> last = Avx512F.Subtract(Avx512F.Subtract(Avx512F.LoadVector512(x), largest), logarithm);
            (y)[0] = last.GetElement(0);
            (y)[1] = last.GetElement(1);
            (y)[2] = last.GetElement(2);
            (y)[3] = last.GetElement(3);
            (y)[4] = last.GetElement(4);
        }
    }
}

// ---- Training ----
//
// input 3 vector at Input
// fc1 = Dense(5 units) of input : 5 vector at Arena[0]   weights fc1.weight[5, 3], fc1.bias[5]
// logsoftmax1 = LogSoftmax of fc1 : 5 vector at Arena[16]
// logsoftmax1_output = Store of logsoftmax1 : 5 NCHW at Output
// d_logsoftmax1 = LoadGradient of loss, logsoftmax1 : 5 vector at Arena[32]
// d_fc1 = LogSoftmaxGradient of logsoftmax1, d_logsoftmax1 : 5 vector at Arena[0]
// d_fc1_weights = DenseWeightGradient of input, d_fc1   weights fc1.weight[5, 3], fc1.bias[5]
// return logsoftmax1_output

// logsoftmax1: LogSoftmax
// input     fc1 5, vector
// output    logsoftmax1 5, vector
internal static void Logsoftmax1_Train(float* input, float* output)
{
    if (Avx512F.IsSupported)
        Logsoftmax1_Train_Avx512(input, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Logsoftmax1_Train_Avx512(float* input, float* output)
{
    unchecked
    {
        float* x = input;
        float* y = output;
        Vector512<float> largest = Vector512.Create(float.NegativeInfinity);
        {
            largest = Vector512.ConditionalSelect(Vector512.Equals(largest, largest), Avx512F.Max(largest, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(5)).AsSingle(), Avx512F.LoadVector512(x), Vector512.Create(float.NegativeInfinity))), largest);
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
            sum = Avx512F.Add(sum, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(5)).AsSingle(), exponential, Vector512<float>.Zero));
        }
        sum = Vector512.Create(Vector512.Sum(sum));
        Vector512<int> octaves = (sum.AsInt32() - Vector512.Create(0x3F3504F3)) >> 23;
        Vector512<float> octave = Vector512.ConvertToSingle(octaves);
        Vector512<float> excess = Avx512F.Subtract((sum.AsInt32() - (octaves << 23)).AsSingle(), Vector512.Create(1f));
        Vector512<float> excessSquared = Avx512F.Multiply(excess, excess);
        Vector512<float> logSeries = Vector512.Create(0.070376836f);
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(-0.1151461f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(0.116769984f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(-0.12420141f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(0.14249323f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(-0.16668057f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(0.20000714f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(-0.24999994f));
        logSeries = Avx512F.FusedMultiplyAdd(logSeries, excess, Vector512.Create(0.3333333f));
        logSeries = Avx512F.FusedMultiplyAdd(octave, Vector512.Create(-0.00021219444f), Avx512F.Multiply(Avx512F.Multiply(logSeries, excess), excessSquared));
        logSeries = Avx512F.FusedMultiplyAdd(excessSquared, Vector512.Create(-0.5f), logSeries);
        logSeries = Avx512F.FusedMultiplyAdd(octave, Vector512.Create(0.6933594f), Avx512F.Add(excess, logSeries));
        Vector512<float> logarithm = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Create(float.PositiveInfinity), sum), logSeries, sum);
        {
            Avx512F.Store(y, Avx512F.Subtract(Avx512F.Subtract(Avx512F.LoadVector512(x), largest), logarithm));
        }
    }
}

// logsoftmax1: gradient of LogSoftmax
// output         logsoftmax1 5, vector
// outputGradient d_logsoftmax1 5, vector
// inputGradient  d_fc1 5, vector
internal static void Logsoftmax1_Train_InputGradient(float* output, float* outputGradient, float* inputGradient)
{
    if (Avx512F.IsSupported)
        Logsoftmax1_Train_InputGradient_Avx512(output, outputGradient, inputGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Logsoftmax1_Train_InputGradient_Avx512(float* output, float* outputGradient, float* inputGradient)
{
    unchecked
    {
        float* y = output;
        float* dy = outputGradient;
        float* dx = inputGradient;
        Vector512<float> sum = Vector512<float>.Zero;
        {
            sum = Avx512F.Add(sum, Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(5)).AsSingle(), Avx512F.LoadVector512(dy), Vector512<float>.Zero));
        }
        sum = Vector512.Create(Vector512.Sum(sum));
        {
            Vector512<float> logarithm = Avx512F.LoadVector512(y);
            Vector512<float> exponent = Avx512F.Min(Vector512.Create(87f), Avx512F.Max(Vector512.Create(-87f), logarithm));
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
            Avx512F.Store(dx, Avx512F.Subtract(Avx512F.LoadVector512(dy), Avx512F.Multiply(exponential, sum)));
        }
    }
}
