using System.Collections.Concurrent;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.Onnx.Format;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Onnx.Tests.Harness;

/// <summary>The networks of the catalog, which have every layer in every place, compiled batch by batch as tests ask, with the reference's weights.</summary>
public sealed class ExportedCatalog : IDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<CompiledBatch>> _batches = new();

    public static IEnumerable<string> Names => NetworkCatalog.Names;

    /// <summary>The network with the weights that the reference's results are of.</summary>
    public Network Create(string name)
    {
        int index = Enumerable.Range(0, NetworkCatalog.Batches.Count).First(batch => NetworkCatalog.Batches[batch].Any(member => member.Name == name));

        // What is exported does not depend on the instruction set; the portable one compiles quickest and runs anywhere.
        CompiledBatch compiled = _batches.GetOrAdd(index, batch => new Lazy<CompiledBatch>(() => CompiledBatch.Compile("Portable", NetworkCatalog.Batches[batch], training: false))).Value;
        Network network = compiled.Create(name);
        network.SetParameters(ExpectedResults.Of(name).Weights);
        return network;
    }

    /// <summary>The model of a network as read back from what was written.</summary>
    internal ModelProto Export(string name, OnnxExportOptions? options = null)
    {
        using Network network = Create(name);
        return Read(network, options);
    }

    /// <summary>Whether the network has a layer that can be exported for one item only.</summary>
    public static bool NeedsSingleItem(string name) => NetworkCatalog.Find(name).Layers.Any(layer => layer.Kind is "RoiAlign" or "RoiPool");

    internal static ModelProto Read(Network network, OnnxExportOptions? options = null) => ModelProto.Parser.ParseFrom(Bytes(network, options));

    internal static byte[] Bytes(Network network, OnnxExportOptions? options = null)
    {
        using var stream = new MemoryStream();
        network.ExportOnnx(stream, options);
        return stream.ToArray();
    }

    public void Dispose()
    {
        foreach (Lazy<CompiledBatch> batch in _batches.Values.Where(batch => batch.IsValueCreated))
            batch.Value.Dispose();
    }
}
