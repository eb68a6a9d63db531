using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace NetCompiler.Generator.Frontend.Blocks;

/// <summary>
/// A block's definition as text, for other projects: words between spaces, expressions in prefix form, blocks within it written out. The first
/// word is the format's version.
/// </summary>
internal static class StoredBlock
{
    private const string Version = "1";
    private const char Separator = ' ';

    public static string Write(BlockDefinition definition)
    {
        var text = new StringBuilder(Version);
        WriteLayers(text, definition);
        return text.ToString();
    }

    /// <summary>The definition; null if the text is none, or one of another version.</summary>
    public static BlockDefinition? Read(string text)
    {
        string[] words = text.Split(Separator);
        if (words[0] != Version)
            return null;
        try
        {
            var reader = new Reader(words);
            BlockDefinition definition = reader.Layers();
            return reader.IsAtEnd ? definition : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static void WriteLayers(StringBuilder text, BlockDefinition definition)
    {
        Add(text, definition.Layers.Count);
        foreach (LayerTemplate layer in definition.Layers)
        {
            Add(text, layer.Block is null ? "layer" : "block", Escape(layer.Kind));
            Add(text, layer.ConstructorArguments, layer.Arguments.Count);
            foreach (ArgumentTemplate argument in layer.Arguments)
            {
                Add(text, argument.Name);
                WriteExpr(text, argument.Value);
            }

            if (layer.Block is not null)
                WriteLayers(text, layer.Block);
        }
    }

    private static void WriteExpr(StringBuilder text, Expr expression)
    {
        switch (expression)
        {
            case Expr.Constant { Value: EquatableArray<object?> items }:
                WriteExpr(text, new Expr.Items(new(items.Select(item => new Expr.Constant(item)))));
                break;
            case Expr.Constant constant:
                Add(text, WordOf(constant.Value));
                break;
            case Expr.Placeholder placeholder:
                Add(text, $"${placeholder.Name}", placeholder.Type);
                break;
            case Expr.Unary unary:
                Add(text, unary.IsChecked ? "unary" : "unchecked-unary", unary.Operator);
                WriteExpr(text, unary.Operand);
                break;
            case Expr.Binary binary:
                Add(text, binary.IsChecked ? "binary" : "unchecked-binary", binary.Operator);
                WriteExpr(text, binary.Left);
                WriteExpr(text, binary.Right);
                break;
            case Expr.Conditional conditional:
                Add(text, "if");
                WriteExpr(text, conditional.Test);
                WriteExpr(text, conditional.Then);
                WriteExpr(text, conditional.Else);
                break;
            case Expr.Cast cast:
                Add(text, cast.IsChecked ? "cast" : "unchecked-cast", cast.Type);
                WriteExpr(text, cast.Operand);
                break;
            case Expr.Items items:
                Add(text, "list", items.Values.Count);
                foreach (Expr item in items.Values)
                    WriteExpr(text, item);
                break;
        }
    }

    /// <summary>The first letter says the type. Bits of real numbers, because not every framework reads the digits back that it writes.</summary>
    private static string WordOf(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => $"l{number.ToString(CultureInfo.InvariantCulture)}",
        float number => $"f{BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture)}",
        double number => $"d{BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture)}",
        string text => $"\"{Escape(text)}",
        // Of a type that no layer takes: known to be something else than null.
        _ => $"\"{Escape(System.Convert.ToString(value, CultureInfo.InvariantCulture))}",
    };

    private static string Escape(string text) => text.Replace("%", "%25").Replace(" ", "%20");

    private static string Unescape(string text) => text.Replace("%20", " ").Replace("%25", "%");

    private static void Add(StringBuilder text, params object[] words)
    {
        foreach (object word in words)
            text.Append(Separator).Append(System.Convert.ToString(word, CultureInfo.InvariantCulture));
    }

    private sealed class Reader(string[] words)
    {
        private int _next = 1;

        public bool IsAtEnd => _next == words.Length;

        public BlockDefinition Layers() => new(new(Many(Layer)), default);

        private LayerTemplate Layer()
        {
            bool isBlock = Word() switch
            {
                "block" => true,
                "layer" => false,
                _ => throw new FormatException(),
            };
            string kind = Unescape(Word());
            int constructorArguments = Count();
            EquatableArray<ArgumentTemplate> arguments = new(Many(() => new ArgumentTemplate(Word(), Expression())));
            return new LayerTemplate(kind, arguments, constructorArguments, isBlock ? Layers() : null);
        }

        private Expr Expression()
        {
            string word = Word();
            return word switch
            {
                "unary" or "unchecked-unary" => new Expr.Unary(Named<UnaryOperatorKind>(), Expression(), word == "unary"),
                "binary" or "unchecked-binary" => new Expr.Binary(Named<BinaryOperatorKind>(), Expression(), Expression(), word == "binary"),
                "if" => new Expr.Conditional(Expression(), Expression(), Expression()),
                "cast" or "unchecked-cast" => new Expr.Cast(Named<SpecialType>(), Expression(), word == "cast"),
                "list" => new Expr.Items(new(Many(Expression))),
                _ when word.StartsWith("$", StringComparison.Ordinal) => new Expr.Placeholder(word.Substring(1), Named<SpecialType>()),
                _ => new Expr.Constant(ValueOf(word)),
            };
        }

        private static object? ValueOf(string word) => word switch
        {
            "null" => null,
            "true" => true,
            "false" => false,
            _ => word.FirstOrDefault() switch
            {
                '"' => Unescape(word.Substring(1)),
                'l' => long.Parse(word.Substring(1), CultureInfo.InvariantCulture),
                'f' => (float)BitConverter.Int64BitsToDouble(Bits(word)),
                'd' => BitConverter.Int64BitsToDouble(Bits(word)),
                _ => int.Parse(word, CultureInfo.InvariantCulture),
            },
        };

        private static long Bits(string word) => long.Parse(word.Substring(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        private string Word() => words[_next++];

        /// <summary>A number of things, each of which takes a word at least.</summary>
        private int Count() => int.Parse(Word(), CultureInfo.InvariantCulture) is var count && count >= 0 && count <= words.Length ? count : throw new FormatException();

        private T Named<T>() where T : struct, Enum => (T)Enum.Parse(typeof(T), Word());

        /// <summary>In an array at once: what is read later must not come first.</summary>
        private T[] Many<T>(Func<T> read)
        {
            var items = new T[Count()];
            for (int i = 0; i < items.Length; i++)
                items[i] = read();
            return items;
        }
    }
}
