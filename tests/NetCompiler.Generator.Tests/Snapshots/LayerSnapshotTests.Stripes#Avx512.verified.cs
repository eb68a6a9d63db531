// [Network(8, 56, 56, Training = false)]
// [Conv(8, 3, Padding = 1), Conv(144, 1), Relu6, DepthwiseConv(3, Padding = 1)]

// ---- Inference ----
//
// input 8×56×56 NCHW at Input
// input_planes_border = ZeroBorder(input_planes)
// input_planes = Prepare(planes) of input : 8×56×56 NCHW + border 1 at Arena[0]
// conv1 = Conv(8 filters 3×3, padding 1) of input_planes : 8×56×56 NCHW16c at Arena[451584]   weights conv1.weight[8, 8, 3, 3], conv1.bias[8]
// relu61 = Conv(144 filters 1×1) → Relu6 of conv1 : 144×56×56 NCHW16c + border 1, 10 rows at a time at Scratch   weights conv2.weight[144, 8, 1, 1], conv2.bias[144]
// depthwiseconv1 = DepthwiseConv(1 per channel, 3×3, padding 1) of relu61 : 144×56×56 NCHW16c at Arena[0]   weights depthwiseconv1.weight[144, 1, 3, 3], depthwiseconv1.bias[144]
// depthwiseconv1_output = Store of depthwiseconv1 : 144×56×56 NCHW at Output
// return depthwiseconv1_output

// conv2 and depthwiseconv1 in turns: 7 stripes of 8 rows
// between   relu61 144×56×56, NCHW16c + border 1, 10 rows at a time
internal static void Depthwiseconv1_Stripes(float* input, float* packed, float* nextPacked, float* output, float* scratch)
{
    if (Avx512F.IsSupported)
        Depthwiseconv1_Stripes_Avx512(input, packed, nextPacked, output, scratch);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Prepares a stripe: what it shares with the one before, or, if it is fresh, zeros at its sides; zeros above and below the map.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Depthwiseconv1_Stripes_Avx512_Begin(float* rows, int top, bool fresh)
{
    unchecked
    {
        for (int block = 0; block < 9; block++)
        {
            float* plane = rows + block * 9280;
            for (int row = 0; fresh && row < 10; row++)
            {
                for (int i = 0; i < 16; i += 16)
                {
                    Avx512F.Store(plane + row * 928 + i, Vector512<float>.Zero);
                }
                for (int i = 0; i < 16; i += 16)
                {
                    Avx512F.Store(plane + row * 928 + 912 + i, Vector512<float>.Zero);
                }
            }
            if (!fresh)
            {
                for (int i = 0; i < 1856; i += 16)
                {
                    Avx512F.Store(plane + i, Avx512F.LoadVector512(plane + 7424 + i));
                }
            }
            for (int row = 0; row < -top; row++)
            {
                for (int i = 0; i < 928; i += 16)
                {
                    Avx512F.Store(plane + row * 928 + i, Vector512<float>.Zero);
                }
            }
            for (int row = Math.Max(56 - top, 0); row < 10; row++)
            {
                for (int i = 0; i < 928; i += 16)
                {
                    Avx512F.Store(plane + row * 928 + i, Vector512<float>.Zero);
                }
            }
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Depthwiseconv1_Stripes_Avx512(float* input, float* packed, float* nextPacked, float* output, float* scratch)
{
    unchecked
    {
        for (int stripe = 0; stripe < 7; stripe++)
        {
            // Row 0 of the stripe is row top of relu61; whole is where that would begin.
            int top = stripe * 8 - 1;
            float* whole = scratch - (nint)stripe * 7424;
            Depthwiseconv1_Stripes_Avx512_Begin(scratch, top, stripe == 0);
            Conv2(input, packed, whole, stripe == 0 ? Math.Max(top, 0) : top + 2, Math.Min(top + 10, 56));
            Depthwiseconv1(whole, nextPacked, output, stripe, stripe + 1);
        }
    }
}
