using System.Collections.Concurrent;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

namespace NetCompiler.Kernels.Tests;

/// <summary>The catalog compiled for one target, batch by batch as tests ask.</summary>
public sealed class SweepFixture : IDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<CompiledBatch>> _batches = new();
    private readonly ConcurrentDictionary<int, Lazy<CompiledBatch>> _divided = new();
    private readonly ConcurrentDictionary<string, Lazy<CompiledBatch>> _single = new(StringComparer.Ordinal);

    internal CompiledBatch Batch(string target, int index) =>
        _batches.GetOrAdd(index, batch => new Lazy<CompiledBatch>(() => Compile(target, NetworkCatalog.Batches[batch]))).Value;

    /// <summary>The batch of a network, with every kernel divided among threads that can be.</summary>
    internal CompiledBatch DividedBatchOf(string target, string network) => _divided.GetOrAdd(
        BatchIndex(network), batch => new Lazy<CompiledBatch>(() => CompiledBatch.CompileDivided(target, NetworkCatalog.Batches[batch]))).Value;

    /// <summary>The batch of a network; if it does not compile, the network alone, so that one mistake fails only its own tests.</summary>
    internal CompiledBatch BatchOf(string target, string network)
    {
        try
        {
            return Batch(target, BatchIndex(network));
        }
        catch (InvalidOperationException)
        {
            ReferenceNetwork reference = NetworkCatalog.Find(network);
            return _single.GetOrAdd(network, _ => new Lazy<CompiledBatch>(() => Compile(target, [reference]))).Value;
        }
    }

    private static int BatchIndex(string network) =>
        Enumerable.Range(0, NetworkCatalog.Batches.Count).First(batch => NetworkCatalog.Batches[batch].Any(member => member.Name == network));

    private static CompiledBatch Compile(string target, IEnumerable<ReferenceNetwork> networks) =>
        CompiledBatch.Compile(target, networks.SelectMany(network => DropoutMasks.Prefixes(network).Append(network)));

    public void Dispose()
    {
        foreach (Lazy<CompiledBatch> batch in _batches.Values.Concat(_single.Values).Concat(_divided.Values))
        {
            try
            {
                batch.Value.Dispose();
            }
            catch (InvalidOperationException)
            {
                // It never compiled, as the tests have said.
            }
        }
    }
}
