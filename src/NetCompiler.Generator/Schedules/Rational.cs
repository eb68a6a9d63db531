using System.Globalization;

namespace NetCompiler.Generator.Schedules;

/// <summary>A fraction in lowest terms with a positive denominator. Arithmetic beyond 64 bits is an exception, never a wrong number.</summary>
internal readonly record struct Rational
{
    private readonly long _denominator;

    public Rational(long numerator, long denominator = 1)
    {
        long divisor = GreatestCommonDivisor(Math.Abs(numerator), Math.Abs(denominator)) * Math.Sign(denominator);
        (Numerator, _denominator) = (numerator / divisor, denominator / divisor);
    }

    public long Numerator { get; }

    /// <summary>1 for the default value, which is 0.</summary>
    public long Denominator => _denominator == 0 ? 1 : _denominator;

    public bool IsZero => Numerator == 0;

    public bool IsNegative => Numerator < 0;

    public static implicit operator Rational(int value) => new(value);

    public static Rational operator +(Rational a, Rational b) => checked(new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator));

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator *(Rational a, Rational b) => checked(new(a.Numerator * b.Numerator, a.Denominator * b.Denominator));

    public static Rational operator /(Rational a, Rational b) => checked(new(a.Numerator * b.Denominator, a.Denominator * b.Numerator));

    public static explicit operator double(Rational value) => (double)value.Numerator / value.Denominator;

    public Rational Power(int exponent)
    {
        Rational power = 1;
        for (int i = 0; i < exponent; i++)
            power *= this;
        return power;
    }

    public override string ToString() =>
        Numerator.ToString(CultureInfo.InvariantCulture) + (Denominator == 1 ? "" : "/" + Denominator.ToString(CultureInfo.InvariantCulture));

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
