using NetCompiler;

namespace Samples.Drawing;

/// <summary>
/// Digits that look handwritten, drawn by the program itself, and brought into the form of MNIST: grey strokes in a box of 20×20 pixels,
/// centred by mass on 28×28. The same seed draws the same digits.
/// </summary>
internal static class DrawnDigits
{
    private const int Size = 28;
    private const double BoxSize = 20;

    /// <summary>Draws digits, as many of each class.</summary>
    public static LabeledImages Create(int count, int seed)
    {
        byte[] pixels = new byte[count * Size * Size];
        byte[] labels = new byte[count];
        Parallel.For(0, count, i =>
        {
            // A generator per digit: what is drawn does not depend on the order of drawing.
            Random random = new(HashSeed(seed, i));
            labels[i] = (byte)(i % 10);
            Draw(labels[i], random, pixels.AsSpan(i * Size * Size, Size * Size));
        });
        return new LabeledImages(pixels, labels, [1, Size, Size], 10);
    }

    private static void Draw(int digit, Random random, Span<byte> pixels)
    {
        List<Point[]> paths = [.. DigitShapes.Draw(digit, random).Select(stroke => Jitter(stroke, random).Trace())];
        Func<Point, Point> hand = Hand(random);
        foreach (Point[] path in paths)
        {
            foreach (ref Point point in path.AsSpan())
                point = hand(point);
        }

        double radius = double.Clamp(1.3 + (0.42 * Normal(random)), 0.6, 2.6);
        FitBox(paths, BoxSize - (2 * radius));
        Span<double> ink = stackalloc double[Size * Size];
        Paint(paths, radius, Between(random, 0.5, 0.9), ink);
        Centre(ink, Between(random, 0.9, 1.1), 0.1 * random.NextDouble(), random, pixels);
    }

    /// <summary>The hand misses the points that it aims at.</summary>
    private static Stroke Jitter(Stroke stroke, Random random)
    {
        double deviation = Between(random, 0.01, 0.055);
        return stroke with { Points = [.. stroke.Points.Select(p => p + new Point(deviation * Normal(random), deviation * Normal(random)))] };
    }

    /// <summary>
    /// Proportions (bowls grow at the cost of what is above or beside them), slant, rotation, and a smooth wobble in waves longer than half the sheet.
    /// </summary>
    private static Func<Point, Point> Hand(Random random)
    {
        double stretchX = 0.5 * Normal(random);
        double stretchY = 0.4 * Normal(random);
        double slant = 0.12 + (0.28 * Normal(random));
        (double sin, double cos) = Math.SinCos(0.13 * Normal(random));
        double width = Between(random, 0.6, 1.25);
        (double Strength, double Frequency, double Phase, bool AlongX)[] waves = new (double, double, double, bool)[4];
        foreach (ref (double Strength, double Frequency, double Phase, bool AlongX) wave in waves.AsSpan())
            wave = (0.03 * Normal(random), Between(random, 2, 8), Between(random, 0, Math.Tau), random.Next(2) == 0);

        return point =>
        {
            double x = point.X - 0.5 + Stretch(point.X, stretchX);
            double y = point.Y - 0.5 + Stretch(point.Y, stretchY);
            double shiftX = 0;
            double shiftY = 0;
            for (int i = 0; i < waves.Length; i++)
            {
                (double strength, double frequency, double phase, bool alongX) = waves[i];
                double shift = strength * Math.Sin((frequency * (alongX ? x : y)) + phase);
                shiftX += i % 2 == 0 ? shift : 0;
                shiftY += i % 2 == 1 ? shift : 0;
            }

            x = (width * (x + shiftX)) - (slant * y);
            y += shiftY;
            return new Point((cos * x) - (sin * y), (sin * x) + (cos * y));
        };

        // Leaves both ends where they are; below 1 in strength it keeps the order of the points.
        static double Stretch(double place, double strength)
        {
            double inside = Math.Clamp(place, 0, 1);
            return Math.Clamp(strength, -0.8, 0.8) * inside * (1 - inside);
        }
    }

