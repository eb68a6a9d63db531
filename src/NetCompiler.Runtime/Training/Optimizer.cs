using System.Numerics;

namespace NetCompiler;

/// <summary>
/// How parameters follow their gradients. An optimiser's state (its running averages) belongs to one network and survives from one
/// <c>Fit</c> to the next. Updates are element by element: splitting them over threads cannot change the result.
/// </summary>
public abstract class Optimizer
{
    // .NET cannot make the processor flush denormal numbers, and one of them slows a multiplication down a hundredfold. Decaying averages
    // and weights pass through that range on their way to zero; below 2⁻¹⁰⁰ nothing of theirs reaches a weight, so they become zero there.
    private const float Negligible = 7.8886090522101181e-31f;

    private float _learningRate;
    private int _length;

    /// <summary>An optimiser with the given step size.</summary>
    /// <param name="learningRate">Above zero.</param>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The step size. May be set at any time between two epochs; a <see cref="LearningRateSchedule"/> multiplies it by its factor.</summary>
    public float LearningRate
    {
        get => _learningRate;
        set
        {
            ThrowUnlessPositive(value, nameof(value));
            _learningRate = value;
        }
    }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Makes room for the state of so many parameters, all zero. Called once, before the first step.</summary>
    /// <param name="length">Floats in the network's block of parameters.</param>
    protected abstract void Allocate(int length);

    /// <summary>Prepares the numbers that all parameters share in the coming step. Called once per step.</summary>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="learningRate">The step size, with the schedule's factor applied.</param>
    protected abstract void BeginStep(long step, float learningRate);

    /// <summary>Updates a range of the parameters. Called from several threads at once, for ranges that do not overlap.</summary>
    /// <param name="parameters">The range's parameters.</param>
    /// <param name="gradients">Their gradients, all finite.</param>
    /// <param name="offset">Where the range starts in the state that <see cref="Allocate"/> made.</param>
    protected abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradients, int offset);

    internal void Attach(int length)
    {
        if (_length == length)
            return;
        if (_length != 0)
            throw new InvalidOperationException($"The optimiser holds the state of a network with {_length} parameters and cannot train one with {length}. Create a new one.");
        Allocate(length);
        _length = length;
    }

    internal void Begin(float factor) => BeginStep(++Steps, LearningRate * factor);

    internal void Apply(Span<float> parameters, ReadOnlySpan<float> gradients, int offset) => Update(parameters, gradients, offset);

    private protected static Vector<float> Flush(Vector<float> values) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(values), new Vector<float>(Negligible)), Vector<float>.Zero, values);

    private protected static float Flush(float value) => MathF.Abs(value) < Negligible ? 0 : value;

    private protected static void ThrowUnlessPositive(float value, string name)
    {
        if (!(value > 0) || !float.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "Must be above zero and finite.");
    }

    private protected static void ThrowUnlessNotNegative(float value, string name)
    {
        if (!(value >= 0) || !float.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "Must be zero or more and finite.");
    }

    private protected static void ThrowUnlessFraction(float value, string name)
    {
        if (!(value is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(name, value, "Must be from 0 to below 1.");
    }
}
