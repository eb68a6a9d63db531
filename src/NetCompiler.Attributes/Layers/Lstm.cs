namespace NetCompiler.Layers;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997) over a sequence (features, length), from a zero state, with PyTorch's gates input, forget, cell, output. Weights
/// <c>weight_ih_l0</c> <c>[4 · units, features]</c>, <c>weight_hh_l0</c> <c>[4 · units, units]</c>, <c>bias_ih_l0</c> and <c>bias_hh_l0</c> <c>[4 · units]</c>; all start uniform between ±1/√units, as PyTorch draws them.
/// </summary>
public sealed class LstmAttribute : LayerAttribute
{
    /// <summary>A layer of the given width.</summary>
    /// <param name="units">The size of the state.</param>
    public LstmAttribute(int units) => Units = units;

    /// <summary>The size of the state.</summary>
    public int Units { get; }

    /// <summary>Whether the output holds the state after every step, (units, length), or the last one alone, a flat vector. Default true.</summary>
    public bool ReturnSequence { get; set; } = true;
}
