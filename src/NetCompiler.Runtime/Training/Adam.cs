using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// Adam with bias correction (Kingma and Ba 2015, "Adam: a method for stochastic optimization"), by PyTorch's formulas:
/// <code>
/// g ← gradient + weightDecay · p
/// m ← beta1 · m + (1 − beta1) · g
/// v ← beta2 · v + (1 − beta2) · g²
/// p ← p − learningRate · (m / (1 − beta1ᵗ)) / (√(v / (1 − beta2ᵗ)) + epsilon)      at step t
/// </code>
/// </summary>
public sealed class Adam : Optimizer
{
    // The square of anything smaller would be a denormal number; against epsilon it is nothing.
    private const float NegligibleGradient = 1e-17f;

    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _epsilon;
    private readonly float _weightDecay;
    private float[] _mean = [];
    private float[] _square = [];
    private float _stepSize;
    private float _rootCorrection;

    /// <summary>Sets the constants; the defaults are the paper's.</summary>
    /// <param name="learningRate">Above zero.</param>
    /// <param name="beta1">Decay of the mean, from 0 to below 1.</param>
    /// <param name="beta2">Decay of the mean square, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the divisor away from zero; above zero.</param>
    /// <param name="weightDecay">Strength of the pull towards zero, added to the gradient of all parameters.</param>
    public Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0)
        : base(learningRate)
    {
        ThrowUnlessFraction(beta1, nameof(beta1));
        ThrowUnlessFraction(beta2, nameof(beta2));
        ThrowUnlessPositive(epsilon, nameof(epsilon));
        ThrowUnlessNotNegative(weightDecay, nameof(weightDecay));
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
    }

    /// <inheritdoc/>
    protected override void Allocate(int length)
    {
        _mean = new float[length];
        _square = new float[length];
    }

    /// <inheritdoc/>
    protected override void BeginStep(long step, float learningRate)
    {
        // In double: beta2 is so close to 1 that the first corrections would lose digits.
        _stepSize = (float)(learningRate / (1 - Math.Pow(_beta1, step)));
        _rootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(_beta2, step)));
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, int offset)
    {
        Span<float> mean = _mean.AsSpan(offset, parameters.Length);
        Span<float> square = _square.AsSpan(offset, parameters.Length);
        Span<Vector<float>> p = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients)[..p.Length];
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(mean)[..p.Length];
        Span<Vector<float>> v = MemoryMarshal.Cast<float, Vector<float>>(square)[..p.Length];
        Vector<float> epsilon = new(_epsilon);
        Vector<float> negligible = new(NegligibleGradient);
        for (int i = 0; i < p.Length; i++)
        {
            Vector<float> gradient = g[i] + (_weightDecay * p[i]);
            gradient = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(gradient), negligible), Vector<float>.Zero, gradient);
            m[i] = Flush((_beta1 * m[i]) + ((1 - _beta1) * gradient));
            v[i] = Flush((_beta2 * v[i]) + ((1 - _beta2) * gradient * gradient));
            p[i] = Flush(p[i] - (_stepSize * m[i] / ((_rootCorrection * Vector.SquareRoot(v[i])) + epsilon)));
        }

        for (int i = p.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            float gradient = gradients[i] + (_weightDecay * parameters[i]);
            gradient = MathF.Abs(gradient) < NegligibleGradient ? 0 : gradient;
            mean[i] = Flush((_beta1 * mean[i]) + ((1 - _beta1) * gradient));
            square[i] = Flush((_beta2 * square[i]) + ((1 - _beta2) * gradient * gradient));
            parameters[i] = Flush(parameters[i] - (_stepSize * mean[i] / ((_rootCorrection * MathF.Sqrt(square[i])) + _epsilon)));
        }
    }
}
