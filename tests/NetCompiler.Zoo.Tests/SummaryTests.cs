using Samples;
using Samples.Views;

namespace NetCompiler.Tests;

/// <summary>Tables of layers and of networks.</summary>
public sealed class SummaryTests
{
    [Fact]
    public void SummaryShowsLayersAndTotals() => Assert.Equal(
        """
        Small
        ───────────────────────────────────────────────────────────────────────────────
        Layer     Kind      Arguments           Output shape  Parameters  Multiply-adds
        ───────────────────────────────────────────────────────────────────────────────
        input                                          3×8×8
        words                                             20
        conv1     Conv      4 filters 3×3              4×8×8         112          6,912
        block     3 layers                             2×8×8          30          1,536
        flatten1  Flatten                                128
        concat1   Concat                                 148
        fc1       Dense     "10" <units> & #1\            10       1,490          1,480
        ───────────────────────────────────────────────────────────────────────────────
        Parameters      1,632
        Multiply-adds   9,928
        Input           848 bytes
        Weights         6.44 KiB
        Packed weights  2.00 KiB
        Working memory  1.50 KiB, of which 1.25 KiB are needed at once
        ───────────────────────────────────────────────────────────────────────────────

        """,
        Print(depth: 1));

    [Theory]
    [InlineData(1, new[] { "input", "words", "conv1", "block", "flatten1", "concat1", "fc1" })]
    [InlineData(2, new[] { "input", "words", "conv1", "block.0", "block.1.conv1", "flatten1", "concat1", "fc1" })]
    [InlineData(3, new[] { "input", "words", "conv1", "block.0.conv1", "block.0.add1", "block.1.conv1", "flatten1", "concat1", "fc1" })]
    public void DepthJoinsLayersOfABlock(int depth, string[] names) => Assert.Equal(names, Rows(Print(depth)).Select(row => row.Split(' ')[0]));

    [Fact]
    public void AJoinedRowAddsUp()
    {
        LayerRow block = LayerRow.Of(SmallNetwork.Info, 1).Single(row => row.Name == "block");

        Assert.Equal(("3 layers", "", 30L, 1536L), (block.Kind, block.Description, block.ParameterCount, block.MultiplyAdds));
        Assert.Equal([2, 8, 8], block.OutputShape);
        Assert.Equal(["conv1"], block.Inputs);
    }

    [Fact]
    public void ARowOfOneLayerKeepsItsOwnName()
    {
        Assert.Equal(["conv1", "block.0", "block.1.conv1", "flatten1", "concat1", "fc1"], LayerRow.Of(SmallNetwork.Info, 2).Select(row => row.Name));
        Assert.Equal(["block.1.conv1"], LayerRow.Of(SmallNetwork.Info, 2).Single(row => row.Name == "flatten1").Inputs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ADepthBelowOneIsRefused(int depth) => Assert.Throws<ArgumentOutOfRangeException>(() => LayerRow.Of(SmallNetwork.Info, depth));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1024, "1.00 KiB")]
    [InlineData(15_500, "15.1 KiB")]
    [InlineData(1_000_000, "977 KiB")]
    [InlineData(553_430_176, "528 MiB")]
    [InlineData(5L << 40, "5120 GiB")]
    public void BytesHaveAUnit(long bytes, string text) => Assert.Equal(text, Numbers.Bytes(bytes));

    [Theory]
    [InlineData(1632, null, true, "✓")]
    [InlineData(1000, 1632L, true, "✓")]
    [InlineData(1631, null, false, "✗")]
    [InlineData(1000, 1633L, false, "✗")]
    public void TheListComparesParameters(long parameters, long? inTraining, bool confirmed, string mark)
    {
        var network = new ZooNetwork((_, _) => throw new NotSupportedException(), () => SmallNetwork.Info, parameters, "paper", "Someone 1998") { ParametersInTraining = inTraining };
        var writer = new StringWriter { NewLine = "\n" };

        Assert.Equal(confirmed, NetworkList.Print([network], writer));
        string row = Assert.Single(Rows(writer.ToString(), headings: 1));
        Assert.Equal(["Small", "3×8×8 + 20", "1,632", Numbers.Count(parameters), mark, "paper", "9,928", "1.50 KiB", "Someone 1998"], Cells(row));
    }

    [Fact]
    public void ATableRefusesRowsOfAnotherLength() => Assert.Throws<ArgumentException>(() => new TextTable("a", "b").Add("1"));

    private static string Print(int depth)
    {
        var writer = new StringWriter { NewLine = "\n" };
        LayerSummary.Print(SmallNetwork.Info, depth, writer);
        return writer.ToString();
    }

    /// <summary>The lines between a table's second and third rule.</summary>
    private static IEnumerable<string> Rows(string text, int headings = 2) =>
        text.Split('\n').Skip(headings).SkipWhile(line => !line.StartsWith('─')).Skip(1).TakeWhile(line => !line.StartsWith('─'));

    private static string[] Cells(string row) => row.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
