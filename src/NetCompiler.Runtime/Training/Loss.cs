namespace NetCompiler;

/// <summary>What training makes small: a number per item, and its gradient with respect to the network's outputs.</summary>
public abstract class Loss
{
    /// <summary>
    /// Softmax and cross-entropy in one, taken on logits: <c>−Σ targetᵢ · log softmax(output)ᵢ</c>. For networks that end in
    /// <c>[Softmax]</c>, which training leaves out, or in a layer without activation.
    /// </summary>
    public static Loss CrossEntropy { get; } = new CrossEntropyLoss();

    /// <summary>The mean over the outputs of <c>(output − target)²</c>, as PyTorch's <c>MSELoss</c>.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredErrorLoss();

    /// <summary>Whether the outputs it is given in training are logits, so that a trailing <c>[Softmax]</c> may be left out.</summary>
    public abstract bool TakesLogits { get; }

    /// <summary>The loss of one item in training, and its gradient. The mean over the batch is the trainer's business.</summary>
    /// <param name="output">What the network's last layer gave, without a trailing softmax.</param>
    /// <param name="target">What it should give; as long as the output.</param>
    /// <param name="gradient">Receives the derivative of the loss by each output; as long as the output.</param>
    public abstract double Compute(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient);

    /// <summary>The loss of one finished prediction.</summary>
    /// <param name="prediction">What <c>Predict</c> gave.</param>
    /// <param name="target">What it should give; as long as the prediction.</param>
    /// <param name="endsInSoftmax">Whether the prediction went through a trailing softmax (<see cref="NetworkInfo.EndsInSoftmax"/>).</param>
    public abstract double Measure(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, bool endsInSoftmax);

    private static void CheckLengths(int output, int target, int gradient)
    {
        if (target != output || gradient != output)
            throw new ArgumentException($"Output, target and gradient must have one length, not {output}, {target} and {gradient}.");
    }

    private sealed class CrossEntropyLoss : Loss
    {
        public override bool TakesLogits => true;

        public override double Compute(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient)
        {
            CheckLengths(output.Length, target.Length, gradient.Length);
            (float maximum, double sum, double loss, double mass) = Accumulate(output, target);
            for (int i = 0; i < output.Length; i++)
                gradient[i] = (float)((mass * Math.Exp((double)output[i] - maximum) / sum) - target[i]);
            return loss;
        }

        public override double Measure(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, bool endsInSoftmax)
        {
            CheckLengths(prediction.Length, target.Length, prediction.Length);
            if (!endsInSoftmax)
                return Accumulate(prediction, target).Loss;
            double loss = 0;
            for (int i = 0; i < prediction.Length; i++)
            {
                // A probability that has rounded to zero counts as the smallest float, so that one hopeless item does not make the mean infinite.
                if (target[i] != 0)
                    loss -= target[i] * Math.Log(MathF.Max(prediction[i], float.Epsilon));
            }

            return loss;
        }

        // Σ e^(x − max) cannot overflow, and has a term of 1; −Σ t·log p = Σ t·(max + log sum − x). Not-a-number anywhere reaches the loss.
        private static (float Maximum, double Sum, double Loss, double Mass) Accumulate(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
        {
            float maximum = float.NegativeInfinity;
            foreach (float value in output)
                maximum = MathF.Max(maximum, value);
            double sum = 0;
            foreach (float value in output)
                sum += Math.Exp((double)value - maximum);
            double logSum = maximum + Math.Log(sum);
            double loss = 0;
            double mass = 0;
            for (int i = 0; i < output.Length; i++)
            {
                mass += target[i];
                if (target[i] != 0)
                    loss += target[i] * (logSum - output[i]);
            }

            return (maximum, sum, loss, mass);
        }
    }

    private sealed class MeanSquaredErrorLoss : Loss
    {
        public override bool TakesLogits => false;

        public override double Compute(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient)
        {
            CheckLengths(output.Length, target.Length, gradient.Length);
            for (int i = 0; i < output.Length; i++)
                gradient[i] = 2 * (output[i] - target[i]) / output.Length;
            return Measure(output, target, endsInSoftmax: false);
        }

        public override double Measure(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, bool endsInSoftmax)
        {
            CheckLengths(prediction.Length, target.Length, prediction.Length);
            double sum = 0;
            for (int i = 0; i < prediction.Length; i++)
            {
                double difference = (double)prediction[i] - target[i];
                sum += difference * difference;
            }

            return sum / prediction.Length;
        }
    }
}
