using static Samples.Drawing.Stroke;

namespace Samples.Drawing;

/// <summary>The ways in which people write each digit, before the hand adds its own.</summary>
internal static class DigitShapes
{
    /// <summary>The strokes of one digit in one of its forms.</summary>
    public static Stroke[] Draw(int digit, Random random) => digit switch
    {
        0 => Zero(random),
        1 => One(random),
        2 => Two(random),
        3 => Three(random),
        4 => Four(random),
        5 => Five(random),
        6 => Six(random),
        7 => Seven(random),
        8 => Eight(random),
        _ => Nine(random),
    };

    private static Stroke[] Zero(Random random)
    {
        double width = Between(random, 0.2, 0.42);
        double start = Between(random, -0.12, 0.2);
        // Some rings stay a little open, most close, and some pens run on past the start.
        double turn = Between(random, 0.94, 1.12);
        return [Arc(0.5, 0.5, width, 0.5, start, start - turn)];
    }

    private static Stroke[] One(Random random) => random.Next(20) switch
    {
        < 13 => [Lines(0.5, 0, 0.5, 1)],
        < 15 => [Curve(0.52, 0, 0.5, 0.5, 0.48, 1)],
        < 19 => [Lines(Between(random, 0.2, 0.38), Between(random, 0.14, 0.34), 0.53, 0, 0.5, 1)],
        _ => [Lines(0.28, 0.22, 0.53, 0, 0.5, 1), Lines(0.22, 1, 0.8, 0.99)],
    };

    private static Stroke[] Two(Random random)
    {
        double foot = Between(random, 0.9, 1.02);
        return random.Next(5) switch
        {
            // A sharp corner at the lower left.
            0 => [Curve(0.14, 0.24, 0.28, 0.04, 0.56, 0, 0.78, 0.16, 0.74, 0.4, 0.46, 0.7, 0.12, 0.97), Lines(0.12, 0.97, 0.88, foot)],
            1 => [Curve(0.1, 0.3, 0.2, 0.06, 0.5, 0, 0.8, 0.18, 0.78, 0.44, 0.5, 0.74, 0.1, 1), Curve(0.1, 1, 0.4, 0.9, 0.62, 0.96, 0.95, foot)],
            // A loop there.
            2 or 3 => [Curve(0.15, 0.2, 0.36, 0.02, 0.64, 0.04, 0.76, 0.24, 0.64, 0.54, 0.36, 0.86, 0.14, 0.96, 0.06, 0.84, 0.22, 0.74, 0.46, 0.84, 0.68, 0.96, 0.98, foot - 0.06)],
            // Almost a Z.
            _ => [Curve(0.14, 0.1, 0.46, 0, 0.78, 0.06, 0.72, 0.3, 0.4, 0.68, 0.1, 0.98), Lines(0.1, 0.98, 0.92, foot)],
        };
    }

    private static Stroke[] Three(Random random)
    {
        double waist = Between(random, 0.3, 0.52);
        Stroke belly = Curve(waist, 0.45, 0.7, 0.5, 0.84, 0.7, 0.68, 0.94, 0.36, 1, 0.08, 0.88);
        return random.Next(6) switch
        {
            0 => [Lines(0.16, 0.03, 0.8, 0.02, waist, 0.42), belly],
            // A loop at the waist.
            1 => [Curve(0.14, 0.14, 0.4, 0, 0.72, 0.06, 0.74, 0.28, 0.5, 0.44, 0.36, 0.48, 0.42, 0.4, 0.66, 0.48, 0.84, 0.68, 0.7, 0.94, 0.36, 1, 0.08, 0.9)],
            // Swung in one go.
            2 => [Curve(0.16, 0.1, 0.46, 0, 0.74, 0.12, 0.66, 0.34, 0.46, 0.46, 0.72, 0.56, 0.8, 0.78, 0.54, 0.98, 0.1, 0.94)],
            _ => [Curve(0.12, 0.16, 0.34, 0.01, 0.68, 0.03, 0.76, 0.22, 0.62, 0.38, waist, 0.45), belly],
        };
    }

