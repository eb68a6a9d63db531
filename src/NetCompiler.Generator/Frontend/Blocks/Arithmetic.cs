using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace NetCompiler.Generator.Frontend.Blocks;

/// <summary>
/// The operators of C#'s constant expressions on <see cref="int"/>, <see cref="long"/>, <see cref="float"/>, <see cref="double"/>,
/// <see cref="bool"/> and <see cref="string"/>. Smaller and unsigned types are not needed in layers and not supported.
/// </summary>
internal static class Arithmetic
{
    /// <summary>The types of numbers, each of which C# converts to those after it without being asked.</summary>
    private static readonly SpecialType[] s_numbers = [SpecialType.System_Int32, SpecialType.System_Int64, SpecialType.System_Single, SpecialType.System_Double];

    public static bool IsSupported(SpecialType type) =>
        s_numbers.Contains(type) || type is SpecialType.System_Boolean or SpecialType.System_String or SpecialType.System_Object or SpecialType.None;

    public static object Apply(UnaryOperatorKind op, object? operand, bool isChecked) => (op, operand) switch
    {
        (UnaryOperatorKind.Plus, int or long or float or double) => operand,
        (UnaryOperatorKind.Minus, int value) => ToInt(-(long)value, isChecked),
        (UnaryOperatorKind.Minus, long value) => isChecked ? checked(-value) : unchecked(-value),
        (UnaryOperatorKind.Minus, float value) => -value,
        (UnaryOperatorKind.Minus, double value) => -value,
        (UnaryOperatorKind.BitwiseNegation, int value) => ~value,
        (UnaryOperatorKind.BitwiseNegation, long value) => ~value,
        (UnaryOperatorKind.Not, bool value) => !value,
        _ => throw Unsupported(op, operand),
    };

    public static object Apply(BinaryOperatorKind op, object? left, object? right, bool isChecked) => (left, right) switch
    {
        (int a, int b) => Compare(op, a.CompareTo(b)) ?? Shift(op, a, b) ?? (object)ToInt(Integer(op, a, b, isChecked), isChecked),
        (long a, long b) => Compare(op, a.CompareTo(b)) ?? (object)Integer(op, a, b, isChecked),
        (long a, int b) => Shift(op, a, b) ?? throw Unsupported(op, left, right),
        (float a, float b) => Compare(op, Order(a, b)) ?? (object)(float)Real(op, a, b),
        (double a, double b) => Compare(op, Order(a, b)) ?? (object)Real(op, a, b),
        (bool a, bool b) => Logical(op, a, b),
        (string or null, string or null) when op is BinaryOperatorKind.Add => string.Concat(left, right),
        (string or null, string or null) when op is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals => Equals(left, right) == op is BinaryOperatorKind.Equals,
        _ => throw Unsupported(op, left, right),
    };

    /// <summary>A conversion that the source spells out, or that C# added.</summary>
    public static object? Convert(object? value, SpecialType type, bool isChecked) => (type, value) switch
    {
        (SpecialType.System_Int32, int) or (SpecialType.System_Int64, long) or (SpecialType.System_Single, float) or (SpecialType.System_Double, double) => value,
        (SpecialType.System_Int32, long number) => ToInt(number, isChecked),
        (SpecialType.System_Int32, float or double) when AsDouble(value) is var real => real > int.MinValue - 1.0 && real < int.MaxValue + 1.0 ? (int)real : OutOfRange(isChecked),
        (SpecialType.System_Int64, int number) => (long)number,
        (SpecialType.System_Int64, float or double) when AsDouble(value) is var real => real >= long.MinValue && real < -(double)long.MinValue ? (long)real : (long)OutOfRange(isChecked),
        // Not by way of double, which would round twice.
        (SpecialType.System_Single, long number) => (float)number,
        (SpecialType.System_Single, int or double) => (float)AsDouble(value),
        (SpecialType.System_Double, int or long or float) => AsDouble(value),
        (SpecialType.System_Boolean, bool) or (SpecialType.System_String, string or null) or (SpecialType.System_Object or SpecialType.None, _) => value,
        _ => throw new ExpressionException($"converts {Describe(value)} to {Describe(type)}, which blocks do not support"),
    };

