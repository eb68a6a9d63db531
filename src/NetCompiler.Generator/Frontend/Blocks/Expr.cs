using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace NetCompiler.Generator.Frontend.Blocks;

/// <summary>
/// An argument of a layer in a block, with the block's parameters left open. Evaluation follows C#'s rules for constant expressions: integers
/// overflow with an <see cref="OverflowException"/> unless the source says <c>unchecked</c>, and dividing them by zero is a <see cref="DivideByZeroException"/>.
/// </summary>
internal abstract record Expr
{
    /// <summary>The expressions that this one is made of.</summary>
    protected virtual IEnumerable<Expr> Parts => [];

    /// <summary>Every placeholder in it, as often as it occurs.</summary>
    public IEnumerable<Placeholder> Placeholders => this is Placeholder placeholder ? [placeholder] : Parts.SelectMany(part => part.Placeholders);

    /// <summary>The value, of the types that a <see cref="LayerArgument"/> has, or <see cref="long"/> or <see cref="double"/>.</summary>
    /// <param name="values">The values of the block's parameters; names are compared ignoring case.</param>
    /// <exception cref="ExpressionException">An operator or a conversion does not exist for these values.</exception>
    public abstract object? Evaluate(IReadOnlyDictionary<string, object?> values);

    internal sealed record Constant(object? Value) : Expr
    {
        public override object? Evaluate(IReadOnlyDictionary<string, object?> values) => Value;
    }

    /// <summary>A constant that stands for the parameter of its name. A parameter that is a list stands for itself: <c>Conv(Filters, Kernel)</c> with an <c>int[] kernel</c>.</summary>
    internal sealed record Placeholder(string Name, SpecialType Type) : Expr
    {
        public override object? Evaluate(IReadOnlyDictionary<string, object?> values)
        {
            if (!values.TryGetValue(Name, out object? value))
                throw new ExpressionException($"'{Name}' has no value");
            return value is null or EquatableArray<object?> ? value : Arithmetic.Widen(value, Type, Name);
        }
    }

    internal sealed record Unary(UnaryOperatorKind Operator, Expr Operand, bool IsChecked) : Expr
    {
        protected override IEnumerable<Expr> Parts => [Operand];

        public override object? Evaluate(IReadOnlyDictionary<string, object?> values) => Arithmetic.Apply(Operator, Operand.Evaluate(values), IsChecked);
    }

    internal sealed record Binary(BinaryOperatorKind Operator, Expr Left, Expr Right, bool IsChecked) : Expr
    {
        protected override IEnumerable<Expr> Parts => [Left, Right];

        public override object? Evaluate(IReadOnlyDictionary<string, object?> values)
        {
            object? left = Left.Evaluate(values);
            return (Operator, left) is (BinaryOperatorKind.ConditionalAnd, false) or (BinaryOperatorKind.ConditionalOr, true)
                ? left
                : Arithmetic.Apply(Operator, left, Right.Evaluate(values), IsChecked);
        }
    }

    internal sealed record Conditional(Expr Test, Expr Then, Expr Else) : Expr
    {
        protected override IEnumerable<Expr> Parts => [Test, Then, Else];

        public override object? Evaluate(IReadOnlyDictionary<string, object?> values) =>
            Test.Evaluate(values) switch
            {
                true => Then.Evaluate(values),
                false => Else.Evaluate(values),
                _ => throw new ExpressionException("a condition is neither true nor false"),
            };
    }

    internal sealed record Cast(SpecialType Type, Expr Operand, bool IsChecked) : Expr
    {
        protected override IEnumerable<Expr> Parts => [Operand];

        public override object? Evaluate(IReadOnlyDictionary<string, object?> values) => Arithmetic.Convert(Operand.Evaluate(values), Type, IsChecked);
    }

    /// <summary>An array or a collection expression.</summary>
    internal sealed record Items(EquatableArray<Expr> Values) : Expr
    {
        protected override IEnumerable<Expr> Parts => Values;

        public override object? Evaluate(IReadOnlyDictionary<string, object?> values) =>
            new EquatableArray<object?>(Values.Select(item =>
                item.Evaluate(values) is var value and not EquatableArray<object?> ? value : throw new ExpressionException("a list contains a list")));
    }
}

/// <summary>An expression means nothing in a block, or not for the values it gets. The message completes "the expression …".</summary>
internal sealed class ExpressionException(string message) : Exception(message);
