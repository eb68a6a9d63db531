using System.Runtime.Intrinsics.X86;

namespace NetCompiler.Kernels.Tests;

public sealed class Avx2SweepTests(SweepFixture fixture) : SweepTests("Avx2", fixture)
{
    /// <summary>Without this the sweep would quietly be the ordinary one.</summary>
    [Fact]
    public void Avx512IsHidden() => Assert.False(Avx512F.IsSupported);
}
