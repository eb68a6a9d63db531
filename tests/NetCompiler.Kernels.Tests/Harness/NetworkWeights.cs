using NetCompiler.TestReference;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>Puts the reference's weights into a compiled network.</summary>
internal static class NetworkWeights
{
    public static void SetParameters(this Network network, IReadOnlyList<Tensor> weights)
    {
        Assert.Equal(weights.Count, network.Parameters.Count);
        for (int i = 0; i < weights.Count; i++)
            weights[i].ToSingles().CopyTo(network.Parameters[i].Values);
        network.NotifyParametersChanged();
    }
}
