using Benchmarks;
using Benchmarks.Peers;

namespace NetCompiler.Benchmarks.Tests;

public sealed class LayerComparisonTests
{
    /// <summary>Our pool's kernel computes the convolution too; the peer has both as nodes, and a step of the dense layer.</summary>
    [Fact]
    public void LayersWithoutAKernelBelongToTheNextThatHasOne()
    {
        NetworkInfo info = ReportTests.Info(
            ReportTests.Layer("conv1", "Conv", "input", multiplyAdds: 7),
            ReportTests.Layer("pool1", "MaxPool", "conv1"),
            ReportTests.Layer("flatten1", "Flatten", "pool1"),
            ReportTests.Layer("fc1", "Dense", "flatten1", multiplyAdds: 5));
        var ours = new Dictionary<string, double> { ["input"] = 1, ["pool1"] = 2, ["fc1"] = 3 };
        OrtNodeTime[] theirs = [new("conv1", "Conv", 10), new("pool1", "MaxPool", 20), new("fc1/product", "MatMul", 40), new("ReorderOutput", "ReorderOutput", 80)];
        Assert.Equal(
            [
                new LayerComparison("pool1", "Conv → MaxPool", 7, 2, 30),
                new LayerComparison("fc1", "Flatten → Dense", 5, 3, 40),
                new LayerComparison("input", "added by us", 0, 1, 0),
                new LayerComparison("ReorderOutput", "added by the peer, 1×", 0, 0, 80),
            ],
            LayerComparison.Of(info, ours, theirs));
    }

    [Fact]
    public void ProfilesGiveTheMedianOfEachNode()
    {
        string path = Path.GetTempFileName();
        try
        {
            string Event(string name, int index, int microseconds) =>
                $$$"""{"cat":"Node","name":"{{{name}}}","dur":{{{microseconds}}},"args":{"op_name":"Conv","node_index":"{{{index}}}"}}""";
            string[] events =
            [
                """{"cat":"Session","name":"model_run","dur":1000,"args":{}}""",
                Event("conv1_nchwc_kernel_time", 3, 900), Event("conv1_nchwc_kernel_time", 3, 30),
                Event("conv1_nchwc_kernel_time", 3, 10), Event("conv1_nchwc_kernel_time", 3, 20),
            ];
            File.WriteAllText(path, $"[{string.Join(",\n", events)}]");
            OrtNodeTime node = Assert.Single(OrtProfile.Read(path, warmUp: 1));
            Assert.Equal(("conv1", "Conv"), (node.Name, node.Operator));
            Assert.Equal(20e-6, node.Seconds, 1e-12);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
