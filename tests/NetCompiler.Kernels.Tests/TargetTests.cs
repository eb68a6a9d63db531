using NetCompiler.Kernels.Tests.Harness;

namespace NetCompiler.Kernels.Tests;

/// <summary>Rows for tests that run once per target.</summary>
public abstract class TargetTests
{
    public static TheoryData<string> Targets => [.. InstructionSets.All];

    protected static void SkipUnlessRunnable(string target)
    {
        string? reason = InstructionSets.ReasonToSkip(target);
        Skip.If(reason is not null, reason);
    }
}
