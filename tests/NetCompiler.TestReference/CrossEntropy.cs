namespace NetCompiler.TestReference;

/// <summary>−ln softmax(logits)[label].</summary>
public static class CrossEntropy
{
    public static double Loss(Tensor logits, int label)
    {
        double largest = logits.Values.Max();
        return largest + Math.Log(logits.Values.Sum(z => Math.Exp(z - largest))) - logits.Values[label];
    }

    /// <summary>softmax(logits) − 1 at the label.</summary>
    public static Tensor Gradient(Tensor logits, int label)
    {
        Tensor gradient = new Layers.SoftmaxReference().Forward(logits, []);
        gradient.Values[label] -= 1;
        return gradient;
    }
}
