// [Network(1, 9, 10, StrictAccuracy = true, Training = false)]
// [Conv(17, 1), Conv(16, 3, Padding = 1), Relu]

// ---- Inference ----
//
// input 1×9×10 NCHW at Input
// conv1_border = ZeroBorder(conv1)
// conv1 = Conv(17 filters 1×1) of input : 17×9×10 NCHW16c + border 1 at Arena[0]   weights conv1.weight[17, 1, 1, 1], conv1.bias[17]
// relu1 = Conv(16 filters 3×3, padding 1) → Relu of conv1 : 16×9×10 NCHW16c at Arena[4224]   weights conv2.weight[16, 17, 3, 3], conv2.bias[16]
// relu1_output = Store of relu1 : 16×9×10 NCHW at Output
// return relu1_output

// Transforms conv2.weight for products plane by plane, in the order in which the tiles read them.
internal static void Pack_Conv2(float* bias, float* weight, float* packed)
{
    if (Avx512F.IsSupported)
        Pack_Conv2_Avx512(bias, weight, packed);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Pack_Conv2_Avx512(float* bias, float* weight, float* packed)
{
    unchecked
    {
        for (int channel = 0; channel < 16; channel++)
            packed[channel] = bias[channel];
        packed += 16;
        double* taps = stackalloc double[144];
        double* columns = stackalloc double[192];
        for (int first = 0; first < 16; first += 16)
        {
            int group = first / 16, start = group / 1 * 1;
            int step = 16;
            int planeStep = 17 * Math.Min(1, 1 - start) * 16;
            float* to = packed + (nint)start * 4352 + (nint)(group - start) * 272 + first % 16;
            for (int channel = 0; channel < 17; channel++)
            {
                float* from = weight + first * 153 + channel * 9;
                for (int lane = 0; lane < 16; lane++)
                {
                    for (int tap = 0; tap < 9; tap++)
                        taps[tap * 16 + lane] = from[tap];
                    from += 153;
                }
                for (int i = 0; i < 48; i += 8)
                {
                    Vector512<double> x_0 = Vector512.Load(taps + i);
                    Vector512<double> x_1 = Vector512.Load(taps + i + 48);
                    Vector512<double> x_2 = Vector512.Load(taps + i + 96);
                    Vector512<double> t_0 = -x_0;
                    Vector512<double> t_1 = x_0 * 0.5d;
                    Vector512<double> t_2 = t_1 + x_2 * 0.5d;
                    Vector512<double> t_3 = t_2 + x_1 * 0.5d;
                    Vector512<double> t_4 = t_2 + x_1 * -0.5d;
                    Vector512.Store(t_0, columns + i);
                    Vector512.Store(t_3, columns + i + 48);
                    Vector512.Store(t_4, columns + i + 96);
                    Vector512.Store(x_2, columns + i + 144);
                }
                for (int i = 0; i < 4; i++)
                {
                    Vector512<double> lower_x_0 = Vector512.Load(columns + i * 48);
                    Vector512<double> lower_x_1 = Vector512.Load(columns + i * 48 + 16);
                    Vector512<double> lower_x_2 = Vector512.Load(columns + i * 48 + 32);
                    Vector512<double> lower_t_0 = -lower_x_0;
                    Vector512<double> lower_t_1 = lower_x_0 * 0.5d;
                    Vector512<double> lower_t_2 = lower_t_1 + lower_x_2 * 0.5d;
                    Vector512<double> lower_t_3 = lower_t_2 + lower_x_1 * 0.5d;
                    Vector512<double> lower_t_4 = lower_t_2 + lower_x_1 * -0.5d;
                    Vector512<double> upper_x_0 = Vector512.Load(columns + i * 48 + 8);
                    Vector512<double> upper_x_1 = Vector512.Load(columns + i * 48 + 24);
                    Vector512<double> upper_x_2 = Vector512.Load(columns + i * 48 + 40);
                    Vector512<double> upper_t_0 = -upper_x_0;
                    Vector512<double> upper_t_1 = upper_x_0 * 0.5d;
                    Vector512<double> upper_t_2 = upper_t_1 + upper_x_2 * 0.5d;
                    Vector512<double> upper_t_3 = upper_t_2 + upper_x_1 * 0.5d;
                    Vector512<double> upper_t_4 = upper_t_2 + upper_x_1 * -0.5d;
                    float* plane = to + (nint)i * 4 * planeStep;
                    Avx512F.Store(plane, Vector512.Narrow(lower_t_0, upper_t_0));
                    plane += planeStep;
                    Avx512F.Store(plane, Vector512.Narrow(lower_t_3, upper_t_3));
                    plane += planeStep;
                    Avx512F.Store(plane, Vector512.Narrow(lower_t_4, upper_t_4));
                    plane += planeStep;
                    Avx512F.Store(plane, Vector512.Narrow(lower_x_2, upper_x_2));
                }
                to += step;
            }
        }
    }
}

// conv2: Conv, 16 filters 3×3, padding 1 → Relu
// input     conv1 17×9×10, NCHW16c + border 1
// weights   conv2.weight [16, 17, 3, 3] and conv2.bias, packed in the order of reading
// output    relu1 16×9×10, NCHW16c
// work      220,320 multiply-adds per image
// Avx512    Winograd F(2×2, 3×3): 16 multiplications instead of 36; blocks of 5×5 tiles, products of 25 tiles × 1 register of channels; an estimated 6423 cycles against 7264 of the plain sum
internal static void Conv2(float* input, float* packed, float* output, float* scratch)
{
    if (Avx512F.IsSupported)
        Conv2_Avx512(input, packed, output, scratch);
    else
        throw new global::System.PlatformNotSupportedException("Compiled for Avx512 only.");
}

// Tiles of 4×4 inputs, transformed along columns, then along rows.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Input_Tile4x4(float* input, nint rowStep, float* planes, nint planeStep, float* columns, int count)
{
    unchecked
    {
        nint rowStep2 = 2 * rowStep;
        nint rowStep3 = 3 * rowStep;
        for (int tile = 0; tile < count; tile++)
        {
            float* from = input, to = planes;
            float* column = columns;
            for (int i = 0; i < 4; i++)
            {
                Vector512<float> x_0 = Avx512F.LoadVector512(from);
                Vector512<float> x_1 = Avx512F.LoadVector512(from + rowStep);
                Vector512<float> x_2 = Avx512F.LoadVector512(from + rowStep2);
                Vector512<float> x_3 = Avx512F.LoadVector512(from + rowStep3);
                Vector512<float> t_0 = Avx512F.Subtract(x_2, x_0);
                Avx512F.Store(column, t_0);
                Vector512<float> t_1 = Avx512F.Add(x_2, x_1);
                Avx512F.Store(column + 64, t_1);
                Vector512<float> t_2 = Avx512F.Subtract(x_2, x_1);
                Avx512F.Store(column + 128, t_2);
                Vector512<float> t_3 = Avx512F.Subtract(x_3, x_1);
                Avx512F.Store(column + 192, t_3);
                from += 16;
                column += 16;
            }
            float* row = columns, plane = to;
            for (int i = 0; i < 4; i++)
            {
                Vector512<float> x_0 = Avx512F.LoadVector512(row);
                Vector512<float> x_1 = Avx512F.LoadVector512(row + 16);
                Vector512<float> x_2 = Avx512F.LoadVector512(row + 32);
                Vector512<float> x_3 = Avx512F.LoadVector512(row + 48);
                Vector512<float> t_0 = Avx512F.Subtract(x_2, x_0);
                Avx512F.Store(plane, t_0);
                plane += planeStep;
                Vector512<float> t_1 = Avx512F.Add(x_2, x_1);
                Avx512F.Store(plane, t_1);
                plane += planeStep;
                Vector512<float> t_2 = Avx512F.Subtract(x_2, x_1);
                Avx512F.Store(plane, t_2);
                plane += planeStep;
                Vector512<float> t_3 = Avx512F.Subtract(x_3, x_1);
                Avx512F.Store(plane, t_3);
                plane += planeStep;
                row += 64;
            }
            input += 32;
            planes += 16;
        }
    }
}

// A tile over the edge: zeros beyond it.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Clip4x4(float* input, nint rowStep, int rows, int columns, float* patch)
{
    unchecked
    {
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                bool inside = row < rows && column < columns;
                Avx512F.Store(patch, inside ? Avx512F.LoadVector512(input + column * 16 + row * rowStep) : Vector512<float>.Zero);
                patch += 16;
            }
        }
    }
}

