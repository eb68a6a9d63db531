// [Network(2, 5, 4)]
// [Input("boxes", 4, 3)]
// [Conv(3, 1), RoiAlign([2, 1], "boxes", Scale = 0.5f)]

// ---- Inference ----
//
// input 2×5×4 NCHW at Input
// boxes 4×3 NCHW at Input
// conv1 = Conv(3 filters 1×1) of input : 3×5×4 NCHW16c at Arena[0]   weights conv1.weight[3, 2, 1, 1], conv1.bias[3]
// boxes_blocks = Prepare(blocks) of boxes : 4×3 NCHW16c at Arena[416]
// roialign1 = RoiAlign(2×1, scale 0.5, 2×2 samples) of conv1, boxes_blocks : 3×6×1 NCHW16c at Arena[320]
// roialign1_output = Store of roialign1 : 3×6×1 NCHW at Output
// return roialign1_output

// roialign1: RoiAlign 2×1, scale 0.5, 2×2 samples
// image     conv1 3×5×4, NCHW16c
// regions   boxes_blocks 4×3, NCHW16c
// output    roialign1 3×6×1, NCHW16c
internal static void Roialign1(float* image, float* regions, float* output)
{
    if (Avx512F.IsSupported)
        Roialign1_Avx512(image, regions, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Roialign1_Avx512(float* image, float* regions, float* output)
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
            float left = box[0] * 0.5f;
            float width = box[2] * 0.5f - left;
            float stepX = Math.Max(width, 1f) / 2f;
            float top = box[1] * 0.5f;
            float height = box[3] * 0.5f - top;
            float stepY = Math.Max(height, 1f) / 4f;
            for (int row = 0; row < 2; row++)
            {
                for (int column = 0; column < 1; column++)
                {
                    float* bin = output + (region * 2 + row) * 16 + column * 16;
                    for (int lane = 0; lane < 16; lane += 16)
                    {
                        Avx512F.Store(bin + lane, Vector512<float>.Zero);
                    }
                    for (int i = 0; i < 2; i++)
                    {
                        for (int j = 0; j < 2; j++)
                        {
                            float y = top + (row * 2f + i + 0.5f) * stepY;
                            float x = left + (column * 2f + j + 0.5f) * stepX;
                            if (!(y >= -1f && y <= 5f && x >= -1f && x <= 4f))
                                continue;
                            y = Math.Max(y, 0f);
                            x = Math.Max(x, 0f);
                            int above = Math.Min((int)y, 4), below = Math.Min(above + 1, 4);
                            int before = Math.Min((int)x, 3), behind = Math.Min(before + 1, 3);
                            float down = above < below ? y - above : 0f;
                            float along = before < behind ? x - before : 0f;
                            float share_0 = (1f - down) * (1f - along) * 0.25f;
                            float* pixel_0 = image + above * 64 + before * 16;
                            float share_1 = (1f - down) * along * 0.25f;
                            float* pixel_1 = image + above * 64 + behind * 16;
                            float share_2 = down * (1f - along) * 0.25f;
                            float* pixel_2 = image + below * 64 + before * 16;
                            float share_3 = down * along * 0.25f;
                            float* pixel_3 = image + below * 64 + behind * 16;
                            for (int lane = 0; lane < 16; lane += 16)
                            {
                                float* to = bin + lane;
                                Vector512<float> sum = Avx512F.LoadVector512(to);
                                sum = Avx512F.FusedMultiplyAdd(Vector512.Create(share_0), Avx512F.LoadVector512(pixel_0 + lane), sum);
                                sum = Avx512F.FusedMultiplyAdd(Vector512.Create(share_1), Avx512F.LoadVector512(pixel_1 + lane), sum);
                                sum = Avx512F.FusedMultiplyAdd(Vector512.Create(share_2), Avx512F.LoadVector512(pixel_2 + lane), sum);
                                sum = Avx512F.FusedMultiplyAdd(Vector512.Create(share_3), Avx512F.LoadVector512(pixel_3 + lane), sum);
                                Avx512F.Store(to, sum);
                            }
                        }
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
// boxes_blocks = Prepare(blocks) of boxes : 4×3 NCHW16c at Arena[512]
// roialign1 = RoiAlign(2×1, scale 0.5, 2×2 samples) of conv1, boxes_blocks : 3×6×1 NCHW16c at Arena[320]
// roialign1_output = Store of roialign1 : 3×6×1 NCHW at Output
// d_roialign1 = LoadGradient of loss, roialign1 : 3×6×1 NCHW16c at Arena[416]
// d_conv1 = RoiAlignGradient of boxes_blocks, d_roialign1 : 3×5×4 NCHW16c at Arena[0]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[3, 2, 1, 1], conv1.bias[3]
// return roialign1_output

// roialign1: RoiAlign 2×1, scale 0.5, 2×2 samples
// image     conv1 3×5×4, NCHW16c
// regions   boxes_blocks 4×3, NCHW16c
// output    roialign1 3×6×1, NCHW16c
internal static void Roialign1_Train(float* image, float* regions, float* output)
{
    if (Avx512F.IsSupported)
        Roialign1_Avx512(image, regions, output);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// roialign1: gradient of RoiAlign 2×1, scale 0.5, 2×2 samples
// regions        boxes_blocks 4×3, NCHW16c
// outputGradient d_roialign1 3×6×1, NCHW16c
// imageGradient  d_conv1 3×5×4, NCHW16c
internal static void Roialign1_Train_InputGradient(float* regions, float* outputGradient, float* imageGradient)
{
    if (Avx512F.IsSupported)
        Roialign1_Train_InputGradient_Avx512(regions, outputGradient, imageGradient);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Roialign1_Train_InputGradient_Avx512(float* regions, float* outputGradient, float* imageGradient)
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
            float left = box[0] * 0.5f;
            float width = box[2] * 0.5f - left;
            float stepX = Math.Max(width, 1f) / 2f;
            float top = box[1] * 0.5f;
            float height = box[3] * 0.5f - top;
            float stepY = Math.Max(height, 1f) / 4f;
            for (int row = 0; row < 2; row++)
            {
                for (int column = 0; column < 1; column++)
                {
                    float* binGradient = outputGradient + (region * 2 + row) * 16 + column * 16;
                    for (int i = 0; i < 2; i++)
                    {
                        for (int j = 0; j < 2; j++)
                        {
                            float y = top + (row * 2f + i + 0.5f) * stepY;
                            float x = left + (column * 2f + j + 0.5f) * stepX;
                            if (!(y >= -1f && y <= 5f && x >= -1f && x <= 4f))
                                continue;
                            y = Math.Max(y, 0f);
                            x = Math.Max(x, 0f);
                            int above = Math.Min((int)y, 4), below = Math.Min(above + 1, 4);
                            int before = Math.Min((int)x, 3), behind = Math.Min(before + 1, 3);
                            float down = above < below ? y - above : 0f;
                            float along = before < behind ? x - before : 0f;
                            float share_0 = (1f - down) * (1f - along) * 0.25f;
                            float* pixel_0 = imageGradient + above * 64 + before * 16;
                            float share_1 = (1f - down) * along * 0.25f;
                            float* pixel_1 = imageGradient + above * 64 + behind * 16;
                            float share_2 = down * (1f - along) * 0.25f;
                            float* pixel_2 = imageGradient + below * 64 + before * 16;
                            float share_3 = down * along * 0.25f;
                            float* pixel_3 = imageGradient + below * 64 + behind * 16;
                            for (int lane = 0; lane < 16; lane += 16)
                            {
                                Vector512<float> gradient = Avx512F.LoadVector512(binGradient + lane);
                                float* to_0 = pixel_0 + lane;
                                Avx512F.Store(to_0, Avx512F.FusedMultiplyAdd(Vector512.Create(share_0), gradient, Avx512F.LoadVector512(to_0)));
                                float* to_1 = pixel_1 + lane;
                                Avx512F.Store(to_1, Avx512F.FusedMultiplyAdd(Vector512.Create(share_1), gradient, Avx512F.LoadVector512(to_1)));
                                float* to_2 = pixel_2 + lane;
                                Avx512F.Store(to_2, Avx512F.FusedMultiplyAdd(Vector512.Create(share_2), gradient, Avx512F.LoadVector512(to_2)));
                                float* to_3 = pixel_3 + lane;
                                Avx512F.Store(to_3, Avx512F.FusedMultiplyAdd(Vector512.Create(share_3), gradient, Avx512F.LoadVector512(to_3)));
                            }
                        }
                    }
                }
            }
        }
    }
}
