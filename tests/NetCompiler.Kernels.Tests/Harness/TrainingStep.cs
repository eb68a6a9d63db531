namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>The stages of one training step, run by the test in guarded memory: the part of the runtime's trainer that touches generated code.</summary>
internal sealed unsafe class TrainingStep : IDisposable
{
    private readonly Network _network;
    private readonly TrainingPlan _plan;
    private readonly GuardedBuffer _parameters, _gradients, _packed, _arena, _input, _output, _outputGradient, _scratch;

    /// <summary>Memory for batches of at most so many images.</summary>
    public TrainingStep(Network network, int capacity)
    {
        _network = network;
        _plan = network.CompiledTrainingPlan ?? throw new InvalidOperationException($"{network.Info.Name} has no training plan.");
        _parameters = new GuardedBuffer("the parameters", network.ParameterBlockLength).Fill(network.ParameterSpan);
        _gradients = new GuardedBuffer("the gradients", network.ParameterBlockLength).Fill(0);
        _packed = new GuardedBuffer("the packed weights", _plan.PackedLength).Fill(float.NaN);
        _arena = new GuardedBuffer("the training arena", checked(_plan.ArenaLength * capacity)).Fill(0);
        _input = new GuardedBuffer("the inputs", capacity * InputLength);
        _output = new GuardedBuffer("the outputs", capacity * OutputLength);
        _outputGradient = new GuardedBuffer("the output gradients", capacity * OutputLength);
        _scratch = new GuardedBuffer("the scratch", _plan.ScratchLength);
    }

    /// <summary>How ranges of a stage are handed out.</summary>
    public enum Split
    {
        /// <summary>One range.</summary>
        Whole,

        /// <summary>One range per grain, the last first.</summary>
        GrainsBackwards,

        /// <summary>Two ranges of unequal length.</summary>
        TwoThreads,
    }

    private int InputLength => _network.Info.InputLength;

    private int OutputLength => _network.Info.OutputLength;

    private int Batch { get; set; }

    private uint Seed { get; set; }

    /// <summary>The outputs of the last batch.</summary>
    public Span<float> Output => _output.Span[..(Batch * OutputLength)];

    /// <summary>The gradient of one tensor of weights.</summary>
    public Span<float> Gradient(ParameterInfo parameter) => _gradients.Span.Slice(parameter.Offset, (int)parameter.Length);

    /// <summary>Takes other weights.</summary>
    public void CopyParameters() => _parameters.Fill(_network.ParameterSpan);

    /// <summary>Runs pack, forward and backward stages.</summary>
    public void Run(IReadOnlyList<float[]> inputs, IReadOnlyList<float[]> outputGradients, uint seed = 1, Split split = Split.Whole)
    {
        Forward(inputs, seed, split);
        Backward(outputGradients, split);
    }

    /// <summary>Runs the pack and forward stages. What they must write is spoiled first, the scratch before every range.</summary>
    public void Forward(IReadOnlyList<float[]> inputs, uint seed = 1, Split split = Split.Whole)
    {
        Batch = inputs.Count;
        Seed = seed;
        Load(_input, inputs);
        _output.Fill(float.NaN);
        _outputGradient.Fill(float.NaN);
        SpoilGradients(trainable: false);
        Run(phase => phase != StagePhase.Backward, split);
    }

    /// <summary>Runs the backward stages of the batch that went forward.</summary>
    public void Backward(IReadOnlyList<float[]> outputGradients, Split split = Split.Whole)
    {
        Load(_outputGradient, outputGradients);
        SpoilGradients(trainable: true);
        Run(phase => phase == StagePhase.Backward, split);
    }

    public void Dispose()
    {
        foreach (GuardedBuffer buffer in Buffers)
            buffer.Dispose();
    }

    private GuardedBuffer[] Buffers => [_parameters, _gradients, _packed, _arena, _input, _output, _outputGradient, _scratch];

    /// <summary>The forward pass writes what untrained weights follow, the backward pass the gradients of the others.</summary>
    private void SpoilGradients(bool trainable)
    {
        foreach (ParameterInfo parameter in _network.Info.Parameters.Where(parameter => parameter.IsTrainable == trainable))
            Gradient(parameter).Fill(float.NaN);
    }

    private void Load(GuardedBuffer buffer, IReadOnlyList<float[]> items)
    {
        buffer.Fill(float.NaN);
        for (int i = 0; i < Batch; i++)
            items[i].CopyTo(buffer.Span[(i * items[i].Length)..]);
    }

    private void Run(Func<StagePhase, bool> runs, Split split)
    {
        var pass = new TrainingPass
        {
            Parameters = _parameters.Pointer,
            Gradients = _gradients.Pointer,
            Packed = _packed.Pointer,
            Arena = _arena.Pointer,
            Input = _input.Pointer,
            Output = _output.Pointer,
            OutputGradient = _outputGradient.Pointer,
            Batch = Batch,
            Seed = Seed,
        };
        for (int stage = 0; stage < _plan.Stages.Count; stage++)
        {
            if (!runs(_plan.Stages[stage].Phase))
                continue;
            foreach ((int first, int end) in Ranges(_plan.Stages[stage], split))
            {
                _scratch.Fill(float.NaN);
                _network.RunTrainingStage(stage, &pass, _scratch.Pointer, first, end);
            }
        }

        CheckMemory();
    }

    private void CheckMemory()
    {
        foreach (GuardedBuffer buffer in Buffers)
            buffer.CheckGuards();
        Agreement.CheckBitwise("the parameters, which a training pass only reads", _network.ParameterSpan, _parameters.Span);

        // The optimiser steps through the whole block, gaps included: they must stay zero.
        IReadOnlyList<ParameterInfo> parameters = [.. _network.Info.Parameters.OrderBy(parameter => parameter.Offset)];
        for (int i = 0; i < parameters.Count; i++)
        {
            int end = parameters[i].Offset + (int)parameters[i].Length;
            int next = i + 1 < parameters.Count ? parameters[i + 1].Offset : _gradients.Length;
            if (_gradients.Span[end..next].ContainsAnyExcept(0f))
                Assert.Fail($"The gradients after {parameters[i].Name}, where no weight is, are not zero.");
        }
    }

    private IEnumerable<(int First, int End)> Ranges(TrainingStage stage, Split split)
    {
        int items = stage.Items == 0 ? Batch : stage.Items;
        int grains = (items + stage.Grain - 1) / stage.Grain;
        switch (split)
        {
            case Split.Whole:
                yield return (0, items);
                break;
            case Split.GrainsBackwards:
                for (int grain = grains - 1; grain >= 0; grain--)
                    yield return (grain * stage.Grain, Math.Min(items, (grain + 1) * stage.Grain));
                break;
            case Split.TwoThreads:
                int cut = (grains + 2) / 3 * stage.Grain;
                if (cut < items)
                    yield return (cut, items);
                yield return (0, Math.Min(cut, items));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(split));
        }
    }
}
