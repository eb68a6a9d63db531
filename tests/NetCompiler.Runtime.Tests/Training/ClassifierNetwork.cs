using System.Collections.Concurrent;

namespace NetCompiler.Tests;

/// <summary>
/// 6 inputs, 20 tanh units, 3 logits, written by hand in the way generated code is: activations in blocks of 16 with a border and empty
/// lanes that hold rubbish, packed weights, stages split over images and over tiles of outputs, dropout by the step's seed.
/// </summary>
internal sealed unsafe class ClassifierNetwork : Network
{
    public const int InputLength = 6;
    public const int OutputLength = 3;
    private const int Hidden = 20;

    // Offsets of the parameters, which are packed as they are.
    private const int Weight1 = 0;
    private const int Bias1 = 128;
    private const int Weight2 = 160;
    private const int Bias2 = 224;
    private const int BlockLength = 240;

    // Per image: a border and two blocks of hidden units, their gradients, the logits.
    private const int HiddenLength = 48;
    private const int HiddenOrigin = 16;
    private const int GradientOffset = 48;
    private const int LogitOffset = 80;
    private const int LogitLength = 16;
    private const int ArenaFloats = 96;

    private static readonly TrainingPlan s_plan = new()
    {
        ArenaLength = ArenaFloats,
        ScratchLength = InputLength + 1,
        PackedLength = BlockLength,
        OutputLength = OutputLength,
        Stages =
        [
            new TrainingStage("pack", StagePhase.Pack, BlockLength / 16, 1),
            new TrainingStage("fc1", StagePhase.Forward, 0, 1),
            new TrainingStage("fc2", StagePhase.Forward, 0, 2),
            new TrainingStage("fc1 gradient", StagePhase.Backward, 0, 1),
            new TrainingStage("fc2 weights", StagePhase.Backward, OutputLength, 1),
            new TrainingStage("fc1 weights", StagePhase.Backward, Hidden, 4),
        ],
        Activations =
        [
            new ActivationRegion("fc1", 0, HiddenLength, Hidden, 1, 1, HiddenOrigin, 16, 16, 16),
            new ActivationRegion("fc2", LogitOffset, LogitLength, OutputLength, 1, 1, 0, 1, 1, 1),
        ],
    };

    private readonly float _keep;
    private readonly bool _trainable;

    public ClassifierNetwork(int seed, float dropout = 0, bool endsInSoftmax = false, bool trainable = true)
        : base(CreateInfo(endsInSoftmax), BlockLength, Hidden, seed)
    {
        _keep = 1 - dropout;
        _trainable = trainable;
    }

    /// <summary>Called at the start of every stage's share of work with the stage's number.</summary>
    public Action<int, TrainingPass>? OnStage { get; set; }

    /// <summary>The number of items of every call of <see cref="PredictBatch"/>.</summary>
    public ConcurrentQueue<int> Predicted { get; } = new();

    /// <summary>A place in the gradients to which the last stage writes what is not a number.</summary>
    public int? SpoiledGradient { get; set; }

    protected override TrainingPlan? TrainingPlan => _trainable ? s_plan : null;

    public float[] Snapshot() => ParameterSpan.ToArray();