// The inputs of a block of tiles, plane by plane.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Inputs(float* input, float* inputs, float* scratch)
{
    unchecked
    {
        for (int channels = 0; channels < 2; channels++)
        {
            for (int row = 0; row < 5; row++)
            {
                float* from = input + channels * 2112 + row * 384;
                float* to = inputs + channels * 400 + row * 80;
                int whole = row < 4 ? 5 : 0;
                Conv2_Avx512_Input_Tile4x4(from, 192, to, 816, scratch, whole);
                for (int tile = whole; tile < 5; tile++)
                {
                    Conv2_Avx512_Clip4x4(from + tile * 32, 192, row < 4 ? 4 : 3, 4, scratch + 256);
                    Conv2_Avx512_Input_Tile4x4(scratch + 256, 64, to + tile * 16, 816, scratch, 1);
                }
            }
        }
    }
}

// 25 tiles × 16 channels: acc_{tile}_{register} stay in registers over 17 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Tile25x1(float* input, float* weights, float* output)
{
    unchecked
    {
        Vector512<float> acc_0_0 = Vector512<float>.Zero;
        Vector512<float> acc_1_0 = acc_0_0;
        Vector512<float> acc_2_0 = acc_0_0;
        Vector512<float> acc_3_0 = acc_0_0;
        Vector512<float> acc_4_0 = acc_0_0;
        Vector512<float> acc_5_0 = acc_0_0;
        Vector512<float> acc_6_0 = acc_0_0;
        Vector512<float> acc_7_0 = acc_0_0;
        Vector512<float> acc_8_0 = acc_0_0;
        Vector512<float> acc_9_0 = acc_0_0;
        Vector512<float> acc_10_0 = acc_0_0;
        Vector512<float> acc_11_0 = acc_0_0;
        Vector512<float> acc_12_0 = acc_0_0;
        Vector512<float> acc_13_0 = acc_0_0;
        Vector512<float> acc_14_0 = acc_0_0;
        Vector512<float> acc_15_0 = acc_0_0;
        Vector512<float> acc_16_0 = acc_0_0;
        Vector512<float> acc_17_0 = acc_0_0;
        Vector512<float> acc_18_0 = acc_0_0;
        Vector512<float> acc_19_0 = acc_0_0;
        Vector512<float> acc_20_0 = acc_0_0;
        Vector512<float> acc_21_0 = acc_0_0;
        Vector512<float> acc_22_0 = acc_0_0;
        Vector512<float> acc_23_0 = acc_0_0;
        Vector512<float> acc_24_0 = acc_0_0;

        float* x = input;
        for (int channel = 0; channel < 16; channel++)
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 48)), weights_0, acc_3_0);
            acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_4_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_5_0);
            acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_6_0);
            acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 112)), weights_0, acc_7_0);
            acc_8_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 128)), weights_0, acc_8_0);
            acc_9_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 144)), weights_0, acc_9_0);
            acc_10_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 160)), weights_0, acc_10_0);
            acc_11_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 176)), weights_0, acc_11_0);
            acc_12_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 192)), weights_0, acc_12_0);
            acc_13_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 208)), weights_0, acc_13_0);
            acc_14_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 224)), weights_0, acc_14_0);
            acc_15_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 240)), weights_0, acc_15_0);
            acc_16_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 256)), weights_0, acc_16_0);
            acc_17_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 272)), weights_0, acc_17_0);
            acc_18_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 288)), weights_0, acc_18_0);
            acc_19_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 304)), weights_0, acc_19_0);
            acc_20_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 320)), weights_0, acc_20_0);
            acc_21_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 336)), weights_0, acc_21_0);
            acc_22_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 352)), weights_0, acc_22_0);
            acc_23_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 368)), weights_0, acc_23_0);
            acc_24_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 384)), weights_0, acc_24_0);
            x++;
            weights += 16;
        }
        x = input + 400;
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            acc_0_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*x), weights_0, acc_0_0);
            acc_1_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 16)), weights_0, acc_1_0);
            acc_2_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 32)), weights_0, acc_2_0);
            acc_3_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 48)), weights_0, acc_3_0);
            acc_4_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 64)), weights_0, acc_4_0);
            acc_5_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 80)), weights_0, acc_5_0);
            acc_6_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 96)), weights_0, acc_6_0);
            acc_7_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 112)), weights_0, acc_7_0);
            acc_8_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 128)), weights_0, acc_8_0);
            acc_9_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 144)), weights_0, acc_9_0);
            acc_10_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 160)), weights_0, acc_10_0);
            acc_11_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 176)), weights_0, acc_11_0);
            acc_12_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 192)), weights_0, acc_12_0);
            acc_13_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 208)), weights_0, acc_13_0);
            acc_14_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 224)), weights_0, acc_14_0);
            acc_15_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 240)), weights_0, acc_15_0);
            acc_16_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 256)), weights_0, acc_16_0);
            acc_17_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 272)), weights_0, acc_17_0);
            acc_18_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 288)), weights_0, acc_18_0);
            acc_19_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 304)), weights_0, acc_19_0);
            acc_20_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 320)), weights_0, acc_20_0);
            acc_21_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 336)), weights_0, acc_21_0);
            acc_22_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 352)), weights_0, acc_22_0);
            acc_23_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 368)), weights_0, acc_23_0);
            acc_24_0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*(x + 384)), weights_0, acc_24_0);
            weights += 16;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 16, acc_1_0);
        Avx512F.Store(output + 32, acc_2_0);
        Avx512F.Store(output + 48, acc_3_0);
        Avx512F.Store(output + 64, acc_4_0);
        Avx512F.Store(output + 80, acc_5_0);
        Avx512F.Store(output + 96, acc_6_0);
        Avx512F.Store(output + 112, acc_7_0);
        Avx512F.Store(output + 128, acc_8_0);
        Avx512F.Store(output + 144, acc_9_0);
        Avx512F.Store(output + 160, acc_10_0);
        Avx512F.Store(output + 176, acc_11_0);
        Avx512F.Store(output + 192, acc_12_0);
        Avx512F.Store(output + 208, acc_13_0);
        Avx512F.Store(output + 224, acc_14_0);
        Avx512F.Store(output + 240, acc_15_0);
        Avx512F.Store(output + 256, acc_16_0);
        Avx512F.Store(output + 272, acc_17_0);
        Avx512F.Store(output + 288, acc_18_0);
        Avx512F.Store(output + 304, acc_19_0);
        Avx512F.Store(output + 320, acc_20_0);
        Avx512F.Store(output + 336, acc_21_0);
        Avx512F.Store(output + 352, acc_22_0);
        Avx512F.Store(output + 368, acc_23_0);
        Avx512F.Store(output + 384, acc_24_0);
    }
}

