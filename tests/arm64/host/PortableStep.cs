using System.Runtime.InteropServices;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.TestHost;

/// <summary>One training step with the portable kernels, on this machine.</summary>
internal static unsafe class PortableStep
{
    public static (IReadOnlyList<Tensor> Logits, IReadOnlyList<Tensor> Gradients) Run(CompiledBatch portable, ExpectedResults expected, float[] parameterBlock, uint seed)
    {
        using Network network = portable.Create(expected.Network.Name);
        var stages = (ITestNetwork)network;
        TrainingPlan plan = stages.Plan!;
        IReadOnlyList<ParameterInfo> parameters = network.Info.Parameters;
        int logitsLength = expected.Logits[0].Length;
        var pass = new TrainingPass
        {
            Parameters = Copy(parameterBlock),
            Gradients = Allocate(parameterBlock.Length),
            Packed = Allocate(plan.PackedLength),
            Arena = Allocate(plan.ArenaLength * ExpectedResults.BatchSize),
            Input = Copy([.. expected.BatchInputs.SelectMany(input => input.ToSingles())]),
            Output = Allocate(logitsLength * ExpectedResults.BatchSize),
            OutputGradient = Copy([.. expected.BatchOutputGradients.SelectMany(gradient => gradient.ToSingles())]),
            Batch = ExpectedResults.BatchSize,
            Seed = seed,
        };
        float* scratch = Allocate(plan.ScratchLength);
        for (int stage = 0; stage < plan.Stages.Count; stage++)
            stages.RunStageForTest(stage, &pass, scratch, 0, plan.Stages[stage].Items == 0 ? pass.Batch : plan.Stages[stage].Items);

        float* output = pass.Output, gradient = pass.Gradients;
        IReadOnlyList<Tensor> logits = [.. Enumerable.Range(0, ExpectedResults.BatchSize).Select(image =>
            Tensor.FromSingles(expected.Logits[0].Shape, new Span<float>(output + (image * logitsLength), logitsLength)))];
        IReadOnlyList<Tensor> gradients = [.. parameters.Select(parameter =>
            Tensor.FromSingles([.. parameter.Shape], new Span<float>(gradient + parameter.Offset, (int)parameter.Length)))];
        foreach (nint memory in new[] { (nint)pass.Parameters, (nint)pass.Gradients, (nint)pass.Packed, (nint)pass.Arena, (nint)pass.Input, (nint)pass.Output, (nint)pass.OutputGradient, (nint)scratch })
            NativeMemory.AlignedFree((void*)memory);
        return (logits, gradients);
    }

    private static float* Allocate(int length)
    {
        nuint bytes = (nuint)Math.Max(length, 1) * sizeof(float);
        void* memory = NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(memory, bytes);
        return (float*)memory;
    }

    private static float* Copy(float[] values)
    {
        float* memory = Allocate(values.Length);
        values.CopyTo(new Span<float>(memory, values.Length));
        return memory;
    }
}
