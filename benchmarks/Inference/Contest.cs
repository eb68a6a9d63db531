using Benchmarks.Measurement;
using Benchmarks.Peers;
using NetCompiler;

namespace Benchmarks;

/// <summary>One network of the zoo and the same network in ONNX Runtime, with the same weights and the same input.</summary>
internal sealed class Contest : IDisposable
{
    private readonly string _modelPath;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly OrtApi _api;
    private readonly int _threads;

    private Contest(Entrant entrant, OrtApi api, string folder, int threads)
    {
        (_api, _threads) = (api, threads);
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

    /// <summary>Predicts once on both sides and compares the outputs, before softmax.</summary>
    public OutputComparison Compare()
    {
        Predict();
        Network.ExportOnnx(_modelPath, new OnnxExportOptions { OmitFinalSoftmax = true });
        using OrtSession session = Open(_modelPath);
        session.Run();
        return OutputComparison.Of(Network.Info.Outputs, _output, output => session.Outputs[output].Values.ToArray());
    }

    /// <summary>Bytes of managed memory that a prediction allocates.</summary>
    public long BytesPerCall()
    {
        const int Calls = 10;
        Predict();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            Predict();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    public void Dispose()
    {
        Network.Dispose();
        File.Delete(_modelPath);
    }

    private OrtSession Open(string path, string? profilePrefix = null)
    {
        var session = new OrtSession(_api, path, _threads, profilePrefix);
        session.SetInputs(_input);
        return session;
    }
}