    private static Stroke[] Four(Random random)
    {
        double bar = Between(random, 0.46, 0.66);
        double stem = Between(random, 0.58, 0.78);
        return random.Next(8) switch
        {
            // Closed at the top.
            0 or 1 => [Lines(stem, 1, stem + 0.04, 0, 0.08, bar + 0.06, 0.96, bar)],
            // An open corner.
            2 or 3 => [Lines(0.2, 0.04, 0.12, bar, 0.9, bar - 0.04), Lines(stem + 0.06, 0.08, stem, 1)],
            // An open bowl that swings into the stem.
            4 or 5 => [Curve(0.18, 0.04, 0.1, 0.3, 0.2, bar - 0.04, 0.46, bar, 0.8, bar - 0.16), Lines(0.82, 0.02, stem + 0.04, 0.5, stem, 1)],
            6 => [Curve(0.16, 0.02, 0.08, 0.34, 0.2, bar, 0.5, bar - 0.02, 0.84, bar - 0.14, 0.92, 0.04), Curve(0.92, 0.04, 0.8, 0.5, stem, 1)],
            _ => [Lines(0.24, 0.02, 0.1, bar), Lines(0.1, bar, 0.94, bar - 0.06), Curve(stem, 0.2, stem, 0.6, stem - 0.04, 1)],
        };
    }

    private static Stroke[] Five(Random random)
    {
        double roof = Between(random, 0.62, 1.1);
        double lift = Between(random, -0.1, 0.08);
        double neck = Between(random, 0.34, 0.5);
        return random.Next(6) switch
        {
            // The roof first, down the neck and round.
            0 => [Lines(roof, lift, 0.26, 0.04, 0.2, neck), Curve(0.2, neck, 0.5, neck - 0.08, 0.78, 0.54, 0.78, 0.8, 0.5, 1, 0.1, 0.92)],
            // The roof last, not always touching.
            1 or 2 => [Lines(0.28, 0.05, 0.2, neck), Curve(0.2, neck, 0.52, neck - 0.06, 0.74, 0.58, 0.7, 0.84, 0.42, 1, 0.06, 0.94), Lines(Between(random, 0.24, 0.36), 0.06, roof, lift)],
            // Like an S.
            3 => [Curve(roof, lift, 0.54, 0.03, 0.28, 0.12, 0.24, neck - 0.06, 0.5, neck + 0.08, 0.72, 0.68, 0.62, 0.92, 0.34, 1, 0.06, 0.92)],
            4 => [Curve(roof, lift, 0.62, 0.06, 0.36, 0.06), Curve(0.36, 0.06, 0.24, neck - 0.04, 0.46, neck + 0.02, 0.7, 0.6, 0.64, 0.86, 0.4, 1, 0.04, 0.96)],
            // A straight slide instead of a belly.
            _ => [Lines(roof, lift, 0.36, 0.06), Lines(0.36, 0.06, 0.28, neck), Curve(0.28, neck, 0.56, neck + 0.1, 0.68, 0.76, 0.5, 0.98, 0.08, 1)],
        };
    }

    private static Stroke[] Six(Random random)
    {
        double bowl = Between(random, 0.46, 0.68);
        return random.Next(4) switch
        {
            // A long curve into the bowl.
            0 => [Curve(0.72, 0.02, 0.42, 0.2, 0.2, 0.5, 0.18, 0.82, 0.42, 1, 0.72, 0.88, 0.76, bowl + 0.06, 0.5, bowl, 0.22, bowl + 0.2)],
            // A straight stem.
            1 => [Curve(0.54, 0, 0.32, 0.36, 0.22, 0.74, 0.36, 0.98, 0.66, 0.94, 0.74, bowl + 0.12, 0.5, bowl + 0.04, 0.24, bowl + 0.22)],
            // A hook at the top.
            2 => [Curve(0.82, 0.14, 0.62, 0, 0.34, 0.16, 0.16, 0.54, 0.24, 0.9, 0.56, 1, 0.82, 0.8, 0.66, bowl, 0.36, bowl + 0.06, 0.2, bowl + 0.2)],
            // A small bowl that closes inside.
            _ => [Curve(0.48, 0, 0.24, 0.36, 0.14, 0.74, 0.36, 1, 0.66, 0.9, 0.66, bowl + 0.1, 0.42, bowl + 0.1, 0.3, 0.92)],
        };
    }

