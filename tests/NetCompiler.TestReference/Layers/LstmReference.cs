namespace NetCompiler.TestReference.Layers;

/// <summary>The equations of PyTorch's <c>LSTM</c>, with its order of gates: input, forget, cell, output.</summary>
public sealed record LstmReference(int Units, bool ReturnSequence = true) : ReferenceLayer("Lstm")
{
    public override string Arguments => ReturnSequence ? $"{Units}" : $"{Units}, ReturnSequence = false";

    public override int[] OutputShape(int[] input) => ReturnSequence ? [Units, input[1]] : [Units];

    public override IReadOnlyList<(string Suffix, int[] Shape)> WeightShapes(int[] input) =>
        [("weight_ih_l0", [4 * Units, input[0]]), ("weight_hh_l0", [4 * Units, Units]), ("bias_ih_l0", [4 * Units]), ("bias_hh_l0", [4 * Units])];

    public override long MultiplyAdds(int[] input, int[] output) => 4L * Units * (input[0] + Units) * input[1];

    public override Tensor Forward(Tensor input, IReadOnlyList<Tensor> weights)
    {
        Step[] steps = Run(input, weights);
        var output = new Tensor(OutputShape(input.Shape));
        for (int u = 0; u < Units; u++)
        {
            for (int t = 0; t < steps.Length && ReturnSequence; t++)
                output[u, t] = steps[t].Hidden[u];
            if (!ReturnSequence)
                output.Values[u] = steps[^1].Hidden[u];
        }

        return output;
    }

    public override Tensor Backward(Tensor input, IReadOnlyList<Tensor> weights, Tensor outputGradient, IReadOnlyList<Tensor> weightGradients)
    {
        Step[] steps = Run(input, weights);
        var inputGradient = new Tensor(input.Shape);
        double[] fromHidden = new double[Units], fromCell = new double[Units];
        for (int t = steps.Length - 1; t >= 0; t--)
        {
            Step step = steps[t];
            double[] before = t > 0 ? steps[t - 1].Cell : new double[Units], hiddenBefore = t > 0 ? steps[t - 1].Hidden : new double[Units];
            var arguments = new double[4 * Units];
            for (int u = 0; u < Units; u++)
            {
                double hidden = fromHidden[u] + (ReturnSequence ? outputGradient[u, t] : t == steps.Length - 1 ? outputGradient.Values[u] : 0);
                (double i, double f, double g, double o) = (step.Gates[u], step.Gates[Units + u], step.Gates[(2 * Units) + u], step.Gates[(3 * Units) + u]);
                double squashed = Math.Tanh(step.Cell[u]);
                double cell = fromCell[u] + (hidden * o * (1 - (squashed * squashed)));
                arguments[u] = cell * g * i * (1 - i);
                arguments[Units + u] = cell * before[u] * f * (1 - f);
                arguments[(2 * Units) + u] = cell * i * (1 - (g * g));
                arguments[(3 * Units) + u] = hidden * squashed * o * (1 - o);
                fromCell[u] = cell * f;
            }

            Array.Clear(fromHidden);
            for (int row = 0; row < arguments.Length; row++)
            {
                for (int c = 0; c < input.Shape[0]; c++)
                {
                    inputGradient[c, t] += arguments[row] * weights[0][row, c];
                    weightGradients[0][row, c] += arguments[row] * input[c, t];
                }

                for (int u = 0; u < Units; u++)
                {
                    fromHidden[u] += arguments[row] * weights[1][row, u];
                    weightGradients[1][row, u] += arguments[row] * hiddenBefore[u];
                }

                weightGradients[2].Values[row] += arguments[row];
                weightGradients[3].Values[row] += arguments[row];
            }
        }

        return inputGradient;
    }

    private Step[] Run(Tensor input, IReadOnlyList<Tensor> weights)
    {
        var steps = new Step[input.Shape[1]];
        for (int t = 0; t < steps.Length; t++)
        {
            Step? before = t > 0 ? steps[t - 1] : null;
            var gates = new double[4 * Units];
            for (int row = 0; row < gates.Length; row++)
            {
                double sum = weights[2].Values[row] + weights[3].Values[row];
                for (int c = 0; c < input.Shape[0]; c++)
                    sum += weights[0][row, c] * input[c, t];
                for (int u = 0; u < Units; u++)
                    sum += weights[1][row, u] * (before?.Hidden[u] ?? 0);
                gates[row] = row / Units == 2 ? Math.Tanh(sum) : 1 / (1 + Math.Exp(-sum));
            }

            double[] cell = [.. Enumerable.Range(0, Units).Select(u => (gates[Units + u] * (before?.Cell[u] ?? 0)) + (gates[u] * gates[(2 * Units) + u]))];
            steps[t] = new Step(gates, cell, [.. Enumerable.Range(0, Units).Select(u => gates[(3 * Units) + u] * Math.Tanh(cell[u]))]);
        }

        return steps;
    }

    private sealed record Step(double[] Gates, double[] Cell, double[] Hidden);
}
