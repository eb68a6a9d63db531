namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>What every compiled test network offers beside its public members: its kernels, and a way to spoil its working memory.</summary>
public unsafe interface ITestNetwork : IDisposable
{
    /// <summary>How the network trains, if it can.</summary>
    TrainingPlan? Plan { get; }

    /// <summary>Packs the parameters with the network's kernel, into memory of the test.</summary>
    void PackWithKernel(float* parameters, float* packed);

    /// <summary>Predicts with the network's kernels, in memory of the test.</summary>
    void ForwardWithKernel(float* packed, float* arena, float* input, float* output, int count);

    /// <summary>Runs one of the plan's stages in memory of the test.</summary>
    void RunStageForTest(int stage, TrainingPass* pass, float* scratch, int first, int end);

    /// <summary>Fills the working memory that the next call on this thread will get.</summary>
    void SpoilArena(float value);

    /// <summary>The generated method.</summary>
    void Predict(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The generated method.</summary>
    void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs);
}
