using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Tests.Harness;

/// <summary>Networks that nobody would think of: random layers in a row, some of which read an earlier one. The same ones on every run.</summary>
internal static class RandomNetworks
{
    private const int Candidates = 600;

    private static readonly Lazy<IReadOnlyList<NetworkDeclaration>> s_all = new(Create);

    /// <summary>The valid ones among the candidates.</summary>
    public static IReadOnlyList<NetworkDeclaration> All => s_all.Value;

    private static IReadOnlyList<NetworkDeclaration> Create()
    {
        var random = new Random(1);
        string[] sources = [.. Enumerable.Range(0, Candidates).Select(number => Write(random, number))];
        CSharpCompilation compilation = TestProject.Default.Compile($"using NetCompiler.Layers;\n{string.Concat(sources)}");
        return
        [
            .. Enumerable.Range(0, Candidates)
                .Select(number => NetworkParser.Parse(compilation.GetTypeByMetadataName($"Net{number}")!, compilation, CancellationToken.None))
                .Where(declaration => GraphBuilder.Build(declaration, out _) is not null),
        ];
    }

    private static string Write(Random random, int number)
    {
        string input = random.Next(4) == 0 ? $"{random.Next(1, 70)}" : $"{random.Next(1, 36)}, {random.Next(1, 14)}, {random.Next(1, 14)}";
        bool flat = !input.Contains(',', StringComparison.Ordinal);
        var layers = new List<string>();
        int count = random.Next(1, 10);
        for (int i = 0; i < count; i++)
        {
            string layer = flat ? Vector(random) : Image(random);
            flat |= layer == "Flatten";
            string from = i > 0 && random.Next(6) == 0 ? $"From = \"l{random.Next(i)}\"" : "";
            if (i > 0 && random.Next(5) == 0)
                (layer, from) = (Join(random, i), "");
            string named = string.Join(", ", new[] { $"Name = \"l{i}\"", from }.Where(part => part.Length > 0));
            layers.Add(layer.EndsWith(')') ? $"{layer[..^1]}, {named})" : $"{layer}({named})");
        }

        return $"[Network({input})]\n[{string.Join(", ", layers)}]\npartial class Net{number};\n";
    }

    /// <summary>What joins earlier layers, or takes channels out of one.</summary>
    private static string Join(Random random, int count)
    {
        string earlier = $"\"l{random.Next(count)}\"";
        return random.Next(5) switch
        {
            0 => $"Slice({16 * random.Next(2)}, {16 + (16 * random.Next(3))}, From = {earlier})",
            1 => $"Add({earlier})",
            2 => $"Multiply({earlier})",
            3 => $"Concat({earlier}, \"previous\", {earlier})",
            _ => $"Concat({earlier})",
        };
    }

    private static string Image(Random random)
    {
        string window = $"[{random.Next(1, 5)}, {random.Next(1, 5)}], Strides = [{random.Next(1, 4)}, {random.Next(1, 4)}]";
        return random.Next(14) switch
        {
            12 => $"Conv({Channels(random)}, {window}, Dilations = [{random.Next(1, 4)}, {random.Next(1, 4)}], Groups = {random.Next(1, 3)})",
            13 => $"DepthwiseConv({window}, Padding = 2, Dilation = {random.Next(1, 3)}, Multiplier = {random.Next(1, 3)})",
            0 or 1 => $"Conv({Channels(random)}, {window}, Pads = [{random.Next(3)}, {random.Next(3)}, {random.Next(3)}, {random.Next(3)}])",
            2 => $"Conv({Channels(random)}, {random.Next(1, 4)}, Same = true)",
            3 => $"MaxPool({window})",
            4 => $"AvgPool({window})",
            5 => $"MaxPool({random.Next(1, 4)})",
            6 => "Flatten",
            7 => $"Pad([{random.Next(3)}, {random.Next(3)}, {random.Next(3)}, {random.Next(3)}])",
            8 => "Normalize(0.5f, 2f)",
            9 => "Dropout(0.3f)",
            _ => Activation(random),
        };
    }

    private static string Vector(Random random) =>
        random.Next(7) switch
        {
            0 or 1 or 2 => $"Dense({random.Next(1, 70)})",
            3 => "Softmax",
            4 => "Dropout(0.3f)",
            _ => Activation(random),
        };

    private static int Channels(Random random) => new[] { 1, 3, 6, 16, 17, 32, 40 }[random.Next(7)];

    private static string Activation(Random random) => new[] { "Relu", "Tanh", "Sigmoid" }[random.Next(3)];
}
