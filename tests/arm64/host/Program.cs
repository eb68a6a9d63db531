// Writes what runs under emulation: <networks.txt> <output directory>.
//   sources/*.cs     the AdvSimd kernels of the listed networks, and entry points for C
//   networks.inc     one NETWORK(name) per network
//   <name>.golden    weights, images, and what must come out
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestHost;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Catalog;

string[] names = [.. File.ReadLines(args[0]).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
string output = args[1], sources = Path.Combine(output, "sources");
Directory.CreateDirectory(sources);

ReferenceNetwork[] networks = [.. names.Select(NetworkCatalog.Find)];
using CompiledBatch neon = CompiledBatch.Compile("AdvSimd", networks);
using CompiledBatch portable = CompiledBatch.Compile("Portable", networks.Where(GoldenFile.NeedsPortableKernels));
foreach (ReferenceNetwork network in networks)
{
    KernelSources kernels = KernelSources.Of(neon.Generated!, network.Name);
    foreach ((string file, string text) in kernels.Files)
        File.WriteAllText(Path.Combine(sources, file), text);
    GoldenFile.Write(Path.Combine(output, $"{network.Name}.golden"), network, neon, portable);
}

File.WriteAllLines(Path.Combine(output, "networks.inc"), names.Select(name => $"NETWORK({name})"));
Console.WriteLine($"{names.Length} networks, {Directory.GetFiles(sources).Length} files of kernels");
