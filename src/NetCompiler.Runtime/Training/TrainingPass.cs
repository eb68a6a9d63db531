using System.ComponentModel;

namespace NetCompiler;

/// <summary>
/// The memory of one training step, handed to the compiled stages. All pointers are 64-byte aligned.
/// Generated code only reads this struct; it must stay a plain block of pointers and numbers, because kernels are also compiled
/// without a runtime.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct TrainingPass
{
    /// <summary>The parameters, one after the other, each at its <see cref="ParameterInfo.Offset"/>.</summary>
    public float* Parameters;

    /// <summary>Their gradients, laid out alike; every backward pass overwrites them.</summary>
    public float* Gradients;

    /// <summary>The packed forms of the parameters, <see cref="TrainingPlan.PackedLength"/> floats.</summary>
    public float* Packed;

    /// <summary>Activations and their gradients: image n has <see cref="TrainingPlan.ArenaLength"/> floats of its own, n times as many floats in.</summary>
    public float* Arena;

    /// <summary>The inputs: planar images, one after the other.</summary>
    public float* Input;

    /// <summary>Written by the forward stages: the outputs (logits) of each image, one image after the other.</summary>
    public float* Output;

    /// <summary>Read by the backward stages: the loss's gradient with respect to <see cref="Output"/>.</summary>
    public float* OutputGradient;

    /// <summary>Images in this batch.</summary>
    public int Batch;

    /// <summary>Seeds dropout; another number at every step.</summary>
    public uint Seed;
}
