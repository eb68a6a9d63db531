using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>Activations over the whole range of single precision, where sweeps of random images do not come.</summary>
public sealed class FunctionTests : TargetTests
{
    private const double RelativeTolerance = 2e-6;

    /// <summary>About the smallest normal number: results below it need not be told from zero.</summary>
    private const double AbsoluteTolerance = 2e-38;

    /// <summary>Zeros, powers of two down to the denormals and up to the largest number, and a fine grid where the functions bend.</summary>
    private static readonly float[] s_arguments =
    [
        0f, -0f, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity,
        .. Enumerable.Range(-140, 267).SelectMany(exponent => new[] { MathF.ScaleB(1.2345f, exponent), -MathF.ScaleB(1.2345f, exponent) }),
        .. Enumerable.Range(-4000, 8001).Select(step => step * 0.025f),
    ];

    public static TheoryData<string, string> Functions
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string target in InstructionSets.All)
            {
                foreach (string function in new[] { "Relu", "Sigmoid", "Tanh" })
                    rows.Add(target, function);
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Functions))]
    public void ActivationsAreRightEverywhere(string target, string function)
    {
        SkipUnlessRunnable(target);
        ReferenceLayer layer = Layer(function);
        float[] actual = Predict(target, layer, s_arguments);
        Tensor expected = layer.Forward(Tensor.FromSingles([s_arguments.Length], s_arguments), []);
        for (int i = 0; i < actual.Length; i++)
        {
            double limit = (RelativeTolerance * Math.Abs(expected.Values[i])) + AbsoluteTolerance;
            Assert.True(actual[i] == expected.Values[i] || Math.Abs(actual[i] - expected.Values[i]) <= limit, $"{function}({s_arguments[i]:r}) is {actual[i]:r} instead of {expected.Values[i]:r}.");
        }
    }

    /// <summary>A network that went wrong must say so: what is not a number stays so.</summary>
    [SkippableTheory]
    [MemberData(nameof(Functions))]
    public void NotANumberStaysSo(string target, string function)
    {
        SkipUnlessRunnable(target);
        float[] arguments = [.. Enumerable.Range(0, 37).Select(i => i % 3 == 0 ? float.NaN : i)];
        float[] actual = Predict(target, Layer(function), arguments);
        Assert.Equal(arguments.Select(float.IsNaN), actual.Select(float.IsNaN));
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void SoftmaxStandsLargeLogits(string target)
    {
        SkipUnlessRunnable(target);
        float[][] rows =
        [
            [1e30f, -1e30f, 0, 5, 1e29f], [-1e30f, -1e30f, -1e30f, -1e30f, -1e30f], [88, 89, 90, 91, 92], [-500, -501, -502, -503, -504], [float.MaxValue, float.MinValue, float.MaxValue, 0, 1],
        ];
        using CompiledBatch batch = CompiledBatch.Compile(target, [new ReferenceNetwork("Function", [5], new SoftmaxReference())]);
        using Network network = batch.Create("Function");
        foreach (float[] row in rows)
        {
            var actual = new float[5];
            ((ITestNetwork)network).Predict(row, actual);
            Tensor expected = new SoftmaxReference().Forward(Tensor.FromSingles([5], row), []);
            Assert.All(expected.Values.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    private static ReferenceLayer Layer(string function) => function switch
    {
        "Relu" => new ReluReference(),
        "Sigmoid" => new SigmoidReference(),
        _ => new TanhReference(),
    };

    private static float[] Predict(string target, ReferenceLayer layer, float[] arguments)
    {
        using CompiledBatch batch = CompiledBatch.Compile(target, [new ReferenceNetwork("Function", [arguments.Length], layer)], training: false);
        using Network network = batch.Create("Function");
        var output = new float[arguments.Length];
        ((ITestNetwork)network).Predict(arguments, output);
        return output;
    }
}
