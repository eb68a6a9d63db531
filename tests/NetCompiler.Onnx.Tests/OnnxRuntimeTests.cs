using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.Onnx.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Onnx.Tests;

/// <summary>Exported models, executed by ONNX Runtime, compute what the reference computes.</summary>
public sealed class OnnxRuntimeTests(ExportedCatalog catalog) : IClassFixture<ExportedCatalog>
{
    /// <summary>Of the largest output: single precision, in another order than ours.</summary>
    private const double Tolerance = 2e-5;

    public static TheoryData<string> Networks => [.. ExportedCatalog.Names];

    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void ComputesOneItem(string name)
    {
        Skip.If(OnnxRuntime.ReasonToSkip is not null, OnnxRuntime.ReasonToSkip);
        ExpectedResults results = ExpectedResults.Of(name);
        using Network network = catalog.Create(name);
        byte[] model = ExportedCatalog.Bytes(network);
        float[] actual = [.. results.Inputs.SelectMany(input => Run(network, model, [input]))];
        Agreement.Check("the outputs", results.Outputs, actual, Tolerance, LeastScale(results));
    }

    /// <summary>The newest operators, and as many items as come.</summary>
    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void ComputesAnyNumberOfItems(string name)
    {
        Skip.If(OnnxRuntime.ReasonToSkip is not null, OnnxRuntime.ReasonToSkip);
        ExpectedResults results = ExpectedResults.Of(name);
        using Network network = catalog.Create(name);
        bool single = ExportedCatalog.NeedsSingleItem(name);
        byte[] model = ExportedCatalog.Bytes(network, new OnnxExportOptions { Opset = 21, Batch = single ? 1 : null });
        float[] actual = single ? [.. results.Inputs.SelectMany(input => Run(network, model, [input]))] : Run(network, model, results.Inputs);
        Agreement.Check("the outputs", results.Outputs, actual, Tolerance, LeastScale(results));
    }

    private static double LeastScale(ExpectedResults results) => results.Network.EndsInSoftmax ? Math.Max(1, results.Logits.Max(logits => logits.Scale)) : 0;

    private static float[] Run(Network network, byte[] model, IReadOnlyList<Tensor> items) => OnnxRuntime.Instance.Run(
        model, "input", [items.Count, .. network.Info.InputShape.Select(size => (long)size)], [.. items.SelectMany(item => item.ToSingles())], network.Info.Outputs[0].Name);
}
