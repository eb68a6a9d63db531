using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;
using static NetCompiler.Generator.Tests.Blocks.BlockProject;

namespace NetCompiler.Generator.Tests.Blocks;

/// <summary>
/// Expressions in blocks against the C# compiler: a block's layer with a use's values must be what C# makes of the same attribute where the
/// placeholders are constants with those values.
/// </summary>
public sealed class ExpressionTests
{
    private const int RandomExpressions = 120;

    private static readonly string[] s_written =
    [
        "4 * Filters", "Filters / 2 + 1", "Filters % 5 - ~Stride", "(Filters & 3) + (Filters ^ 1) | Stride", "Filters << Stride", "Filters >> 1", "Filters >>> Stride", "-Filters >>> 3", "Big >>> Stride", "Big << 3",
        "Stride == 1 ? 1 : 2", "Wide ? 7 : 3", "!Wide && Stride > 1 || Filters >= 100", "Wide ^ (Filters != 3)", "Wide == (Stride < 2)", "Wide & Stride <= 1 | Filters > 9",
        "Half", "Quarter * 2", "Third", "Real", "(int)Scale", "(int)(Scale * 3.7)", "(long)Scale", "(float)Scale", "(double)Share", "(float)Big", "(double)Big", "(int)Big", "(long)Filters * Filters", "(float)Filters / 3",
        "Scale / (Filters - Filters)", "Scale % 0.7", "Share % 0.3f", "-Scale", "+Share", "-Big", "Scale < Share", "double.NaN == Scale", "double.NaN != Scale", "double.NaN < Scale", "Scale >= double.NegativeInfinity",
        "Tag + \"_\" + nameof(Filters)", "$\"{Tag}.{Own}!\"", "Tag == \"b\"", "Tag != Own", "Tag + null", "sizeof(int) * Filters", "int.MaxValue % 7 + Filters", "unchecked(Filters * 1_000_000_000)", "unchecked((int)(Big * 1_000_000_007))",
        "unchecked(checked(Filters + 1) * 2_000_000_000)", "checked(Filters * 1_000_000)", "Filters * 1_000_000_000", "64 / Stride", "64 % Stride", "int.MinValue / -Stride", "int.MinValue % -Stride", "unchecked(int.MinValue / -Stride)", "Big * Big * Big",
        "(int)Mode", "(Probes.Mode)Stride", "Mode == Probes.Mode.All", "Mode", "Mode > Probes.Mode.None ? \"on\" : \"off\"", "default(int) + Filters", "(int)Probes.Mode.Some * Filters", "'a' + Filters", "(object)Filters",
    ];

    private const string Constants = """
        const int Half = Filters / 2, Quarter = Half / 2;
        const double Third = Filters / 3;
        const float Real = Filters;
        const string Own = "own";
        """;

    private static readonly (string Type, string Name, string[] Values)[] s_parameters =
    [
        ("int", "Filters", ["64", "0", "1", "7", "96", "-3", "100000", "int.MaxValue", "int.MinValue", "3001"]),
        ("int", "Stride", ["1", "2", "0", "-1", "33", "5"]),
        ("bool", "Wide", ["false", "true"]),
        ("double", "Scale", ["1", "2.5", "-0.75", "1e300", "3e9", "double.NaN", "1e-3"]),
        ("float", "Share", ["0.5f", "0.1f", "-3.25f", "1e30f", "16777217f"]),
        ("long", "Big", ["1", "9007199254740993", "long.MinValue", "-5", "4294967296"]),
        ("string", "Tag", ["\"t\"", "\"b\"", "\"x y\"", "\"\""]),
        ("Probes.Mode", "Mode", ["Probes.Mode.None", "Probes.Mode.All", "Probes.Mode.Some"]),
    ];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void ExpressionsHaveTheValuesThatCSharpGivesThem(int seed, bool fromOtherProject)
    {
        var random = new Random(seed);
        string[] expressions = Accepted([.. s_written, .. Enumerable.Range(0, RandomExpressions).Select(_ => RandomExpression.Create(random))]);
        Assert.True(expressions.Length > s_written.Length - 5, $"C# accepts only {expressions.Length}.");
        string layers = string.Concat(expressions.Select(expression => $"[Probes.Probe({expression})]\n"));
        string[][] uses = [.. Enumerable.Range(0, 20).Select(_ => s_parameters.Select(parameter => parameter.Values[random.Next(parameter.Values.Length)]).ToArray())];

        string block = $"public static class Blocks {{ {Declare("[BlockParameter] const", [.. s_parameters.Select(parameter => parameter.Values[0])])} {Constants} {layers} public class BAttribute({Parameters()}) : BlockAttribute({Names()}); }}\n";
        string networks = string.Concat(uses.Select((values, i) => $"[Network(1), Blocks.B({string.Join(", ", values)})] partial class Net{i};\n"));
        CSharpCompilation compilation = fromOtherProject ? Consumer(networks, Reference(block, "Library", asImage: true)) : Compile(block + networks);

        // C# says "overflow" at each attribute that it rejects.
        CSharpCompilation oracle = TestProject.Default.Compile(
            Usings + Probe + string.Concat(uses.Select((values, i) => $"static partial class Use{i} {{ {Declare("const", values)} {Constants}\n[Network(1)]\n{layers} partial class Net; }}\n")));

        int compared = 0, failed = 0;
        for (int i = 0; i < uses.Length; i++)
        {
            NetworkDeclaration actual = Parse(compilation, $"Net{i}");
            AttributeData[] expected = [.. LayerAttributes.Of(oracle.GetTypeByMetadataName($"Use{i}+Net")!)];
            EquatableArray<LayerDeclaration> values = Parse(oracle, $"Use{i}+Net").Layers;
            HashSet<int> problems = [.. actual.Problems.Select(problem => problem.Inside[0])];
            for (int k = 0; k < expressions.Length; k++)
            {
                string what = $"{expressions[k]} with {string.Join(", ", uses[i])}";
                if (LayerAttributes.IsRejected(expected[k], CancellationToken.None))
                {
                    // C# also rejects what is never evaluated, such as 1 / 0 behind a condition.
                    Assert.True(problems.Contains(k) || expressions[k].Contains('?') || expressions[k].Contains("&&") || expressions[k].Contains("||"), $"{what} is {Print([actual.Layers[0].Body[k]])}, but C# rejects it.");
                    failed++;
                }
                else
                {
                    Assert.False(problems.Contains(k), $"{what} fails, but C# has {Print([values[k]])}.");
                    Assert.True(values[k].Equals(actual.Layers[0].Body[k]), $"{what} is {Print([actual.Layers[0].Body[k]])}, but C# has {Print([values[k]])}.");
                    compared++;
                }
            }
        }

        Assert.True(compared > 1000 && failed > 50, $"{compared} values and {failed} failures compared");
    }