    /// <summary>A parameter's value as its placeholder's type, if C# would convert it without being asked.</summary>
    public static object? Widen(object value, SpecialType type, string name)
    {
        int from = Array.IndexOf(s_numbers, TypeOf(value)), to = Array.IndexOf(s_numbers, type);
        if (from < 0 ? TypeOf(value) != type : to < from)
            throw new ExpressionException($"uses '{name}' as {Describe(type)}, but the parameter is {Describe(value)}");
        return Convert(value, type, isChecked: true);
    }

    /// <summary>Null for an operator that compares nothing.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="order">Below, at or above zero; null where one side is no number, which only differs.</param>
    private static object? Compare(BinaryOperatorKind op, int? order) => op switch
    {
        BinaryOperatorKind.Equals => order == 0,
        BinaryOperatorKind.NotEquals => order != 0,
        BinaryOperatorKind.LessThan => order < 0,
        BinaryOperatorKind.LessThanOrEqual => order <= 0,
        BinaryOperatorKind.GreaterThan => order > 0,
        BinaryOperatorKind.GreaterThanOrEqual => order >= 0,
        _ => null,
    };

    private static int? Order(double a, double b) => a < b ? -1 : a > b ? 1 : a == b ? 0 : null;

    private static object? Shift(BinaryOperatorKind op, int value, int count) => op switch
    {
        BinaryOperatorKind.LeftShift => value << count,
        BinaryOperatorKind.RightShift => value >> count,
        BinaryOperatorKind.UnsignedRightShift => unchecked((int)((uint)value >> count)),
        _ => null,
    };

    private static object? Shift(BinaryOperatorKind op, long value, int count) => op switch
    {
        BinaryOperatorKind.LeftShift => value << count,
        BinaryOperatorKind.RightShift => value >> count,
        BinaryOperatorKind.UnsignedRightShift => unchecked((long)((ulong)value >> count)),
        _ => null,
    };

    private static long Integer(BinaryOperatorKind op, long a, long b, bool isChecked) => op switch
    {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        // The processor's division overflows on the least number.
        BinaryOperatorKind.Divide when b == -1 => isChecked ? checked(-a) : unchecked(-a),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => b == -1 ? 0 : a % b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => throw Unsupported(op, a, b),
    };

    /// <summary>Also right for <see cref="float"/>: a double's result rounded to float is the float's result.</summary>
    private static double Real(BinaryOperatorKind op, double a, double b) => op switch
    {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => throw Unsupported(op, a, b),
    };

    private static bool Logical(BinaryOperatorKind op, bool a, bool b) => op switch
    {
        BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => a && b,
        BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => a || b,
        BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => a != b,
        BinaryOperatorKind.Equals => a == b,
        _ => throw Unsupported(op, a, b),
    };

    private static int ToInt(long value, bool isChecked) => isChecked ? checked((int)value) : unchecked((int)value);

    /// <summary>The C# compiler's choice where the language leaves the value open.</summary>
    private static int OutOfRange(bool isChecked) => isChecked ? throw new OverflowException() : 0;

    private static double AsDouble(object? value) => value switch
    {
        int number => number,
        long number => number,
        float number => number,
        double number => number,
        _ => throw new ArgumentException("No number.", nameof(value)),
    };

    private static SpecialType TypeOf(object? value) => value switch
    {
        int => SpecialType.System_Int32,
        long => SpecialType.System_Int64,
        float => SpecialType.System_Single,
        double => SpecialType.System_Double,
        bool => SpecialType.System_Boolean,
        string => SpecialType.System_String,
        _ => SpecialType.None,
    };

    private static ExpressionException Unsupported(object op, params object?[] operands) =>
        new($"applies the operator {op} to {string.Join(" and ", operands.Select(Describe))}, which blocks do not support");

    private static string Describe(object? value) => value switch
    {
        null => "null",
        EquatableArray<object?> => "a list",
        _ => TypeOf(value) is not SpecialType.None and var type ? Describe(type) : value.GetType().Name,
    };

    private static string Describe(SpecialType type) => type switch
    {
        SpecialType.System_Int32 => "an int",
        SpecialType.System_Int64 => "a long",
        SpecialType.System_Single => "a float",
        SpecialType.System_Double => "a double",
        SpecialType.System_Boolean => "a bool",
        SpecialType.System_String => "a string",
        _ => type.ToString(),
    };
}
