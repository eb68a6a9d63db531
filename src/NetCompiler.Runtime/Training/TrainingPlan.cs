using System.ComponentModel;

namespace NetCompiler;

/// <summary>What the compiler decided about a network's training: memory, and the stages of one step in their order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrainingPlan
{
    /// <summary>Floats of activations and gradients per image of the batch.</summary>
    public required int ArenaLength { get; init; }

    /// <summary>Floats of scratch per thread.</summary>
    public required int ScratchLength { get; init; }

    /// <summary>Floats of packed weights.</summary>
    public required int PackedLength { get; init; }

    /// <summary>Floats of one item's outputs, those that only training has included; those lie behind the network's.</summary>
    public required int OutputLength { get; init; }

    /// <summary>The outputs that only training has.</summary>
    public IReadOnlyList<AuxiliaryOutput> AuxiliaryOutputs { get; init; } = [];

    /// <summary>Parameters that follow statistics of the batches; the forward pass leaves a batch's in the place of their gradients.</summary>
    public IReadOnlyList<RunningAverage> RunningAverages { get; init; } = [];

    /// <summary>The stages: first all of <see cref="StagePhase.Pack"/>, then <see cref="StagePhase.Forward"/>, then
    /// <see cref="StagePhase.Backward"/>. A stage starts when the one before it is complete.</summary>
    public required IReadOnlyList<TrainingStage> Stages { get; init; }

    /// <summary>Where the forward activations lie, in the order of the layers: for naming the layer that went wrong.</summary>
    public required IReadOnlyList<ActivationRegion> Activations { get; init; }
}

/// <summary>An output that exists in training only; its loss is that of the network's output, times a weight.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Floats before it in an item's outputs.</param>
/// <param name="Length">Floats per item.</param>
/// <param name="LossWeight">The factor of its loss.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record AuxiliaryOutput(string Name, int Offset, int Length, float LossWeight);

/// <summary>A parameter that follows a statistic of the batches: running ← (1 − momentum) · running + momentum · batch.</summary>
/// <param name="Offset">Where it lies in the block of parameters.</param>
/// <param name="Length">Its floats.</param>
/// <param name="Momentum">The batch's share.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RunningAverage(int Offset, int Length, float Momentum);

/// <summary>One stage of a training step: work that may be split over threads.</summary>
/// <param name="Name">What it computes.</param>
/// <param name="Phase">When it runs.</param>
/// <param name="Items">Independent pieces of work; 0 means one piece per image of the batch.</param>
/// <param name="Grain">Threads get ranges that start at multiples of this many pieces, so that the result does not depend on their number.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record TrainingStage(string Name, StagePhase Phase, int Items, int Grain);

/// <summary>When a stage runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum StagePhase
{
    /// <summary>Refreshes the packed weights after the parameters changed.</summary>
    Pack,

    /// <summary>From the inputs to the outputs.</summary>
    Forward,

    /// <summary>From the gradient of the outputs to the gradients of the parameters.</summary>
    Backward,
}

/// <summary>Where one layer's output lies in the training arena.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Offset">Floats before it in an image's part of the arena.</param>
/// <param name="Length">Floats per image, borders and empty lanes included.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Origin">Floats from the image's start to channel 0, row 0, column 0.</param>
/// <param name="RowStride">Floats from one row to the next.</param>
/// <param name="BlockStride">Floats from 16 channels to the next 16 (blocked), or from one channel to the next (planar).</param>
/// <param name="ChannelsPerBlock">16 where channels lie side by side in blocks of 16, 1 where each is a plane of its own.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ActivationRegion(
    string Layer, int Offset, int Length, int Channels, int Height, int Width, int Origin, int RowStride, int BlockStride, int ChannelsPerBlock);
