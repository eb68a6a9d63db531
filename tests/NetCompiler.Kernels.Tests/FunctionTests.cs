using System.Collections.Concurrent;
using NetCompiler.Kernels.Tests.Harness;
using NetCompiler.TestReference;
using NetCompiler.TestReference.Layers;

namespace NetCompiler.Kernels.Tests;

/// <summary>All functions compiled for one target at once, each by itself and behind weights.</summary>
public sealed class FunctionFixture : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<CompiledBatch>> _batches = new(StringComparer.Ordinal);

    internal CompiledBatch Batch(string target) =>
        _batches.GetOrAdd(target, _ => new Lazy<CompiledBatch>(() => CompiledBatch.Compile(target, FunctionTests.Networks))).Value;

    public void Dispose()
    {
        foreach (Lazy<CompiledBatch> batch in _batches.Values.Where(batch => batch.IsValueCreated))
            batch.Value.Dispose();
    }
}

/// <summary>Activations over the whole range of single precision, where sweeps of random images do not come.</summary>
public sealed class FunctionTests(FunctionFixture fixture) : TargetTests, IClassFixture<FunctionFixture>
{
    /// <summary>Some hundred times the smallest normal number: results below it need not be told from zero.</summary>
    private const double AbsoluteTolerance = 2e-36;

    /// <summary>Derivatives are of about unit scale; tanh and sigmoid have them from a result that is rounded.</summary>
    private const double DerivativeTolerance = 2e-6;

    /// <summary>The functions and how exact they are relative to the result. In the tails of Gelu the rounding of an exponent of up to 87 is felt.</summary>
    private static readonly (string Name, ReferenceLayer Layer, double Tolerance)[] s_functions =
    [
        ("Relu", new ReluReference(), 0), ("LeakyRelu", new LeakyReluReference(), 1e-7), ("Relu6", new Relu6Reference(), 0), ("Sigmoid", new SigmoidReference(), 5e-7),
        ("HardSigmoid", new HardSigmoidReference(), 5e-7), ("Tanh", new TanhReference(), 5e-7), ("ScaledTanh", new ScaledTanhReference(), 7e-7),
        ("Elu", new EluReference(), 5e-7), ("LargeElu", new EluReference(3), 5e-7), ("Selu", new SeluReference(), 5e-7), ("Softplus", new SoftplusReference(), 5e-7), ("Swish", new SwishReference(), 5e-7),
        ("HardSwish", new HardSwishReference(), 5e-7), ("Mish", new MishReference(), 7e-7), ("Gelu", new GeluReference(), 2e-5), ("ApproximateGelu", new GeluReference(true), 2e-5),
    ];

    /// <summary>Zeros, powers of two down to the denormals and up to the largest number, and a fine grid where the functions bend.</summary>
    private static readonly float[] s_arguments =
    [
        0f, -0f, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity,
        .. Enumerable.Range(-140, 267).SelectMany(exponent => new[] { MathF.ScaleB(1.2345f, exponent), -MathF.ScaleB(1.2345f, exponent) }),
        .. Enumerable.Range(-4000, 8001).Select(step => step * 0.025f),
    ];

    /// <summary>The only input of a network whose weights are the arguments, so that their gradients are the derivatives.</summary>
    private static readonly float[] s_one = [1f];

    public static TheoryData<string, string> Functions
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string target in InstructionSets.All)
            {
                foreach ((string function, _, _) in s_functions)
                    rows.Add(target, function);
            }

            return rows;
        }
    }

    internal static IEnumerable<ReferenceNetwork> Networks =>
        s_functions.SelectMany(function => new[]
        {
            new ReferenceNetwork(function.Name, [s_arguments.Length], function.Layer),
            new ReferenceNetwork($"{function.Name}Derivative", [1], new DenseReference(s_arguments.Length, Bias: false), function.Layer),
        });

    [SkippableTheory]
    [MemberData(nameof(Functions))]
    public void ActivationsAreRightEverywhere(string target, string function)
    {
        SkipUnlessRunnable(target);
        (_, ReferenceLayer layer, double tolerance) = s_functions.Single(known => known.Name == function);
        float[] actual = Predict(target, function, s_arguments);
        Tensor expected = layer.Forward(Tensor.FromSingles([s_arguments.Length], s_arguments), []);
        for (int i = 0; i < actual.Length; i++)
        {
            double limit = (tolerance * Math.Abs(expected.Values[i])) + AbsoluteTolerance;
            Assert.True(actual[i] == (float)expected.Values[i] || Math.Abs(actual[i] - expected.Values[i]) <= limit, $"{function}({s_arguments[i]:r}) is {actual[i]:r} instead of {expected.Values[i]:r}.");
        }
    }

    /// <summary>The gradients of weights that reach the function by themselves.</summary>
    [SkippableTheory]
    [MemberData(nameof(Functions))]
    public void DerivativesAreRightEverywhere(string target, string function)
    {
        SkipUnlessRunnable(target);
        float[] arguments = [.. s_arguments.Select(argument => float.IsFinite(argument) ? argument : 0)];
        using Network network = fixture.Batch(target).Create($"{function}Derivative");
        network.SetParameters([Tensor.FromSingles([arguments.Length, 1], arguments)]);
        using var step = new TrainingStep(network, 1);
        float[] ones = [.. Enumerable.Repeat(1f, arguments.Length)];
        step.Run([s_one], [ones]);

        ReferenceLayer layer = s_functions.Single(known => known.Name == function).Layer;
        Tensor expected = layer.Backward(Tensor.FromSingles([arguments.Length], arguments), [], Tensor.FromSingles([arguments.Length], ones), []);
        Span<float> actual = step.Gradient(network.Info.Parameters[0]);
        for (int i = 0; i < arguments.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected.Values[i]) <= DerivativeTolerance, $"The derivative of {function} at {arguments[i]:r} is {actual[i]:r} instead of {expected.Values[i]:r}.");
    }

    /// <summary>A network that went wrong must say so: what is not a number stays so.</summary>
    [SkippableTheory]
    [MemberData(nameof(Functions))]
    public void NotANumberStaysSo(string target, string function)
    {
        SkipUnlessRunnable(target);
        float[] arguments = [.. s_arguments.Select((argument, i) => i % 3 == 0 ? float.NaN : argument)];
        float[] actual = Predict(target, function, arguments);
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

    private float[] Predict(string target, string function, float[] arguments)
    {
        using Network network = fixture.Batch(target).Create(function);
        var output = new float[arguments.Length];
        ((ITestNetwork)network).Predict(arguments, output);
        return output;
    }
}