// Each plane's tiles × channels times its channels × 16 filters.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Products1x1(float* inputs, float* weights, float* products)
{
    unchecked
    {
        for (int plane = 0; plane < 16; plane++)
        {
            Conv2_Avx512_Tile25x1(inputs, weights, products);
            weights += 272;
            inputs += 816;
            products += 416;
        }
    }
}

// Products of tiles of 2×2 outputs, transformed along columns, then along rows.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Output_Tile2x2(float* planes, nint planeStep, float* bias, float* output, nint rowStep, float* columns, int count)
{
    unchecked
    {
        for (int tile = 0; tile < count; tile++)
        {
            float* from = planes, to = output;
            Vector512<float> shift = Avx512F.LoadVector512(bias);
            float* column = columns;
            nint nextRow = 4 * planeStep;
            for (int i = 0; i < 4; i++)
            {
                float* plane = from;
                Vector512<float> x_0 = Avx512F.LoadVector512(plane);
                plane += nextRow;
                Vector512<float> x_1 = Avx512F.LoadVector512(plane);
                plane += nextRow;
                Vector512<float> x_2 = Avx512F.LoadVector512(plane);
                plane += nextRow;
                Vector512<float> x_3 = Avx512F.LoadVector512(plane);
                Vector512<float> t_0 = Avx512F.Add(x_1, x_2);
                Vector512<float> t_1 = Avx512F.Subtract(x_1, x_2);
                Vector512<float> t_2 = Avx512F.Add(x_0, t_0);
                Avx512F.Store(column, t_2);
                Vector512<float> t_3 = Avx512F.Add(t_1, x_3);
                Avx512F.Store(column + 64, t_3);
                from += planeStep;
                column += 16;
            }
            float* row = columns;
            for (int i = 0; i < 2; i++)
            {
                Vector512<float> x_0 = Avx512F.LoadVector512(row);
                Vector512<float> x_1 = Avx512F.LoadVector512(row + 16);
                Vector512<float> x_2 = Avx512F.LoadVector512(row + 32);
                Vector512<float> x_3 = Avx512F.LoadVector512(row + 48);
                Vector512<float> t_0 = Avx512F.Add(x_1, x_2);
                Vector512<float> t_1 = Avx512F.Subtract(x_1, x_2);
                Vector512<float> t_2 = Avx512F.Add(x_0, t_0);
                Vector512<float> t_3 = Avx512F.Add(t_1, x_3);
                Vector512<float> y_0_0 = Avx512F.Add(t_2, shift);
                Vector512<float> y_0_1 = Avx512F.Add(t_3, shift);
                y_0_0 = Avx512F.Max(Vector512<float>.Zero, y_0_0);
                y_0_1 = Avx512F.Max(Vector512<float>.Zero, y_0_1);
                Avx512F.Store(to, y_0_0);
                Avx512F.Store(to + 16, y_0_1);
                row += 64;
                to += rowStep;
            }
            planes += 16;
            output += 32;
        }
    }
}

