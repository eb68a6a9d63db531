namespace NetCompiler.Tests;

/// <summary>
/// A network written by hand in the way generated code is: <c>output[i] = scale.weight[i] · input[i] + shift.bias[0]</c> on vectors of 21,
/// so that the tensors end within a cache line. Its packed form holds the weights, the bias repeated behind them.
/// </summary>
internal sealed unsafe class ScaleNetwork : Network
{
    public const int InputLength = 21;
    public const int OutputLength = 21;
    private const int PackedLength = 64;

    private static readonly NetworkInfo s_info = new()
    {
        Name = nameof(ScaleNetwork),
        CompilerVersion = "test",
        Target = "portable",
        Inputs = [new InputInfo("input", [InputLength])],
        Outputs = [new OutputInfo("scale", [OutputLength])],
        Layers = [new LayerInfo("scale", "Scale", "21 factors", [OutputLength], 22, 21, "loop", ["input"])],
        Parameters =
        [
            new ParameterInfo("scale.weight", [3, 7], Initializer.HeNormal, 7, 3, 0),
            new ParameterInfo("shift.bias", [1], Initializer.Zeros, 7, 3, 32),
            new ParameterInfo("unused.weight", [2, 1, 2, 2], Initializer.GlorotUniform, 4, 8, 48),
        ],
        PackedBytes = PackedLength * sizeof(float),
        ArenaBytes = 32 * sizeof(float),
    };

    private int _packs;

    public ScaleNetwork(int? seed = 0, int threads = 1, int scratchLength = 0)
        : base(s_info, PackedLength, arenaLength: 32, seed, threads, scratchLength)
    {
    }

    /// <summary>How often the weights were packed.</summary>
    public int Packs => Volatile.Read(ref _packs);

    /// <summary>Runs within every prediction.</summary>
    public Action? DuringPredict { get; set; }

    /// <summary>Runs within every packing, before the parameters are read.</summary>
    public Action? DuringPack { get; set; }

    /// <summary>Runs in every member of a shared prediction, before the last meeting; without it none is shared.</summary>
    public Action<TeamMember>? DuringShare { get; set; }

    public static ScaleNetwork Load(string path, WeightLoading? loading = null) => LoadInto(new ScaleNetwork(null), path, loading);

    public static int BatchOf(int inputs, int outputs) => CheckBatch(inputs, InputLength, outputs, OutputLength);

    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        CheckLength(input.Length, InputLength, nameof(input));
        CheckLength(output.Length, OutputLength, nameof(output));
        using Lease lease = Rent();
        if (DuringShare is not null)
        {
            fixed (float* from = input, to = output)
            {
                float** callers = stackalloc float*[] { from, to };
                if (lease.TryForwardTogether(callers, 1))
                {
                    return;
                }
            }
        }

        for (int i = 0; i < InputLength; i++)
        {
            lease.Arena[i] = lease.Packed[i] * input[i];
        }

        DuringPredict?.Invoke();
        for (int i = 0; i < InputLength; i++)
        {
            output[i] = lease.Arena[i] + lease.Packed[32 + i];
        }
    }

    public override void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int count = BatchOf(inputs.Length, outputs.Length);
        for (int n = 0; n < count; n++)
        {
            Predict(inputs.Slice(n * InputLength, InputLength), outputs.Slice(n * OutputLength, OutputLength));
        }
    }

    protected override void DescribeLayers(GraphDescription graph)
    {
    }

    protected override void ForwardTogether(float* packed, float* arena, float** callers, int count, ref TeamMember member)
    {
        if (member.Take(InputLength))
        {
            for (int i = member.First; i < member.End; i++)
            {
                arena[i] = packed[i] * callers[0][i];
            }
        }

        DuringShare!(member);
        member.Meet();
        if (member.IsFirst)
        {
            for (int i = 0; i < InputLength; i++)
            {
                callers[1][i] = arena[i] + packed[32 + i];
            }
        }
    }

    protected override void Pack(float* parameters, float* packed)
    {
        DuringPack?.Invoke();
        for (int i = 0; i < InputLength; i++)
        {
            packed[i] = parameters[i];
            packed[32 + i] = parameters[32];
        }

        Interlocked.Increment(ref _packs);
    }
}
