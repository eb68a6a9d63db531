// [Network(3)]
// [Dense(4), Dropout(0.25f), Dense(2)]

// ---- Inference ----
//
// input 3 vector at Input
// fc1 = Dense(4 units) of input : 4 vector at BatchArena[0]   weights fc1.weight[4, 3], fc1.bias[4]
// fc2 = Dense(2 units) of fc1 : 2 vector at BatchArena[16]   weights fc2.weight[2, 4], fc2.bias[2]
// fc2_output = Store of fc2 : 2 NCHW at Output
// return fc2_output

// ---- Training ----
//
// input 3 vector at Input
// fc1 = Dense(4 units) of input : 4 vector at Arena[0]   weights fc1.weight[4, 3], fc1.bias[4]
// dropout1 = Dropout(rate 0.25) of fc1 : 4 vector at Arena[16]
// fc2 = Dense(2 units) of dropout1 : 2 vector at Arena[32]   weights fc2.weight[2, 4], fc2.bias[2]
// fc2_output = Store of fc2 : 2 NCHW at Output
// d_fc2 = LoadGradient of loss, fc2 : 2 vector at Arena[48]
// d_fc2_weights = DenseWeightGradient of dropout1, d_fc2   weights fc2.weight[2, 4], fc2.bias[2]
// d_dropout1 = DenseInputGradient of d_fc2, dropout1 : 4 vector at Arena[0]
// d_fc1 = DropoutGradient of d_dropout1 : 4 vector at Arena[16]
// d_fc1_weights = DenseWeightGradient of input, d_fc1   weights fc1.weight[4, 3], fc1.bias[4]
// return fc2_output

// dropout1: Dropout rate 0.25
// source      fc1 4, vector
// destination dropout1 4, vector
internal static void Dropout1_Train(float* source, float* destination, uint seed)
{
    if (Avx512F.IsSupported)
        Dropout1_Train_Avx512(source, destination, seed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Dropout1_Train_Avx512(float* source, float* destination, uint seed)
{
    unchecked
    {
        seed += 1013904242u;
        DropoutMask_Avx512(source, destination, 16, 0, seed, 536870912, 1.3333334f);
    }
}

// dropout1: DropoutGradient rate 0.25
// source      d_dropout1 4, vector
// destination d_fc1 4, vector
internal static void Dropout1_Train_InputGradient(float* source, float* destination, uint seed)
{
    if (Avx512F.IsSupported)
        Dropout1_Train_Avx512(source, destination, seed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// ---- Shared functions ----

// Keeps a value, scaled, where the hash of its place is at least the threshold; else 0. The hash mixes like the finaliser of MurmurHash3.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void DropoutMask_Avx512(float* source, float* destination, int count, int first, uint seed, int threshold, float scale)
{
    unchecked
    {
        Vector512<uint> places = Vector512.Create((uint)first) + Vector512<uint>.Indices;
        for (int i = 0; i < count; i += 16)
        {
            Vector512<uint> hash = places * Vector512.Create(0x9E3779B1u) + Vector512.Create(seed);
            hash ^= hash >>> 16;
            hash *= Vector512.Create(0x85EBCA6Bu);
            hash ^= hash >>> 13;
            hash *= Vector512.Create(0xC2B2AE35u);
            hash ^= hash >>> 16;
            Vector512<int> draw = (hash & Vector512.Create(0x7FFFFFFFu)).AsInt32();
            Vector512<float> mask = Vector512.ConditionalSelect(Vector512.LessThan(draw, Vector512.Create(threshold)).AsSingle(), Vector512<float>.Zero, Vector512.Create(scale));
            Avx512F.Store(destination + i, Avx512F.Multiply(Avx512F.LoadVector512(source + i), mask));
            places += Vector512.Create(16u);
        }
    }
}