    /// <summary>Those that C# accepts with the placeholders' own values.</summary>
    private static string[] Accepted(string[] expressions)
    {
        string layers = string.Concat(expressions.Select(expression => $"[Probes.Probe({expression})]\n"));
        CSharpCompilation compilation = TestProject.Default.Compile($"{Usings}{Probe}static class Blocks {{ {Declare("const", [.. s_parameters.Select(parameter => parameter.Values[0])])} {Constants} {layers} class B; }}");
        AttributeData[] attributes = [.. LayerAttributes.Of(compilation.GetTypeByMetadataName("Blocks+B")!)];
        return [.. expressions.Where((_, i) => !LayerAttributes.IsRejected(attributes[i], CancellationToken.None))];
    }

    private static string Declare(string modifiers, string[] values) => string.Concat(s_parameters.Select((parameter, i) => $"{modifiers} {parameter.Type} {parameter.Name} = {values[i]};\n"));

    private static string Parameters() => string.Join(", ", s_parameters.Select(parameter => $"{parameter.Type} {parameter.Name.ToLowerInvariant()}"));

    private static string Names() => string.Join(", ", s_parameters.Select(parameter => parameter.Name.ToLowerInvariant()));

    /// <summary>Random expressions of every type.</summary>
    private static class RandomExpression
    {
        private static readonly string[] s_types = ["int", "long", "float", "double", "bool"];

        public static string Create(Random random) => Of(s_types[random.Next(s_types.Length)], 4, random);

        private static string Of(string type, int depth, Random random)
        {
            if (depth == 0 || random.Next(5) == 0)
                return Leaf(type, random);
            string Next(string other) => Of(other, depth - 1, random);
            if (random.Next(8) == 0)
                return $"({Next("bool")} ? {Next(type)} : {Next(type)})";
            if (type == "bool")
            {
                string operand = s_types[random.Next(4)];
                return random.Next(3) switch
                {
                    0 => $"({Next("bool")} {Pick(random, "&&", "||", "&", "|", "^", "==", "!=")} {Next("bool")})",
                    1 => $"!{Next("bool")}",
                    _ => $"({Next(operand)} {Pick(random, "<", "<=", ">", ">=", "==", "!=")} {Next(operand)})",
                };
            }

            bool isInteger = type is "int" or "long";
            return random.Next(7) switch
            {
                0 => $"({type})({Next(s_types[random.Next(4)])})",
                1 => $"(-{Next(type)})",
                2 when isInteger => $"unchecked({Next(type)} {Pick(random, "+", "-", "*")} {Next(type)})",
                3 when isInteger => $"({Next(type)} {Pick(random, "<<", ">>", ">>>")} {Next("int")})",
                4 when isInteger => $"({Next(type)} {Pick(random, "&", "|", "^")} {Next(type)})",
                _ => $"({Next(type)} {Pick(random, "+", "-", "*", "/", "%")} {Next(type)})",
            };
        }

        private static string Leaf(string type, Random random)
        {
            string[] names = [.. s_parameters.Where(parameter => parameter.Type == type).Select(parameter => parameter.Name)];
            if (random.Next(3) != 0)
                return Pick(random, names);
            return type switch
            {
                "int" => Pick(random, "Half", random.Next(-9, 100).ToString(CultureInfo.InvariantCulture)),
                "long" => $"{random.Next(1, 1000).ToString(CultureInfo.InvariantCulture)}L",
                "float" => Pick(random, "Real", $"{random.Next(1, 1000).ToString(CultureInfo.InvariantCulture)}.25f"),
                "double" => Pick(random, "Third", $"{random.Next(1, 1000).ToString(CultureInfo.InvariantCulture)}.1"),
                _ => Pick(random, "true", "false"),
            };
        }

        private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
    }
}