    private static Stroke[] Seven(Random random)
    {
        double foot = Between(random, 0.24, 0.52);
        double corner = Between(random, 0.76, 0.9);
        Stroke[] seven = random.Next(4) switch
        {
            0 => [Lines(0.1, 0.08, corner, 0.03, foot, 1)],
            1 => [Lines(0.08, 0.06, corner, 0.04), Curve(corner, 0.04, 0.58, 0.42, foot, 1)],
            // A hook at the left.
            2 => [Lines(0.1, 0.24, 0.14, 0.06, corner, 0.04, foot, 1)],
            // The corner rounded off.
            _ => [Curve(0.08, 0.16, 0.24, 0.04, 0.56, 0.06, 0.8, 0.02, 0.76, 0.24, 0.56, 0.58, foot, 1)],
        };
        return random.Next(6) == 0 ? [.. seven, Lines(0.3, 0.54, 0.82, 0.5)] : seven;
    }

    private static Stroke[] Eight(Random random)
    {
        double waist = Between(random, 0.36, 0.56);
        double top = Between(random, 0.14, 0.3);
        double end = Between(random, -0.02, 0.2);
        return random.Next(6) switch
        {
            // An S, and back up: closed, crossed or left open at the top.
            0 or 1 => [Curve(0.76, 0.14, 0.52, 0, 0.26, 0.12, 0.32, waist - 0.1, 0.56, waist + 0.06, 0.74, 0.78, 0.5, 1, 0.24, 0.84, 0.38, waist + 0.12, 0.62, waist - 0.14, 0.78, end)],
            2 => [Curve(0.84, 0.06, 0.5, 0.02, 0.24, 0.16, 0.34, waist - 0.06, 0.6, waist + 0.12, 0.66, 0.84, 0.44, 1, 0.22, 0.86, 0.42, waist + 0.06, 0.7, waist - 0.18, 0.8, end)],
            // Two rings.
            3 => [Arc(0.5, waist / 2, top, waist / 2, 0.5, 1.52), Arc(0.5, (1 + waist) / 2, top + 0.04, (1 - waist) / 2, 0, 1.02)],
            // From the top to the left and round, closed at the top.
            4 => [Curve(0.6, 0.02, 0.3, 0.1, 0.34, waist - 0.12, 0.62, waist + 0.1, 0.72, 0.82, 0.44, 1, 0.24, 0.8, 0.42, waist + 0.06, 0.68, 0.24, 0.58, 0.02)],
            // From the waist: the upper ring first, then the lower one.
            _ => [Curve(0.52, waist, 0.3, waist - 0.14, 0.34, 0.08, 0.56, 0, 0.74, 0.14, 0.6, waist - 0.06, 0.3, waist + 0.22, 0.24, 0.86, 0.46, 1, 0.7, 0.88, 0.66, waist + 0.16, 0.46, waist - 0.02)],
        };
    }

    private static Stroke[] Nine(Random random)
    {
        double chin = Between(random, 0.34, 0.6);
        double foot = Between(random, 0.36, 0.78);
        return random.Next(6) switch
        {
            // A ring and a straight stem.
            0 or 1 => [Curve(0.76, 0.14, 0.5, 0, 0.22, 0.18, 0.24, chin - 0.08, 0.48, chin, 0.74, 0.22), Lines(0.78, 0.06, 0.74, 0.4, foot, 1)],
            // The same in one go.
            2 => [Curve(0.76, 0.2, 0.54, 0.02, 0.26, 0.14, 0.22, chin - 0.06, 0.5, chin, 0.74, 0.2, 0.72, 0.56, foot, 1)],
            // A tail that curls to the left.
            3 => [Curve(0.76, 0.2, 0.54, 0, 0.26, 0.12, 0.26, chin - 0.08, 0.52, chin, 0.76, 0.16, 0.76, 0.6, 0.62, 0.92, 0.24, 0.98)],
            // A narrow ring that closes at the top.
            4 => [Curve(0.7, 0.04, 0.4, 0.1, 0.22, 0.36, 0.42, chin, 0.68, 0.28, 0.72, 0.02), Curve(0.72, 0.02, 0.66, 0.5, foot, 1)],
            // A ring that stays open below the start.
            _ => [Curve(0.78, 0.08, 0.48, 0, 0.2, 0.2, 0.26, chin, 0.56, chin - 0.02, 0.76, 0.2, 0.8, 0.06), Curve(0.8, 0.06, 0.7, 0.5, foot, 1)],
        };
    }

    private static double Between(Random random, double low, double high) => double.Lerp(low, high, random.NextDouble());
}