    public override void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int count = CheckBatch(inputs.Length, InputLength, outputs.Length, OutputLength);
        Predicted.Enqueue(count);
        using Lease lease = Rent();
        float* hidden = lease.Arena;
        for (int n = 0; n < count; n++)
        {
            Span<float> output = outputs.Slice(n * OutputLength, OutputLength);
            for (int j = 0; j < Hidden; j++)
            {
                float sum = lease.Packed[Bias1 + j];
                for (int i = 0; i < InputLength; i++)
                    sum += lease.Packed[Weight1 + (j * InputLength) + i] * inputs[(n * InputLength) + i];
                hidden[j] = MathF.Tanh(sum);
            }

            float total = 0;
            for (int k = 0; k < OutputLength; k++)
            {
                float sum = lease.Packed[Bias2 + k];
                for (int j = 0; j < Hidden; j++)
                    sum += lease.Packed[Weight2 + (k * Hidden) + j] * hidden[j];
                output[k] = sum;
                total += MathF.Exp(sum);
            }

            if (Info.EndsInSoftmax)
            {
                foreach (ref float score in output)
                    score = MathF.Exp(score) / total;
            }
        }
    }

    protected override void DescribeLayers(GraphDescription graph)
    {
    }

    protected override void Pack(float* parameters, float* packed) =>
        new ReadOnlySpan<float>(parameters, BlockLength).CopyTo(new Span<float>(packed, BlockLength));

    protected override void RunStage(int stage, TrainingPass* pass, float* scratch, int first, int end)
    {
        OnStage?.Invoke(stage, *pass);
        for (int item = first; item < end; item++)
        {
            switch (stage)
            {
                case 0:
                    new ReadOnlySpan<float>(pass->Parameters + (16 * item), 16).CopyTo(new Span<float>(pass->Packed + (16 * item), 16));
                    break;
                case 1:
                    ForwardHidden(pass, item);
                    break;
                case 2:
                    ForwardLogits(pass, item);
                    break;
                case 3:
                    BackwardHidden(pass, item);
                    break;
                case 4:
                    BackwardWeights2(pass, item);
                    break;
                default:
                    BackwardWeights1(pass, scratch, item);
                    break;
            }
        }
    }

    private static float* HiddenOf(TrainingPass* pass, int n) => pass->Arena + (n * ArenaFloats) + HiddenOrigin;

    private static float* GradientOf(TrainingPass* pass, int n) => pass->Arena + (n * ArenaFloats) + GradientOffset;

    private float Mask(TrainingPass* pass, int n, int j) =>
        _keep == 1 || (uint)HashCodeOf(pass->Seed, n, j) < _keep * uint.MaxValue ? 1 / _keep : 0;

    private static ulong HashCodeOf(uint seed, int n, int j) => new SplitMix64(((ulong)seed << 32) + (uint)((n * Hidden) + j)).NextUInt64() >> 32;

    private void ForwardHidden(TrainingPass* pass, int n)
    {
        float* hidden = HiddenOf(pass, n);
        new Span<float>(hidden - HiddenOrigin, HiddenLength).Fill(float.NaN);
        for (int j = 0; j < Hidden; j++)
        {
            float sum = pass->Packed[Bias1 + j];
            for (int i = 0; i < InputLength; i++)
                sum += pass->Packed[Weight1 + (j * InputLength) + i] * pass->Input[(n * InputLength) + i];
            hidden[j] = MathF.Tanh(sum);
        }
    }

    private void ForwardLogits(TrainingPass* pass, int n)
    {
        float* logits = pass->Arena + (n * ArenaFloats) + LogitOffset;
        for (int k = 0; k < OutputLength; k++)
        {
            float sum = pass->Packed[Bias2 + k];
            for (int j = 0; j < Hidden; j++)
                sum += pass->Packed[Weight2 + (k * Hidden) + j] * HiddenOf(pass, n)[j] * Mask(pass, n, j);
            logits[k] = sum;
            pass->Output[(n * OutputLength) + k] = sum;
        }
    }

    private void BackwardHidden(TrainingPass* pass, int n)
    {
        for (int j = 0; j < Hidden; j++)
        {
            float sum = 0;
            for (int k = 0; k < OutputLength; k++)
                sum += pass->Packed[Weight2 + (k * Hidden) + j] * pass->OutputGradient[(n * OutputLength) + k];
            float value = HiddenOf(pass, n)[j];
            GradientOf(pass, n)[j] = sum * Mask(pass, n, j) * (1 - (value * value));
        }
    }

    private void BackwardWeights2(TrainingPass* pass, int k)
    {
        for (int j = 0; j <= Hidden; j++)
        {
            float sum = 0;
            for (int n = 0; n < pass->Batch; n++)
                sum += pass->OutputGradient[(n * OutputLength) + k] * (j == Hidden ? 1 : HiddenOf(pass, n)[j] * Mask(pass, n, j));
            pass->Gradients[j == Hidden ? Bias2 + k : Weight2 + (k * Hidden) + j] = sum;
        }
    }

    private void BackwardWeights1(TrainingPass* pass, float* scratch, int j)
    {
        new Span<float>(scratch, InputLength + 1).Clear();
        for (int n = 0; n < pass->Batch; n++)
        {
            float gradient = GradientOf(pass, n)[j];
            for (int i = 0; i < InputLength; i++)
                scratch[i] += gradient * pass->Input[(n * InputLength) + i];
            scratch[InputLength] += gradient;
        }

        // Nobody needs the activations any more.
        for (int n = 0; j == 0 && n < pass->Batch; n++)
            new Span<float>(HiddenOf(pass, n) - HiddenOrigin, HiddenLength).Fill(float.NaN);
        new ReadOnlySpan<float>(scratch, InputLength).CopyTo(new Span<float>(pass->Gradients + Weight1 + (j * InputLength), InputLength));
        pass->Gradients[Bias1 + j] = scratch[InputLength];
        if (SpoiledGradient is { } place)
            pass->Gradients[place] = float.NaN;
    }

    private static NetworkInfo CreateInfo(bool endsInSoftmax) => new()
    {
        Name = nameof(ClassifierNetwork),
        CompilerVersion = "test",
        Target = "portable",
        Inputs = [new InputInfo("input", [InputLength])],
        Outputs = [new OutputInfo("fc2", [OutputLength], endsInSoftmax)],
        Layers = [],
        Parameters =
        [
            new ParameterInfo("fc1.weight", [Hidden, InputLength], Initializer.GlorotUniform, InputLength, Hidden, Weight1),
            new ParameterInfo("fc1.bias", [Hidden], Initializer.Zeros, InputLength, Hidden, Bias1),
            new ParameterInfo("fc2.weight", [OutputLength, Hidden], Initializer.GlorotUniform, Hidden, OutputLength, Weight2),
            new ParameterInfo("fc2.bias", [OutputLength], Initializer.Zeros, Hidden, OutputLength, Bias2),
        ],
        PackedBytes = BlockLength * sizeof(float),
        ArenaBytes = Hidden * sizeof(float),
    };
}
