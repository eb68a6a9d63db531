using Benchmarks.Measurement;
using Benchmarks.Peers;
using NetCompiler;

namespace Benchmarks;

/// <summary>One network of the zoo and the same network in ONNX Runtime, with the same weights and the same input.</summary>
internal sealed class Contest : IDisposable
{
    private readonly Entrant _entrant;
    private readonly string _modelPath;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly OrtApi _api;
    private readonly int _threads;

    private Contest(Entrant entrant, OrtApi api, string folder, int threads)
    {
        (_entrant, _api, _threads) = (entrant, api, threads);
        _modelPath = Path.Combine(folder, $"{entrant.Name}.onnx");
        Network = entrant.Create(threads);
        _input = entrant.DrawInput();
        _output = new float[Network.Info.OutputLength];
    }

    public Network Network { get; }

    /// <summary>Makes both sides ready: weights drawn and calibrated, the model exported.</summary>
    /// <param name="entrant">The network.</param>
    /// <param name="api">ONNX Runtime.</param>
    /// <param name="folder">Where the models are written; they are deleted with the contest.</param>
    /// <param name="threads">Threads of each side.</param>
    /// <exception cref="OnnxExportException">ONNX cannot express the network.</exception>
    /// <exception cref="OrtException">ONNX Runtime does not run it.</exception>
    public static Contest Prepare(Entrant entrant, OrtApi api, string folder, int threads)
    {
        var contest = new Contest(entrant, api, folder, threads);
        try
        {
            Calibration.Run(contest.Network, contest._modelPath, () => contest.Open(contest._modelPath));
            return contest;
        }
        catch
        {
            contest.Dispose();
            throw;
        }
    }

    /// <summary>One prediction of ours.</summary>
    public void Predict() => Network.PredictBatch(_input, _output);

    /// <summary>ONNX Runtime with the exported model and the input in place.</summary>
    /// <param name="profilePrefix">Where it writes what each node takes; null for no profile.</param>
    public OrtSession OpenPeer(string? profilePrefix = null)
    {
        Network.ExportOnnx(_modelPath);
        return Open(_modelPath, profilePrefix);
    }

    /// <summary>Compares the outputs, then times both sides.</summary>
    /// <param name="machine">What the machine can do with as many threads.</param>
    public ContestResult Measure(MachineLimits machine)
    {
        OutputComparison outputs = Compare();
        using OrtSession peer = OpenPeer();
        double before = MachineLimits.MeasurePeak(_threads);
        PairTiming timing = PairTiming.Of(Predict, peer.Run, Settling.For(_threads));
        double peak = Math.Max(before, MachineLimits.MeasurePeak(_threads));
        NetworkInfo info = Network.Info;
        return new ContestResult
        {
            Network = info.Name,
            Target = info.Target,
            MultiplyAdds = info.MultiplyAdds,
            Timing = timing,
            Floor = _entrant.Floor,
            Peak = peak,
            Limit = PhysicalLimit.Of(info, machine with { Peak = peak }),
            Outputs = outputs,
            BytesPerCall = BytesPerCall(),
        };
    }

    public void Dispose()
    {
        Network.Dispose();
        File.Delete(_modelPath);
    }

    /// <summary>Predicts once on both sides and compares the outputs, before softmax.</summary>
    private OutputComparison Compare()
    {
        Predict();
        Network.ExportOnnx(_modelPath, new OnnxExportOptions { OmitFinalSoftmax = true });
        using OrtSession session = Open(_modelPath);
        session.Run();
        return OutputComparison.Of(Network.Info.Outputs, _output, output => session.Outputs[output].Values.ToArray());
    }

    /// <summary>Bytes of managed memory that a prediction allocates.</summary>
    private long BytesPerCall()
    {
        const int Calls = 10;
        Predict();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            Predict();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    private OrtSession Open(string path, string? profilePrefix = null)
    {
        var session = new OrtSession(_api, path, _threads, profilePrefix);
        session.SetInputs(_input);
        return session;
    }
}
