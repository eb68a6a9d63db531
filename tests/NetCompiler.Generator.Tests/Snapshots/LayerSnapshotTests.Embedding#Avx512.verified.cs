// [Network(3)]
// [Embedding(5, 18)]
// [Lstm(2, ReturnSequence = false)]

// ---- Inference ----
//
// input 3 vector at Input
// emb1 = Embedding(5 of 18) of input : 18×3 NCHW16c at BatchArena[0]   weights emb1.weight[5, 18]
// lstm1 = Lstm(2 units, last state) of emb1 : 2 vector at BatchArena[96]   weights lstm1.weight_ih_l0[8, 18], lstm1.weight_hh_l0[8, 2], lstm1.bias_ih_l0[8], lstm1.bias_hh_l0[8]
// lstm1_output = Store of lstm1 : 2 NCHW at Output
// return lstm1_output

// Copies emb1.weight, row after row.
internal static void Pack_Emb1(float* tensor, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Emb1_Avx512(tensor, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Emb1_Avx512(float* tensor, float* packed)
{
    unchecked
    {
        for (int i = 0; i < 80; i += 16)
        {
            Avx512F.Store(packed + i, Avx512F.LoadVector512(tensor + i));
        }
        for (int i = 80; i < 90; i++)
        {
            packed[i] = tensor[i];
        }
    }
}

// emb1: Embedding 5 of 18
// input     input 3, vector
// output    emb1 18×3, NCHW16c
internal static void Emb1(float* input, float* table, float* output)
{
    if (Avx512F.IsSupported)
        Emb1_Avx512(input, table, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Emb1_Avx512(float* input, float* table, float* output)
{
    unchecked
    {
        for (int position = 0; position < 3; position++)
        {
            float index = input[position];
            int row = index >= 0f && index < 2147483648f ? (int)index : -1;
            bool known = (uint)row < 5u && row == index;
            float* y = output + position * 16;
            if (!known)
            {
                // Predictions check their indexes; here training sees which layer it was.
                for (int block = 0; block < 2; block++)
                {
                    for (int lane = 0; lane < 16; lane += 16)
                    {
                        Avx512F.Store(y + block * 48 + lane, Vector512.Create(float.NaN));
                    }
                }
                continue;
            }
            float* x = table + (nint)row * 18;
            for (int lane = 0; lane < 16; lane += 16)
            {
                Avx512F.Store(y + lane, Avx512F.LoadVector512(x + lane));
            }
            for (int lane = 0; lane < 2; lane++)
                y[48 + lane] = x[16 + lane];
        }
    }
}

// ---- Training ----
//
// input 3 vector at Input
// emb1 = Embedding(5 of 18) of input : 18×3 NCHW16c at Arena[640]   weights emb1.weight[5, 18]
// lstm1_states = LstmStates of emb1 : 16×4×7 NCHW16c at Arena[0]
// lstm1 = Lstm(2 units, last state) of emb1, lstm1_states : 2 vector at Arena[448]   weights lstm1.weight_ih_l0[8, 18], lstm1.weight_hh_l0[8, 2], lstm1.bias_ih_l0[8], lstm1.bias_hh_l0[8]
// lstm1_output = Store of lstm1 : 2 NCHW at Output
// d_lstm1 = LoadGradient of loss, lstm1 : 2 vector at Arena[736]
// d_lstm1_gates = LstmGateGradient of lstm1_states, d_lstm1 : 16×3×4 NCHW16c at Arena[448]
// d_lstm1_weights = LstmWeightGradient of emb1, lstm1_states, d_lstm1_gates   weights lstm1.weight_ih_l0[8, 18], lstm1.weight_hh_l0[8, 2], lstm1.bias_ih_l0[8], lstm1.bias_hh_l0[8]
// d_emb1 = LstmInputGradient of d_lstm1_gates : 18×3 NCHW16c at Arena[0]
// d_emb1_weights = EmbeddingGradient of input, d_emb1   weights emb1.weight[5, 18]
// return lstm1_output

// emb1: Embedding 5 of 18
// input     input 3, vector
// output    emb1 18×3, NCHW16c
internal static void Emb1_Train(float* input, float* table, float* output)
{
    if (Avx512F.IsSupported)
        Emb1_Avx512(input, table, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// emb1: gradient of the table, in blocks of 16 columns
internal static void Emb1_Train_WeightGradient(float* input, float* outputGradient, float* tableGradient, int batch, int first, int end)
{
    if (Avx512F.IsSupported)
        Emb1_Train_WeightGradient_Avx512(input, outputGradient, tableGradient, batch, first, end);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Emb1_Train_WeightGradient_Avx512(float* input, float* outputGradient, float* tableGradient, int batch, int first, int end)
{
    unchecked
    {
        for (int block = first; block < end; block++)
        {
            float* columns = tableGradient + block * 16;
            for (int row = 0; row < 5; row++)
            {
                float* to = columns + (nint)row * 18;
                if (block < 1)
                {
                    for (int lane = 0; lane < 16; lane += 16)
                    {
                        Avx512F.Store(to + lane, Vector512<float>.Zero);
                    }
                }
                else
                {
                    for (int lane = 0; lane < 2; lane++)
                        to[lane] = 0f;
                }
            }
            for (int image = 0; image < batch; image++)
            {
                for (int position = 0; position < 3; position++)
                {
                    float index = input[(nint)image * 3 + position];
                    int row = index >= 0f && index < 2147483648f ? (int)index : -1;
                    bool known = (uint)row < 5u && row == index;
                    if (!known)
                        continue;
                    float* from = outputGradient + (nint)image * 752 + block * 48 + position * 16;
                    float* to = columns + (nint)row * 18;
                    if (block < 1)
                    {
                        for (int lane = 0; lane < 16; lane += 16)
                        {
                            Avx512F.Store(to + lane, Avx512F.Add(Avx512F.LoadVector512(to + lane), Avx512F.LoadVector512(from + lane)));
                        }
                    }
                    else
                    {
                        for (int lane = 0; lane < 2; lane++)
                            to[lane] = to[lane] + from[lane];
                    }
                }
            }
        }
    }
}
