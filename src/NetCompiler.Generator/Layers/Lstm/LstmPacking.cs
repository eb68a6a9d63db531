using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Emit.Kernels;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Layers.Lstm;

/// <summary>
/// Both matrices transposed, so that a number of the input or of the state meets its weights for all gates side by side: first the sum of both biases,
/// then a row per input feature, then a row per unit. Each row has four gates, of whole blocks of 16 units.
/// </summary>
/// <param name="Kernel">The kernel that reads it.</param>
/// <param name="Offset">Where the packed form begins, in floats.</param>
/// <param name="Features">Channels of the input.</param>
/// <param name="Units">The size of the state.</param>
/// <param name="Weights">The four tensors.</param>
internal sealed record PackedGates(string Kernel, int Offset, int Features, int Units, EquatableArray<Parameter> Weights) : Packing(Kernel, Offset)
{
    private int Part => AffineKernel.Padded(Units);

    public override int Length => (1 + Features + Units) * LstmState.Gates * Part;

    public override IReadOnlyList<(string Name, Parameter Parameter)> Sources =>
        [("inputWeight", Weights[0]), ("stateWeight", Weights[1]), ("inputBias", Weights[2]), ("stateBias", Weights[3])];

    public override string Comment => $"Packs {string.Join(", ", Weights.Select(weight => weight.Name))}: biases, then both matrices transposed, zeros beyond the last unit.";

    public override void WriteBody(CodeWriter w, InstructionSet isa)
    {
        int row = LstmState.Gates * Part;
        using (w.Block($"for (int gate = 0; gate < {LstmState.Gates}; gate++)"))
        using (w.Block($"for (int unit = 0; unit < {Part}; unit++)"))
        {
            w.Line($"float* to = packed + gate * {Part} + unit;");
            string bound = Units < Part ? $"unit >= {Units} ? 0f : " : "";
            w.Line($"int from = gate * {Units} + unit;");
            w.Line($"*to = {bound}inputBias[from] + stateBias[from];");
            foreach ((string tensor, int columns, int first) in new[] { ("inputWeight", Features, 1), ("stateWeight", Units, 1 + Features) })
            {
                w.Line($"for (int i = 0; i < {columns}; i++)");
                w.Line($"    to[(i + {first}) * {row}] = {bound}{tensor}[from * {columns} + i];");
            }
        }
    }
}

/// <summary>A matrix with its rows in whole blocks of 16 columns, zeros beyond the last.</summary>
/// <param name="Kernel">The kernel that reads it.</param>
/// <param name="Offset">Where the packed form begins, in floats.</param>
/// <param name="Tensor">The matrix.</param>
internal sealed record PackedRows(string Kernel, int Offset, Parameter Tensor) : Packing(Kernel, Offset)
{
    /// <summary>Floats from one row to the next.</summary>
    public int Pitch => AffineKernel.Padded(Columns);

    private int Columns => Tensor.Dimensions[1];

    public override int Length => Tensor.Dimensions[0] * Pitch;

    public override IReadOnlyList<(string Name, Parameter Parameter)> Sources => [("tensor", Tensor)];

    public override string Comment => $"Packs the rows of {Tensor.Name} in whole blocks of {Layout.BlockSize}.";

    public override void WriteBody(CodeWriter w, InstructionSet isa)
    {
        using (w.Block($"for (int row = 0; row < {Tensor.Dimensions[0]}; row++)"))
        {
            w.Line($"for (int column = 0; column < {Pitch}; column++)");
            w.Line($"    packed[row * {Pitch} + column] = {(Columns < Pitch ? $"column >= {Columns} ? 0f : " : "")}tensor[row * {Columns} + column];");
        }
    }
}
