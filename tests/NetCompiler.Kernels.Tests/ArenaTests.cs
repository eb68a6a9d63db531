using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Passes;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.Kernels.Tests.Zoo;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests;

/// <summary>How much working memory a prediction takes, compared with what it cannot do without: the buffers that are needed at once, and the most scratch.</summary>
public sealed class ArenaTests
{
    private const double Allowed = 1.15;

    private static readonly Lazy<IReadOnlyDictionary<string, NetworkDeclaration>> s_catalog = new(() => DeclaredNetworks.Of(
        CompiledBatch.NewCompilation([CSharpSyntaxTree.ParseText($"using NetCompiler.Layers;\nnamespace Catalog;\n{string.Concat(NetworkCatalog.All.Select(network => network.ToSource()))}")]), "Catalog"));

    [Fact]
    public void NetworksOfTheZooTakeLittleMoreThanTheyNeed() => AssertAllowed(ZooSources.Declarations, least: 45);

    [Fact]
    public void NetworksOfTheCatalogTakeLittleMoreThanTheyNeed() => AssertAllowed(s_catalog.Value, least: 300);

    private static void AssertAllowed(IReadOnlyDictionary<string, NetworkDeclaration> declarations, int least)
    {
        Assert.InRange(declarations.Count, least, int.MaxValue);
        var wrong = new List<string>();
        foreach ((string name, NetworkDeclaration declaration) in declarations)
        {
            CompiledProgram program = CompiledProgram.Compile(declaration, training: false);
            foreach ((Region region, RegionPlan plan) in new[] { (Region.Arena, program.Plan.Arena), (Region.BatchArena, program.Plan.BatchArena) })
            {
                // Images of a batch may be a further cache line apart.
                int scratch = region == Region.Arena ? program.ScratchLength(InstructionSet.All) : 0, needed = Needed(program.Graph, region) + scratch, planned = plan.Length + scratch;
                if (planned > (Allowed * needed) + Layout.BlockSize || planned < needed || plan.Needed + scratch != needed)
                    wrong.Add(FormattableString.Invariant($"{name}: {region} of {planned} floats, {needed} needed ({plan.Needed + scratch} according to the plan): {(double)planned / needed:F3}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Floats of the largest set of buffers that are needed at the same node, from the graph alone.</summary>
    private static int Needed(NetworkGraph graph, Region region)
    {
        // Values that share memory are one buffer, as large as the largest of them.
        var sameMemory = new Dictionary<Value, HashSet<Value>>();
        void Join(Value a, Value b)
        {
            HashSet<Value> joined = [.. Of(a), .. Of(b)];
            foreach (Value value in joined)
                sameMemory[value] = joined;
        }

        HashSet<Value> Of(Value value) => sameMemory.TryGetValue(value, out HashSet<Value>? known) ? known : sameMemory[value] = [value];
        foreach (Node node in graph.Nodes)
        {
            Of(node.Output);
            if (node.InPlaceOf >= 0)
                Join(node.Output, node.Inputs[node.InPlaceOf]);
            foreach (Value value in node.Inputs.Append(node.Output).Where(value => value.PartOf is not null))
                Join(value, value.PartOf!.Whole);
        }

        // Two nodes that work in turns are one step.
        var steps = new List<int>();
        foreach (Node node in graph.Nodes)
            steps.Add(steps.Count == 0 ? 0 : steps[^1] + (node.Inputs.Exists(input => input.Layout!.HeldRows > 0) ? 0 : 1));
        IEnumerable<HashSet<Value>> buffers = sameMemory.Values.Distinct().Where(buffer => buffer.Any(value => value.Placement?.Region == region));
        List<(int Length, int First, int Last)> lives =
        [
            .. buffers.Select(buffer =>
            {
                List<int> uses = [.. graph.Nodes.Zip(steps).Where(pair => Touched(pair.First).Any(buffer.Contains)).Select(pair => pair.Second)];
                return (buffer.Max(value => value.Layout!.Length), uses[0], uses[^1]);
            }),
        ];
        return Enumerable.Range(0, graph.Nodes.Count).Select(i => lives.Where(life => life.First <= i && i <= life.Last).Sum(life => life.Length)).DefaultIfEmpty(0).Max();
    }

    private static IEnumerable<Value> Touched(Node node) => node.Inputs.Append(node.Operation is ZeroBorderOperation zero ? zero.Target : node.Output);
}