// The part of a tile that lies in the output.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Keep2(float* patch, float* output, nint rowStep, int rows, int columns)
{
    unchecked
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns * 16; i += 16)
                Avx512F.Store(output + i, Avx512F.LoadVector512(patch + i));
            patch += 32;
            output += rowStep;
        }
    }
}

// The products of a block of tiles, as outputs.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Outputs1(float* products, float* bias, float* output, float* scratch)
{
    unchecked
    {
        for (int row = 0; row < 5; row++)
        {
            float* from = products + row * 80;
            float* to = output + row * 320;
            int whole = row < 4 ? 5 : 0;
            Conv2_Avx512_Output_Tile2x2(from, 416, bias, to, 160, scratch, whole);
            for (int tile = whole; tile < 5; tile++)
            {
                Conv2_Avx512_Output_Tile2x2(from + tile * 16, 416, bias, scratch + 256, 32, scratch, 1);
                Conv2_Avx512_Keep2(scratch + 256, to + tile * 32, 160, row < 4 ? 2 : 1, 2);
            }
        }
    }
}

[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
internal static void Conv2_Avx512(float* input, float* packed, float* output, float* scratch)
{
    unchecked
    {
        float* bias = packed;
        float* weights = packed + 16;
        float* inputs = scratch + 512;
        float* products = scratch + 13568;
        Conv2_Avx512_Inputs(input, inputs, scratch);
        Conv2_Avx512_Products1x1(inputs, weights, products);
        Conv2_Avx512_Outputs1(products, bias, output, scratch);
    }
}
