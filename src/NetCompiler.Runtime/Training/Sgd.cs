using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// Stochastic gradient descent with momentum, by PyTorch's formulas:
/// <code>
/// g ← gradient + weightDecay · p
/// v ← momentum · v + g              (the first step sets v = g, which zero state gives as well)
/// p ← p − learningRate · v          (Nesterov: g + momentum · v in place of v)
/// </code>
/// Without dampening. Nesterov's form after Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning".
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly bool _nesterov;
    private float _learningRate;
    private float[] _velocity = [];

    /// <summary>Sets the constants.</summary>
    /// <param name="learningRate">Above zero.</param>
    /// <param name="momentum">From 0 to below 1.</param>
    /// <param name="weightDecay">Strength of the pull towards zero, on all parameters.</param>
    /// <param name="nesterov">Looks one step ahead; needs momentum.</param>
    public Sgd(float learningRate, float momentum = 0, float weightDecay = 0, bool nesterov = false) : base(learningRate)
    {
        ThrowUnlessFraction(momentum, nameof(momentum));
        ThrowUnlessNotNegative(weightDecay, nameof(weightDecay));
        if (nesterov && momentum == 0)
            throw new ArgumentException("Nesterov's form needs a momentum above zero.", nameof(nesterov));
        _momentum = momentum;
        _weightDecay = weightDecay;
        _nesterov = nesterov;
    }

    /// <inheritdoc/>
    protected override void Allocate(int length) => _velocity = _momentum == 0 ? [] : new float[length];

    /// <inheritdoc/>
    protected override void BeginStep(long step, float learningRate) => _learningRate = learningRate;

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, int offset)
    {
        if (_momentum == 0)
            UpdatePlain(parameters, gradients);
        else
            UpdateWithMomentum(parameters, gradients, _velocity.AsSpan(offset, parameters.Length));
    }

    private void UpdatePlain(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        Span<Vector<float>> p = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients)[..p.Length];
        for (int i = 0; i < p.Length; i++)
            p[i] = Flush(p[i] - (_learningRate * (g[i] + (_weightDecay * p[i]))));
        for (int i = p.Length * Vector<float>.Count; i < parameters.Length; i++)
            parameters[i] = Flush(parameters[i] - (_learningRate * (gradients[i] + (_weightDecay * parameters[i]))));
    }

    private void UpdateWithMomentum(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> velocity)
    {
        // v and g enter the step with these weights: 1 and 0, or momentum and 1 in Nesterov's form.
        float useOfVelocity = _nesterov ? _momentum : 1;
        float useOfGradient = _nesterov ? 1 : 0;
        Span<Vector<float>> p = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients)[..p.Length];
        Span<Vector<float>> v = MemoryMarshal.Cast<float, Vector<float>>(velocity)[..p.Length];
        for (int i = 0; i < p.Length; i++)
        {
            Vector<float> gradient = g[i] + (_weightDecay * p[i]);
            Vector<float> moved = Flush((_momentum * v[i]) + gradient);
            v[i] = moved;
            p[i] = Flush(p[i] - (_learningRate * ((useOfVelocity * moved) + (useOfGradient * gradient))));
        }

        for (int i = p.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            float gradient = gradients[i] + (_weightDecay * parameters[i]);
            float moved = Flush((_momentum * velocity[i]) + gradient);
            velocity[i] = moved;
            parameters[i] = Flush(parameters[i] - (_learningRate * ((useOfVelocity * moved) + (useOfGradient * gradient))));
        }
    }
}
