using Google.Protobuf;
using NetCompiler.Onnx;
using NetCompiler.Onnx.Format;

namespace NetCompiler;

/// <summary>Writes networks as ONNX models, which other runtimes execute and viewers such as Netron show.</summary>
public static class OnnxExport
{
    /// <summary>Writes the network as declared, with its present weights. Auxiliary outputs, which only training has, are left out.</summary>
    /// <param name="network">The network; predictions may run meanwhile.</param>
    /// <param name="path">The file; an existing one is replaced only when the new one is complete and on the disk.</param>
    /// <param name="options">What is written; by default all outputs, for one item, with operators of version 17.</param>
    /// <exception cref="OnnxExportException">ONNX cannot express a layer, or the model exceeds the format's 2 GB.</exception>
    /// <exception cref="ArgumentException">The options name a layer that the network does not have, or values out of range.</exception>
    /// <exception cref="IOException">The file could not be written; an existing one is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public static void ExportOnnx(this Network network, string path, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Export(network, options, model => CrashSafeFile.Write(path, stream => model.WriteTo(stream)));
    }

    /// <summary>Writes the network to a stream, which stays open.</summary>
    /// <inheritdoc cref="ExportOnnx(Network, string, OnnxExportOptions?)"/>
    /// <param name="network">The network; predictions may run meanwhile.</param>
    /// <param name="stream">Receives the model; it need not be seekable.</param>
    /// <param name="options">What is written; by default all outputs, for one item, with operators of version 17.</param>
    public static void ExportOnnx(this Network network, Stream stream, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        Export(network, options, model => model.WriteTo(stream));
    }

    /// <summary>The weights are written from where they lie: the model only refers to them.</summary>
    private static void Export(Network network, OnnxExportOptions? options, Action<ModelProto> write) =>
        network.ReadWeights(() => write(new ModelBuilder(network, options ?? new OnnxExportOptions()).Build()));
}
