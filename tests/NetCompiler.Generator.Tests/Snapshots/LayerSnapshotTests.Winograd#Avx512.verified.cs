// [Network(1, 11, 12, StrictAccuracy = true, Training = false)]
// [Conv(33, 1), Conv(32, 3, Padding = 1), Relu]

// ---- Inference ----
//
// input 1×11×12 NCHW at Input
// conv1_border = ZeroBorder(conv1)
// conv1 = Conv(33 filters 1×1) of input : 33×11×12 NCHW16c + border 1 at Arena[0]   weights conv1.weight[33, 1, 1, 1], conv1.bias[33]
// relu1 = Conv(32 filters 3×3, padding 1) → Relu of conv1 : 32×11×12 NCHW16c at Arena[8736]   weights conv2.weight[32, 33, 3, 3], conv2.bias[32]
// relu1_output = Store of relu1 : 32×11×12 NCHW at Output
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
        for (int channel = 0; channel < 32; channel++)
            packed[channel] = bias[channel];
        packed += 32;
        double* taps = stackalloc double[144];
        double* columns = stackalloc double[192];
        for (int first = 0; first < 32; first += 16)
        {
            int group = first / 32, start = group / 1 * 1;
            int step = 32;
            int planeStep = 33 * Math.Min(1, 1 - start) * 32;
            float* to = packed + (nint)start * 16896 + (nint)(group - start) * 1056 + first % 32;
            for (int channel = 0; channel < 33; channel++)
            {
                float* from = weight + first * 297 + channel * 9;
                for (int lane = 0; lane < 16; lane++)
                {
                    for (int tap = 0; tap < 9; tap++)
                        taps[tap * 16 + lane] = from[tap];
                    from += 297;
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

// conv2: Conv, 32 filters 3×3, padding 1 → Relu
// input     conv1 33×11×12, NCHW16c + border 1
// weights   conv2.weight [32, 33, 3, 3] and conv2.bias, packed in the order of reading
// output    relu1 32×11×12, NCHW16c
// work      1,254,528 multiply-adds per image
// Avx512    Winograd F(2×2, 3×3): 16 multiplications instead of 36; blocks of 2×6 tiles, products of 12 tiles × 2 registers of channels; an estimated 26470 cycles against 39688 of the plain sum
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
private static void Conv2_Avx512_Inputs(float* input, float* inputs, float* scratch, int tileRow)
{
    unchecked
    {
        for (int channels = 0; channels < 3; channels++)
        {
            for (int row = tileRow; row < tileRow + 2; row++)
            {
                float* from = input + channels * 2912 + row * 448;
                float* to = inputs + channels * 192 + (row - tileRow) * 96;
                int whole = row < 5 ? 6 : 0;
                Conv2_Avx512_Input_Tile4x4(from, 224, to, 592, scratch, whole);
                for (int tile = whole; tile < 6; tile++)
                {
                    Conv2_Avx512_Clip4x4(from + tile * 32, 224, row < 5 ? 4 : 3, 4, scratch + 256);
                    Conv2_Avx512_Input_Tile4x4(scratch + 256, 64, to + tile * 16, 592, scratch, 1);
                }
            }
        }
    }
}

// 12 tiles × 32 channels: acc_{tile}_{register} stay in registers over 33 terms.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Tile12x2(float* input, float* weights, float* output)
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
        Vector512<float> acc_0_1 = Vector512<float>.Zero;
        Vector512<float> acc_1_1 = acc_0_1;
        Vector512<float> acc_2_1 = acc_0_1;
        Vector512<float> acc_3_1 = acc_0_1;
        Vector512<float> acc_4_1 = acc_0_1;
        Vector512<float> acc_5_1 = acc_0_1;
        Vector512<float> acc_6_1 = acc_0_1;
        Vector512<float> acc_7_1 = acc_0_1;
        Vector512<float> acc_8_1 = acc_0_1;
        Vector512<float> acc_9_1 = acc_0_1;
        Vector512<float> acc_10_1 = acc_0_1;
        Vector512<float> acc_11_1 = acc_0_1;

        float* x = input;
        for (int block = 0; block < 2; block++)
        {
            for (int channel = 0; channel < 16; channel++)
            {
                Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
                Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
                Vector512<float> x_0 = Vector512.Create(*x);
                acc_0_0 = Avx512F.FusedMultiplyAdd(x_0, weights_0, acc_0_0);
                acc_0_1 = Avx512F.FusedMultiplyAdd(x_0, weights_1, acc_0_1);
                Vector512<float> x_1 = Vector512.Create(*(x + 16));
                acc_1_0 = Avx512F.FusedMultiplyAdd(x_1, weights_0, acc_1_0);
                acc_1_1 = Avx512F.FusedMultiplyAdd(x_1, weights_1, acc_1_1);
                Vector512<float> x_2 = Vector512.Create(*(x + 32));
                acc_2_0 = Avx512F.FusedMultiplyAdd(x_2, weights_0, acc_2_0);
                acc_2_1 = Avx512F.FusedMultiplyAdd(x_2, weights_1, acc_2_1);
                Vector512<float> x_3 = Vector512.Create(*(x + 48));
                acc_3_0 = Avx512F.FusedMultiplyAdd(x_3, weights_0, acc_3_0);
                acc_3_1 = Avx512F.FusedMultiplyAdd(x_3, weights_1, acc_3_1);
                Vector512<float> x_4 = Vector512.Create(*(x + 64));
                acc_4_0 = Avx512F.FusedMultiplyAdd(x_4, weights_0, acc_4_0);
                acc_4_1 = Avx512F.FusedMultiplyAdd(x_4, weights_1, acc_4_1);
                Vector512<float> x_5 = Vector512.Create(*(x + 80));
                acc_5_0 = Avx512F.FusedMultiplyAdd(x_5, weights_0, acc_5_0);
                acc_5_1 = Avx512F.FusedMultiplyAdd(x_5, weights_1, acc_5_1);
                Vector512<float> x_6 = Vector512.Create(*(x + 96));
                acc_6_0 = Avx512F.FusedMultiplyAdd(x_6, weights_0, acc_6_0);
                acc_6_1 = Avx512F.FusedMultiplyAdd(x_6, weights_1, acc_6_1);
                Vector512<float> x_7 = Vector512.Create(*(x + 112));
                acc_7_0 = Avx512F.FusedMultiplyAdd(x_7, weights_0, acc_7_0);
                acc_7_1 = Avx512F.FusedMultiplyAdd(x_7, weights_1, acc_7_1);
                Vector512<float> x_8 = Vector512.Create(*(x + 128));
                acc_8_0 = Avx512F.FusedMultiplyAdd(x_8, weights_0, acc_8_0);
                acc_8_1 = Avx512F.FusedMultiplyAdd(x_8, weights_1, acc_8_1);
                Vector512<float> x_9 = Vector512.Create(*(x + 144));
                acc_9_0 = Avx512F.FusedMultiplyAdd(x_9, weights_0, acc_9_0);
                acc_9_1 = Avx512F.FusedMultiplyAdd(x_9, weights_1, acc_9_1);
                Vector512<float> x_10 = Vector512.Create(*(x + 160));
                acc_10_0 = Avx512F.FusedMultiplyAdd(x_10, weights_0, acc_10_0);
                acc_10_1 = Avx512F.FusedMultiplyAdd(x_10, weights_1, acc_10_1);
                Vector512<float> x_11 = Vector512.Create(*(x + 176));
                acc_11_0 = Avx512F.FusedMultiplyAdd(x_11, weights_0, acc_11_0);
                acc_11_1 = Avx512F.FusedMultiplyAdd(x_11, weights_1, acc_11_1);
                x++;
                weights += 32;
            }
            x += 176;
        }
        x = input + 384;
        {
            Vector512<float> weights_0 = Avx512F.LoadVector512(weights);
            Vector512<float> weights_1 = Avx512F.LoadVector512(weights + 16);
            Vector512<float> x_0 = Vector512.Create(*x);
            acc_0_0 = Avx512F.FusedMultiplyAdd(x_0, weights_0, acc_0_0);
            acc_0_1 = Avx512F.FusedMultiplyAdd(x_0, weights_1, acc_0_1);
            Vector512<float> x_1 = Vector512.Create(*(x + 16));
            acc_1_0 = Avx512F.FusedMultiplyAdd(x_1, weights_0, acc_1_0);
            acc_1_1 = Avx512F.FusedMultiplyAdd(x_1, weights_1, acc_1_1);
            Vector512<float> x_2 = Vector512.Create(*(x + 32));
            acc_2_0 = Avx512F.FusedMultiplyAdd(x_2, weights_0, acc_2_0);
            acc_2_1 = Avx512F.FusedMultiplyAdd(x_2, weights_1, acc_2_1);
            Vector512<float> x_3 = Vector512.Create(*(x + 48));
            acc_3_0 = Avx512F.FusedMultiplyAdd(x_3, weights_0, acc_3_0);
            acc_3_1 = Avx512F.FusedMultiplyAdd(x_3, weights_1, acc_3_1);
            Vector512<float> x_4 = Vector512.Create(*(x + 64));
            acc_4_0 = Avx512F.FusedMultiplyAdd(x_4, weights_0, acc_4_0);
            acc_4_1 = Avx512F.FusedMultiplyAdd(x_4, weights_1, acc_4_1);
            Vector512<float> x_5 = Vector512.Create(*(x + 80));
            acc_5_0 = Avx512F.FusedMultiplyAdd(x_5, weights_0, acc_5_0);
            acc_5_1 = Avx512F.FusedMultiplyAdd(x_5, weights_1, acc_5_1);
            Vector512<float> x_6 = Vector512.Create(*(x + 96));
            acc_6_0 = Avx512F.FusedMultiplyAdd(x_6, weights_0, acc_6_0);
            acc_6_1 = Avx512F.FusedMultiplyAdd(x_6, weights_1, acc_6_1);
            Vector512<float> x_7 = Vector512.Create(*(x + 112));
            acc_7_0 = Avx512F.FusedMultiplyAdd(x_7, weights_0, acc_7_0);
            acc_7_1 = Avx512F.FusedMultiplyAdd(x_7, weights_1, acc_7_1);
            Vector512<float> x_8 = Vector512.Create(*(x + 128));
            acc_8_0 = Avx512F.FusedMultiplyAdd(x_8, weights_0, acc_8_0);
            acc_8_1 = Avx512F.FusedMultiplyAdd(x_8, weights_1, acc_8_1);
            Vector512<float> x_9 = Vector512.Create(*(x + 144));
            acc_9_0 = Avx512F.FusedMultiplyAdd(x_9, weights_0, acc_9_0);
            acc_9_1 = Avx512F.FusedMultiplyAdd(x_9, weights_1, acc_9_1);
            Vector512<float> x_10 = Vector512.Create(*(x + 160));
            acc_10_0 = Avx512F.FusedMultiplyAdd(x_10, weights_0, acc_10_0);
            acc_10_1 = Avx512F.FusedMultiplyAdd(x_10, weights_1, acc_10_1);
            Vector512<float> x_11 = Vector512.Create(*(x + 176));
            acc_11_0 = Avx512F.FusedMultiplyAdd(x_11, weights_0, acc_11_0);
            acc_11_1 = Avx512F.FusedMultiplyAdd(x_11, weights_1, acc_11_1);
            weights += 32;
        }

        Avx512F.Store(output, acc_0_0);
        Avx512F.Store(output + 192, acc_0_1);
        Avx512F.Store(output + 16, acc_1_0);
        Avx512F.Store(output + 208, acc_1_1);
        Avx512F.Store(output + 32, acc_2_0);
        Avx512F.Store(output + 224, acc_2_1);
        Avx512F.Store(output + 48, acc_3_0);
        Avx512F.Store(output + 240, acc_3_1);
        Avx512F.Store(output + 64, acc_4_0);
        Avx512F.Store(output + 256, acc_4_1);
        Avx512F.Store(output + 80, acc_5_0);
        Avx512F.Store(output + 272, acc_5_1);
        Avx512F.Store(output + 96, acc_6_0);
        Avx512F.Store(output + 288, acc_6_1);
        Avx512F.Store(output + 112, acc_7_0);
        Avx512F.Store(output + 304, acc_7_1);
        Avx512F.Store(output + 128, acc_8_0);
        Avx512F.Store(output + 320, acc_8_1);
        Avx512F.Store(output + 144, acc_9_0);
        Avx512F.Store(output + 336, acc_9_1);
        Avx512F.Store(output + 160, acc_10_0);
        Avx512F.Store(output + 352, acc_10_1);
        Avx512F.Store(output + 176, acc_11_0);
        Avx512F.Store(output + 368, acc_11_1);
    }
}

// Each plane's tiles × channels times its channels × 32 filters.
[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
private static void Conv2_Avx512_Products1x2(float* inputs, float* weights, float* products)
{
    unchecked
    {
        for (int plane = 0; plane < 16; plane++)
        {
            Conv2_Avx512_Tile12x2(inputs, weights, products);
            weights += 1056;
            inputs += 592;
            products += 400;
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
private static void Conv2_Avx512_Outputs2(float* products, float* bias, float* output, float* scratch, int tileRow)
{
    unchecked
    {
        for (int channels = 0; channels < 2; channels++)
        {
            for (int row = tileRow; row < tileRow + 2; row++)
            {
                float* from = products + channels * 192 + (row - tileRow) * 96;
                float* to = output + channels * 2112 + row * 384;
                int whole = row < 5 ? 6 : 0;
                Conv2_Avx512_Output_Tile2x2(from, 400, bias + channels * 16, to, 192, scratch, whole);
                for (int tile = whole; tile < 6; tile++)
                {
                    Conv2_Avx512_Output_Tile2x2(from + tile * 16, 400, bias + channels * 16, scratch + 256, 32, scratch, 1);
                    Conv2_Avx512_Keep2(scratch + 256, to + tile * 32, 192, row < 5 ? 2 : 1, 2);
                }
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
        float* weights = packed + 32;
        float* inputs = scratch + 512;
        float* products = scratch + 9984;
        // Blocks of 2×6 tiles; each tile has 2×2 outputs.
        for (int block = 0; block < 3; block++)
        {
            int tileRow = block * 2;
            Conv2_Avx512_Inputs(input, inputs, scratch, tileRow);
            Conv2_Avx512_Products1x2(inputs, weights, products);
            Conv2_Avx512_Outputs2(products, bias, output, scratch, tileRow);
        }
    }
}
