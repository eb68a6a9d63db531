using Samples.Views;

namespace NetCompiler.Tests;

/// <summary>Drawings of networks.</summary>
public sealed class GraphTests
{
    [Fact]
    public void MermaidShowsEveryLayerAndEscapesText() => Assert.Equal(
        """
        ---
        title: Small
        ---
        flowchart TD
            n0(["input<br/>3×8×8"])
            n1(["words<br/>20"])
            n2["conv1<br/>Conv 4 filters 3×3<br/>4×8×8"]
            n3["block.0.conv1<br/>Conv 4 filters 1×1<br/>4×8×8"]
            n4{{"block.0.add1<br/>Add<br/>4×8×8"}}
            n5["block.1.conv1<br/>Conv 2 filters 1×1<br/>2×8×8"]
            n6["flatten1<br/>Flatten<br/>128"]
            n7{{"concat1<br/>Concat<br/>148"}}
            n8["fc1<br/>Dense #quot;10#quot; #lt;units#gt; #amp; #35;1\<br/>10"]
            n0 --> n2
            n2 --> n3
            n3 --> n4
            n2 --> n4
            n4 --> n5
            n5 --> n6
            n6 --> n7
            n1 --> n7
            n7 --> n8

        """,
        MermaidGraph.Write(NetworkDiagram.Of(SmallNetwork.Info, int.MaxValue)));

    [Fact]
    public void DotJoinsBlocksAndEscapesText() => Assert.Equal(
        """
        digraph "Small" {
            node [shape=box, fontname="Helvetica", fontsize=10];
            n0 [label="input\n3×8×8", shape=oval];
            n1 [label="words\n20", shape=oval];
            n2 [label="conv1\nConv 4 filters 3×3\n4×8×8"];
            n3 [label="block\n3 layers\n2×8×8"];
            n4 [label="flatten1\nFlatten\n128"];
            n5 [label="concat1\nConcat\n148", shape=hexagon];
            n6 [label="fc1\nDense \"10\" <units> & #1\\\n10"];
            n0 -> n2;
            n2 -> n3;
            n3 -> n4;
            n4 -> n5;
            n1 -> n5;
            n5 -> n6;
        }

        """,
        DotGraph.Write(NetworkDiagram.Of(SmallNetwork.Info, 1)));

    [Fact]
    public void ABlockMayReadWhatComesAfterItsFirstLayer()
    {
        NetworkInfo info = With(
            new LayerInfo("a.first", "Relu", "", [8], 0, 0, "", ["input"]),
            new LayerInfo("between", "Relu", "", [8], 0, 0, "", ["a.first"]),
            new LayerInfo("a.second", "Relu", "", [8], 0, 0, "", ["between"]));

        NetworkDiagram diagram = NetworkDiagram.Of(info, 1);

        Assert.Equal(["input", "a", "between"], diagram.Nodes.Select(node => node.Lines[0]));
        Assert.Equal([(0, 1), (2, 1), (1, 2)], diagram.Edges);
        Assert.Equal([DiagramNodeKind.Input, DiagramNodeKind.Join, DiagramNodeKind.Layer], diagram.Nodes.Select(node => node.Kind));
    }

    private static NetworkInfo With(params LayerInfo[] layers) => new()
    {
        Name = "Other",
        CompilerVersion = "test",
        Target = "portable",
        Inputs = [new InputInfo("input", [8])],
        Outputs = [],
        Layers = layers,
        Parameters = [],
        PackedBytes = 0,
        ArenaBytes = 0,
    };
}
