namespace NetCompiler;

public abstract unsafe partial class Network
{
    /// <summary>Saves the weights in the safetensors format, under the names of a PyTorch <c>state_dict</c>.</summary>
    /// <param name="path">The file; an existing one is replaced only when the new one is complete and on the disk.</param>
    /// <exception cref="IOException">The file could not be written; an existing one is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ReadWeights(() => CrashSafeFile.Write(path, stream => SafetensorsWriter.Write(stream, _parameters)));
    }

    /// <summary>Loads weights from a safetensors file. Tensors of float64, float16 and bfloat16 are converted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="loading">Names and strictness; by default the file must hold exactly the network's tensors.</param>
    /// <returns>What was loaded, what was missing.</returns>
    /// <remarks>All or nothing: the network changes only after the whole file was read and checked. It waits for running predictions.</remarks>
    /// <exception cref="WeightFormatException">The file is damaged or does not fit; the weights are unchanged.</exception>
    /// <exception cref="IOException">The file cannot be read; the weights are unchanged.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public WeightReport LoadWeights(string path, WeightLoading? loading = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ThrowIfUnavailable();

        using SafetensorsReader file = SafetensorsReader.Open(path);
        WeightMatch match = WeightMatch.Create(file, Info.Parameters, loading ?? new WeightLoading());
        using var loaded = new AlignedBuffer(ParameterBlockLength);
        foreach ((SafetensorsTensor tensor, ParameterInfo parameter) in match.Pairs)
        {
            file.Read(tensor, Slice(loaded.Span, parameter));
        }

        Update(() =>
        {
            foreach ((_, ParameterInfo parameter) in match.Pairs)
            {
                Slice(loaded.Span, parameter).CopyTo(Slice(ParameterSpan, parameter));
            }
        });

        return match.Report;
    }

    /// <summary>Runs something that reads the weights, which do not change meanwhile unless the user writes to them.</summary>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    internal void ReadWeights(Action read)
    {
        Enter(Updating | Training | Closed);
        try
        {
            read();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Saves the weights between two steps of training; called by the thread that trains.</summary>
    internal void SaveDuringTraining(string path) => CrashSafeFile.Write(path, stream => SafetensorsWriter.Write(stream, _parameters));

    private static Span<float> Slice(Span<float> block, ParameterInfo parameter) => block.Slice(parameter.Offset, (int)parameter.Length);
}