    private static void FitBox(List<Point[]> paths, double size)
    {
        double left = paths.Min(path => path.Min(p => p.X));
        double right = paths.Max(path => path.Max(p => p.X));
        double top = paths.Min(path => path.Min(p => p.Y));
        double bottom = paths.Max(path => path.Max(p => p.Y));
        double scale = size / Math.Max(right - left, bottom - top);
        Point centre = new((left + right) / 2, (top + bottom) / 2);
        Point middle = new(Size / 2.0, Size / 2.0);
        foreach (Point[] path in paths)
        {
            foreach (ref Point point in path.AsSpan())
                point = middle + (scale * (point - centre));
        }
    }

    /// <summary>A pixel is as dark as the pen's edge is far behind it: full inside, fading over <paramref name="softness"/> pixels.</summary>
    private static void Paint(List<Point[]> paths, double radius, double softness, Span<double> ink)
    {
        double reach = radius + softness;
        foreach (Point[] path in paths)
        {
            for (int i = 0; i + 1 < path.Length; i++)
            {
                (Point a, Point b) = (path[i], path[i + 1]);
                Point along = b - a;
                double length = Math.Max((along.X * along.X) + (along.Y * along.Y), 1e-12);
                (int left, int right) = Range(a.X, b.X);
                (int top, int bottom) = Range(a.Y, b.Y);
                for (int y = top; y <= bottom; y++)
                {
                    for (int x = left; x <= right; x++)
                    {
                        Point pixel = new(x + 0.5, y + 0.5);
                        Point from = pixel - a;
                        double t = Math.Clamp(((from.X * along.X) + (from.Y * along.Y)) / length, 0, 1);
                        Point off = from - (t * along);
                        double distance = Math.Sqrt((off.X * off.X) + (off.Y * off.Y));
                        ref double value = ref ink[(y * Size) + x];
                        value = Math.Max(value, Math.Clamp((reach - distance) / (2 * softness), 0, 1));
                    }
                }
            }
        }

        (int, int) Range(double from, double to) =>
            (Math.Clamp((int)(Math.Min(from, to) - reach), 0, Size - 1), Math.Clamp((int)(Math.Max(from, to) + reach), 0, Size - 1));
    }

    /// <summary>Moves the ink by whole pixels until its centre of mass is the middle, and turns it into bytes.</summary>
    private static void Centre(ReadOnlySpan<double> ink, double darkness, double noise, Random random, Span<byte> pixels)
    {
        double mass = 0;
        double momentX = 0;
        double momentY = 0;
        for (int i = 0; i < ink.Length; i++)
        {
            mass += ink[i];
            momentX += ink[i] * (i % Size);
            momentY += ink[i] * (i / Size);
        }

        int moveX = (int)Math.Round(((Size - 1) / 2.0) - (momentX / mass));
        int moveY = (int)Math.Round(((Size - 1) / 2.0) - (momentY / mass));
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, Size);
            (x, y) = (x - moveX, y - moveY);
            double value = x is >= 0 and < Size && y is >= 0 and < Size ? ink[(y * Size) + x] : 0;
            // The paper stays clean, as in MNIST: only the strokes are uneven.
            if (value > 0)
                pixels[i] = (byte)Math.Clamp((255 * darkness * value * (1 + (noise * Normal(random)))) + 0.5, 0, 255);
        }
    }

    private static int HashSeed(int seed, int index) => (int)((((ulong)(uint)seed << 32) + (uint)index + 1) * 0x9E3779B97F4A7C15 >> 33);

    private static double Between(Random random, double low, double high) => double.Lerp(low, high, random.NextDouble());

    /// <summary>Normal with deviation 1, by Box and Muller, but cut off: a hand that slips further would write another digit.</summary>
    private static double Normal(Random random) => Math.Clamp(
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()), -2, 2);
}
