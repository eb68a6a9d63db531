using System.Runtime.InteropServices;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestHost;

/// <summary>
/// What one network is given and must return, for <c>main.c</c>: 32-bit integers that describe memory and stages, then single precision inputs,
/// then double precision results. Everything is little-endian; <c>main.c</c> reads the same sequence.
/// </summary>
internal static class GoldenFile
{
    private const uint Seed = 12345;

    /// <summary>What is dropped is not defined by the reference: the portable kernels, tested against it elsewhere, drop the same for the same seed.</summary>
    public static bool NeedsPortableKernels(ReferenceNetwork reference) => reference.Layers.OfType<DropoutReference>().Any(dropout => dropout.Rate > 0);

    public static void Write(string path, ReferenceNetwork reference, CompiledBatch neon, CompiledBatch portable)
    {
        ExpectedResults expected = ExpectedResults.Of(reference.Name);
        using Network network = neon.Create(reference.Name);
        TrainingPlan? plan = ((ITestNetwork)network).Plan;
        IReadOnlyList<ParameterInfo> parameters = network.Info.Parameters;
        var block = new float[parameters.Select(parameter => parameter.Offset + (int)((parameter.Length + 15) / 16 * 16)).DefaultIfEmpty().Max()];
        foreach ((ParameterInfo parameter, Tensor weight) in parameters.Zip(expected.Weights))
            weight.ToSingles().CopyTo(block, parameter.Offset);

        using var file = new BinaryWriter(File.Create(path));
        void Integers(params ReadOnlySpan<int> values) => file.Write(MemoryMarshal.AsBytes(values));
        void Singles(IEnumerable<float> values) => file.Write(MemoryMarshal.AsBytes<float>(values.ToArray()));
        void Doubles(IEnumerable<Tensor> tensors) => file.Write(MemoryMarshal.AsBytes<double>(tensors.SelectMany(tensor => tensor.Values).ToArray()));

        Integers(ExpectedResults.Images, ExpectedResults.BatchSize, expected.Inputs[0].Length, expected.Outputs[0].Length, expected.Logits[0].Length, block.Length);
        Integers((int)(network.Info.PackedBytes / sizeof(float)), (int)(network.Info.ArenaBytes / sizeof(float)), parameters.Count);
        for (int i = 0; i < parameters.Count; i++)
            Integers(parameters[i].Offset, (int)parameters[i].Length, (int)GradientOf(expected, i));
        Integers(plan?.ArenaLength ?? 0, plan?.ScratchLength ?? 0, plan?.PackedLength ?? 0, (int)Seed, plan?.Stages.Count ?? 0);
        foreach (TrainingStage stage in plan?.Stages ?? [])
            Integers((int)stage.Phase, stage.Items, stage.Grain);

        Singles(block);
        Singles(expected.BatchInputs.SelectMany(input => input.ToSingles()));
        Singles(expected.BatchOutputGradients.SelectMany(gradient => gradient.ToSingles()));
        Doubles([new Tensor([1], [reference.EndsInSoftmax ? Math.Max(1, expected.Logits.Max(logits => logits.Scale)) : 0])]);
        Doubles(expected.Outputs);
        if (plan is null)
            return;

        (IReadOnlyList<Tensor> logits, IReadOnlyList<Tensor> gradients) = NeedsPortableKernels(reference)
            ? PortableStep.Run(portable, expected, block, Seed)
            : expected.Train();
        Doubles(logits);
        Doubles(gradients);
    }

    private static Gradient GradientOf(ExpectedResults expected, int weight) =>
        !expected.Network.HasGradient(weight) ? Gradient.None : !expected.IsRead(weight) ? Gradient.Zero : Gradient.Computed;

    /// <summary>What training leaves in the place of a tensor's gradient.</summary>
    private enum Gradient
    {
        /// <summary>What was there.</summary>
        None,

        /// <summary>Zeros: nothing reads the tensor.</summary>
        Zero,

        /// <summary>What the file says.</summary>
        Computed,
    }
}
