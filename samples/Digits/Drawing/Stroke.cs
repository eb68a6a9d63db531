namespace Samples.Drawing;

/// <summary>A point on the sheet; a digit fills about one unit in height, with y downwards.</summary>
internal readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(double factor, Point a) => new(factor * a.X, factor * a.Y);
}

/// <summary>One movement of the pen through a few points.</summary>
/// <param name="Points">The points that the hand aims at.</param>
/// <param name="IsSmooth">Whether the pen swings through them or goes straight from one to the next.</param>
internal sealed record Stroke(Point[] Points, bool IsSmooth)
{
    private const int StepsPerCurve = 7;

    public static Stroke Curve(params double[] coordinates) => new(Pair(coordinates), IsSmooth: true);

    public static Stroke Lines(params double[] coordinates) => new(Pair(coordinates), IsSmooth: false);

    /// <summary>An arc of an ellipse; angles in turns, clockwise from the top.</summary>
    public static Stroke Arc(double x, double y, double radiusX, double radiusY, double from, double to)
    {
        int steps = Math.Max(4, (int)Math.Ceiling(Math.Abs(to - from) * 9));
        return new Stroke(
            [.. Enumerable.Range(0, steps + 1).Select(i => double.Lerp(from, to, (double)i / steps) * Math.Tau)
                .Select(angle => new Point(x + (radiusX * Math.Sin(angle)), y - (radiusY * Math.Cos(angle))))],
            IsSmooth: true);
    }

    /// <summary>The path of the pen: the points themselves, or a Catmull–Rom curve through them.</summary>
    public Point[] Trace()
    {
        if (!IsSmooth || Points.Length < 3)
            return Points;
        List<Point> path = [Points[0]];
        for (int i = 0; i + 1 < Points.Length; i++)
        {
            Point before = Points[Math.Max(i - 1, 0)];
            Point from = Points[i];
            Point to = Points[i + 1];
            Point after = Points[Math.Min(i + 2, Points.Length - 1)];
            for (int step = 1; step <= StepsPerCurve; step++)
            {
                double t = (double)step / StepsPerCurve;
                path.Add(0.5 * ((2 * from) + (t * (to - before))
                    + (t * t * ((2 * before) - (5 * from) + (4 * to) - after))
                    + (t * t * t * ((3 * from) - before - (3 * to) + after))));
            }
        }

        return [.. path];
    }

    private static Point[] Pair(double[] coordinates) =>
        [.. Enumerable.Range(0, coordinates.Length / 2).Select(i => new Point(coordinates[2 * i], coordinates[(2 * i) + 1]))];
}
