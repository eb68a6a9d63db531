using NetCompiler.TestReference;

namespace NetCompiler.Kernels.Tests.PyTorch;

/// <summary>What PyTorch computed of one case: a file that <c>tests/pytorch/make_goldens.py</c> wrote and describes.</summary>
internal sealed class Golden
{
    /// <summary>Where the build puts the committed files.</summary>
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "PyTorch", "Goldens");

    /// <summary>What in a file is not of the module's state_dict.</summary>
    private static readonly string[] s_ownNames = ["input", "output", "train.output", "output_gradient", "input_gradient"], s_ownPrefixes = ["grad.", "after."];

    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    public Golden(string path)
    {
        FilePath = path;
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        foreach (SafetensorsTensor tensor in reader.Tensors.Where(tensor => SafetensorsReader.CanRead(tensor.Type)))
        {
            int[] shape = [.. tensor.Shape.Select(size => (int)size)];
            var values = new float[shape.Aggregate(1, (product, size) => product * size)];
            reader.Read(tensor, values);
            _tensors.Add(tensor.Name, Tensor.FromSingles(shape, values));
        }
    }

    public string FilePath { get; }

    /// <summary>The names of all tensors that hold floats.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    public Tensor this[string name] => _tensors[name];

    public int Batch => this["input"].Shape[0];

    /// <summary>The committed file of a case.</summary>
    public static Golden Of(PyTorchCase module) => new(Path.Combine(Folder, $"{module.Name}.safetensors"));

    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The items of a tensor that has the batch as its first axis.</summary>
    public IReadOnlyList<Tensor> Items(string name)
    {
        Tensor all = this[name];
        int length = all.Length / all.Shape[0];
        return [.. Enumerable.Range(0, all.Shape[0]).Select(item => new Tensor(all.Shape[1..], all.Values[(item * length)..((item + 1) * length)]))];
    }

    /// <summary>The items as kernels take them.</summary>
    public IReadOnlyList<float[]> Singles(string name) => [.. Items(name).Select(item => item.ToSingles())];

    /// <summary>Puts the module's state_dict into a network, which must have just its tensors.</summary>
    public void LoadInto(Network network, bool strict = true)
    {
        WeightReport report = network.LoadWeights(FilePath, new WeightLoading { Strict = strict, Rename = name => IsOwn(name) ? null : name });
        Assert.Empty(report.Unexpected);
        Assert.Equal(strict ? [] : [PyTorchCase.ItemWeights], report.Missing);
    }

    private static bool IsOwn(string name) => s_ownNames.Contains(name) || s_ownPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
