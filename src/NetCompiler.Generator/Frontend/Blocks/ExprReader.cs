using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace NetCompiler.Generator.Frontend.Blocks;

/// <summary>Reads the arguments of an attribute as C# understands them into expressions. What depends on no placeholder becomes the value that C# gives it.</summary>
internal sealed class ExprReader(Compilation compilation)
{
    /// <summary>No sensible argument nests as deep; a stack does not last for ever.</summary>
    private const int MaximumDepth = 200;

    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly Dictionary<IFieldSymbol, Expr> _constants = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IFieldSymbol> _open = new(SymbolEqualityComparer.Default);
    private int _depth;

    /// <summary>The arguments that the attribute spells out, by the name of the constructor's parameter or of the property.</summary>
    public IEnumerable<(string Name, IOperation Value)> ArgumentsOf(AttributeSyntax attribute, CancellationToken cancellationToken)
    {
        if (ModelOf(attribute.SyntaxTree).GetOperation(attribute, cancellationToken) is not IAttributeOperation { Operation: IObjectCreationOperation creation })
            yield break;
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter is { } parameter)
                yield return (parameter.Name, argument.Value);
        }

        foreach (IOperation initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value })
                yield return (name, value);
        }
    }

    /// <exception cref="ExpressionException">It contains what no block can evaluate.</exception>
    public Expr Read(IOperation operation)
    {
        if (++_depth > MaximumDepth)
            throw Unsupported(operation);
        try
        {
            Expr read = ReadNode(operation);
            return operation.ConstantValue.HasValue && read is not Expr.Constant && !read.Placeholders.Any() ? new Expr.Constant(operation.ConstantValue.Value) : read;
        }
        finally
        {
            _depth--;
        }
    }

    private SemanticModel ModelOf(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out SemanticModel? model))
            _models.Add(tree, model = compilation.GetSemanticModel(tree));
        return model;
    }

    private Expr ReadNode(IOperation operation) => operation switch
    {
        IFieldReferenceOperation reference => ReadConstant(reference),
        IConversionOperation conversion => ReadConversion(conversion),
        IUnaryOperation unary => new Expr.Unary(unary.OperatorKind, Read(unary.Operand), IsChecked(unary)),
        IBinaryOperation binary => new Expr.Binary(binary.OperatorKind, Read(binary.LeftOperand), Read(binary.RightOperand), IsChecked(binary)),
        IConditionalOperation { WhenFalse: { } otherwise } conditional => new Expr.Conditional(Read(conditional.Condition), Read(conditional.WhenTrue), Read(otherwise)),
        IInterpolatedStringOperation text => text.Parts.Select(ReadPart).Aggregate((Expr)new Expr.Constant(""), (left, right) => new Expr.Binary(BinaryOperatorKind.Add, left, right, true)),
        IArrayCreationOperation array => new Expr.Items(new((array.Initializer?.ElementValues ?? ImmutableArray<IOperation>.Empty).Select(Read))),
        // ICollectionExpressionOperation is newer than the Roslyn that we are built for.
        _ when operation.Syntax is CollectionExpressionSyntax => new Expr.Items(new(operation.ChildOperations.Select(Read))),
        ITypeOfOperation type => new Expr.Constant(type.TypeOperand.ToDisplayString()),
        // A literal, nameof, sizeof, default.
        _ when operation.ConstantValue is { HasValue: true, Value: var value } => new Expr.Constant(value),
        _ => throw Unsupported(operation),
    };

    private Expr ReadPart(IInterpolatedStringContentOperation part) => part switch
    {
        IInterpolatedStringTextOperation text => Read(text.Text),
        IInterpolationOperation { Alignment: null, FormatString: null } interpolation => Read(interpolation.Expression),
        _ => throw Unsupported(part),
    };

    private Expr ReadConversion(IConversionOperation conversion)
    {
        Expr operand = Read(conversion.Operand);
        SpecialType type = SpecialTypeOf(conversion.Type);
        if (!operand.Placeholders.Any() && conversion.ConstantValue is { HasValue: true, Value: var value })
            return new Expr.Constant(value);
        if (!Arithmetic.IsSupported(type))
            throw Unsupported(conversion);
        return new Expr.Cast(type, operand, IsChecked(conversion));
    }

    /// <summary>A placeholder, or a constant. One that is derived from placeholders is followed through its initialiser: C# would give it the placeholders' own values.</summary>
    private Expr ReadConstant(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (_constants.TryGetValue(field, out Expr? known))
            return known;

        // A constant without a value, as one defined by itself, is C#'s to complain about.
        if (!field.HasConstantValue || !_open.Add(field))
            throw Unsupported(reference);
        try
        {
            Expr value = IsPlaceholder(field) ? new Expr.Placeholder(field.Name, SpecialTypeOf(field.Type))
                : InitializerOf(field) is { } initializer && ModelOf(initializer.SyntaxTree).GetOperation(initializer) is IFieldInitializerOperation operation ? Read(operation.Value)
                : new Expr.Constant(field.ConstantValue);
            if (value is Expr.Placeholder && !Arithmetic.IsSupported(SpecialTypeOf(field.Type)))
                throw Unsupported(reference);
            return _constants[field] = value;
        }
        finally
        {
            _open.Remove(field);
        }
    }

    /// <summary>The initialiser of a constant in this project, unless it is a literal.</summary>
    private EqualsValueClauseSyntax? InitializerOf(IFieldSymbol field) =>
        field.ContainingType.TypeKind != TypeKind.Enum
            && field.DeclaringSyntaxReferences is { Length: 1 } references && references[0] is var reference
            && compilation.ContainsSyntaxTree(reference.SyntaxTree)
            && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer: { Value: not LiteralExpressionSyntax } initializer }
        ? initializer : null;

    private static bool IsPlaceholder(IFieldSymbol field) =>
        field.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "BlockParameterAttribute" } found && LayerAttributes.IsOurs(found));

    /// <summary>Constant expressions are checked unless they say otherwise; an operation's own IsChecked only tells the project's setting.</summary>
    private static bool IsChecked(IOperation operation) =>
        operation.Syntax.AncestorsAndSelf().TakeWhile(node => node is ExpressionSyntax)
            .FirstOrDefault(node => node.IsKind(SyntaxKind.CheckedExpression) || node.IsKind(SyntaxKind.UncheckedExpression))?.IsKind(SyntaxKind.CheckedExpression) ?? true;

    private static SpecialType SpecialTypeOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? underlying.SpecialType : type?.SpecialType ?? SpecialType.None;

    private static ExpressionException Unsupported(IOperation operation) => new($"contains '{operation.Syntax}', which blocks do not support");
}
