// [Network(2, 5, 4)]
// [Input("boxes", 4, 3)]
// [Conv(3, 1), RoiPool([2, 1], "boxes", Scale = 0.5f)]

// ---- Inference ----
//
// input 2×5×4 NCHW at Input
// boxes 4×3 NCHW at Input
// conv1 = Conv(3 filters 1×1) of input : 3×5×4 NCHW16c at Arena[0]   weights conv1.weight[3, 2, 1, 1], conv1.bias[3]
// boxes_blocks = Prepare(blocks) of boxes : 4×3 NCHW16c at Arena[416]
// roipool1 = RoiPool(2×1, scale 0.5) of conv1, boxes_blocks : 3×6×1 NCHW16c at Arena[320]
// roipool1_output = Store of roipool1 : 3×6×1 NCHW at Output
// return roipool1_output

// roipool1: RoiPool 2×1, scale 0.5
// image     conv1 3×5×4, NCHW16c
// regions   boxes_blocks 4×3, NCHW16c
// output    roipool1 3×6×1, NCHW16c
internal static void Roipool1(float* image, float* regions, float* output)
{
    if (Avx512F.IsSupported)
        Roipool1_Avx512(image, regions, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Roipool1_Avx512(float* image, float* regions, float* output)
{
    unchecked
    {
        for (int region = 0; region < 3; region++)
        {
            float* box = regions + region * 16;
            if (!(box[0] + box[1] + box[2] + box[3] >= float.NegativeInfinity))
            {
                for (int row = 0; row < 2; row++)
                {
                    for (int column = 0; column < 1; column++)
                    {
                        float* bin = output + (region * 2 + row) * 16 + column * 16;
                        for (int lane = 0; lane < 16; lane += 16)
                        {
                            Avx512F.Store(bin + lane, Vector512.Create(float.NaN));
                        }
                    }
                }
                continue;
            }
            float leftExact = Math.Min(Math.Max(box[0] * 0.5f, -16777216f), 16777216f);
            int left = (int)leftExact;
            left += leftExact - left >= 0.5f ? 1 : leftExact - left <= -0.5f ? -1 : 0;
            float topExact = Math.Min(Math.Max(box[1] * 0.5f, -16777216f), 16777216f);
            int top = (int)topExact;
            top += topExact - top >= 0.5f ? 1 : topExact - top <= -0.5f ? -1 : 0;
            float rightExact = Math.Min(Math.Max(box[2] * 0.5f, -16777216f), 16777216f);
            int right = (int)rightExact;
            right += rightExact - right >= 0.5f ? 1 : rightExact - right <= -0.5f ? -1 : 0;
            float bottomExact = Math.Min(Math.Max(box[3] * 0.5f, -16777216f), 16777216f);
            int bottom = (int)bottomExact;
            bottom += bottomExact - bottom >= 0.5f ? 1 : bottomExact - bottom <= -0.5f ? -1 : 0;
            long height = Math.Max(bottom - top + 1, 1), width = Math.Max(right - left + 1, 1);
            for (int row = 0; row < 2; row++)
            {
                for (int column = 0; column < 1; column++)
                {
                    float* bin = output + (region * 2 + row) * 16 + column * 16;
                    int firstRow = (int)Math.Min(Math.Max(top + row * height / 2, 0), 5);
                    int endRow = (int)Math.Min(Math.Max(top + ((row + 1) * height + 1) / 2, 0), 5);
                    int firstColumn = (int)Math.Min(Math.Max(left + column * width / 1, 0), 4);
                    int endColumn = (int)Math.Min(Math.Max(left + ((column + 1) * width + 0) / 1, 0), 4);
                    float least = firstRow < endRow && firstColumn < endColumn ? float.NegativeInfinity : 0f;
                    for (int lane = 0; lane < 16; lane += 16)
                    {
                        Vector512<float> largest = Vector512.Create(least);
                        for (int y = firstRow; y < endRow; y++)
                        {
                            for (int x = firstColumn; x < endColumn; x++)
                            {
                                largest = Vector512.ConditionalSelect(Vector512.Equals(largest, largest), Avx512F.Max(largest, Avx512F.LoadVector512(image + y * 64 + x * 16 + lane)), largest);
                            }
                        }
                        Avx512F.Store(bin + lane, largest);
                    }
                }
            }
        }
    }
}

// ---- Training ----
//
// input 2×5×4 NCHW at Input
// boxes 4×3 NCHW at Input
// conv1 = Conv(3 filters 1×1) of input : 3×5×4 NCHW16c at Arena[0]   weights conv1.weight[3, 2, 1, 1], conv1.bias[3]
// boxes_blocks = Prepare(blocks) of boxes : 4×3 NCHW16c at Arena[832]
// roipool1 = RoiPool(2×1, scale 0.5) of conv1, boxes_blocks : 3×6×1 NCHW16c at Arena[640]
// roipool1_output = Store of roipool1 : 3×6×1 NCHW at Output
// d_roipool1 = LoadGradient of loss, roipool1 : 3×6×1 NCHW16c at Arena[736]
// d_conv1 = RoiPoolGradient of boxes_blocks, d_roipool1, conv1, roipool1 : 3×5×4 NCHW16c at Arena[320]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[3, 2, 1, 1], conv1.bias[3]
// return roipool1_output

// roipool1: RoiPool 2×1, scale 0.5
// image     conv1 3×5×4, NCHW16c
// regions   boxes_blocks 4×3, NCHW16c
// output    roipool1 3×6×1, NCHW16c
internal static void Roipool1_Train(float* image, float* regions, float* output)
{
    if (Avx512F.IsSupported)
        Roipool1_Avx512(image, regions, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// roipool1: gradient of RoiPool 2×1, scale 0.5
// regions        boxes_blocks 4×3, NCHW16c
// outputGradient d_roipool1 3×6×1, NCHW16c
// image          conv1 3×5×4, NCHW16c
// output         roipool1 3×6×1, NCHW16c
// imageGradient  d_conv1 3×5×4, NCHW16c
internal static void Roipool1_Train_InputGradient(float* regions, float* outputGradient, float* image, float* output, float* imageGradient)
{
    if (Avx512F.IsSupported)
        Roipool1_Train_InputGradient_Avx512(regions, outputGradient, image, output, imageGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Roipool1_Train_InputGradient_Avx512(float* regions, float* outputGradient, float* image, float* output, float* imageGradient)
{
    unchecked
    {
        for (int i = 0; i < 320; i += 16)
        {
            Avx512F.Store(imageGradient + i, Vector512<float>.Zero);
        }
        for (int region = 0; region < 3; region++)
        {
            float* box = regions + region * 16;
            if (!(box[0] + box[1] + box[2] + box[3] >= float.NegativeInfinity))
            {
                continue;
            }
            float leftExact = Math.Min(Math.Max(box[0] * 0.5f, -16777216f), 16777216f);
            int left = (int)leftExact;
            left += leftExact - left >= 0.5f ? 1 : leftExact - left <= -0.5f ? -1 : 0;
            float topExact = Math.Min(Math.Max(box[1] * 0.5f, -16777216f), 16777216f);
            int top = (int)topExact;
            top += topExact - top >= 0.5f ? 1 : topExact - top <= -0.5f ? -1 : 0;
            float rightExact = Math.Min(Math.Max(box[2] * 0.5f, -16777216f), 16777216f);
            int right = (int)rightExact;
            right += rightExact - right >= 0.5f ? 1 : rightExact - right <= -0.5f ? -1 : 0;
            float bottomExact = Math.Min(Math.Max(box[3] * 0.5f, -16777216f), 16777216f);
            int bottom = (int)bottomExact;
            bottom += bottomExact - bottom >= 0.5f ? 1 : bottomExact - bottom <= -0.5f ? -1 : 0;
            long height = Math.Max(bottom - top + 1, 1), width = Math.Max(right - left + 1, 1);
            for (int row = 0; row < 2; row++)
            {
                for (int column = 0; column < 1; column++)
                {
                    float* binGradient = outputGradient + (region * 2 + row) * 16 + column * 16;
                    float* bin = output + (region * 2 + row) * 16 + column * 16;
                    int firstRow = (int)Math.Min(Math.Max(top + row * height / 2, 0), 5);
                    int endRow = (int)Math.Min(Math.Max(top + ((row + 1) * height + 1) / 2, 0), 5);
                    int firstColumn = (int)Math.Min(Math.Max(left + column * width / 1, 0), 4);
                    int endColumn = (int)Math.Min(Math.Max(left + ((column + 1) * width + 0) / 1, 0), 4);
                    for (int lane = 0; lane < 16; lane += 16)
                    {
                        Vector512<float> gradient = Avx512F.LoadVector512(binGradient + lane);
                        Vector512<float> largest = Avx512F.LoadVector512(bin + lane);
                        for (int y = firstRow; y < endRow; y++)
                        {
                            for (int x = firstColumn; x < endColumn; x++)
                            {
                                Vector512<float> value = Avx512F.LoadVector512(image + y * 64 + x * 16 + lane);
                                float* to = imageGradient + y * 64 + x * 16 + lane;
                                Avx512F.Store(to, Avx512F.Add(Avx512F.LoadVector512(to), Vector512.ConditionalSelect(Vector512.Equals(value, largest), gradient, Vector512<float>.Zero)));
                                gradient = Vector512.ConditionalSelect(Vector512.Equals(value, largest), Vector512<float>.Zero, gradient);
                            }
                        }
                    }
                }
            }
        }
    }
}
