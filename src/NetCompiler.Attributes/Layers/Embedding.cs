namespace NetCompiler.Layers;

/// <summary>
/// Looks words up in a table: a flat vector of <c>length</c> indexes, which must be an input of the network, becomes a sequence (dimension, length). Indexes are whole numbers
/// from 0 to count − 1, given as floats; predictions throw an <see cref="System.ArgumentException"/> for others, NaN among them, and training computes NaN for them.
/// Weights <c>[count, dimension]</c>, as in PyTorch; they start normal with variance 1.
/// </summary>
public sealed class EmbeddingAttribute : LayerAttribute
{
    /// <summary>A table of the given size.</summary>
    /// <param name="count">The number of words.</param>
    /// <param name="dimension">The length of each word's vector.</param>
    public EmbeddingAttribute(int count, int dimension)
    {
        Count = count;
        Dimension = dimension;
    }

    /// <summary>The number of words.</summary>
    public int Count { get; }

    /// <summary>The length of each word's vector.</summary>
    public int Dimension { get; }

    /// <summary>Whether training leaves the table as it was loaded (Kim 2014, "static"). Default false.</summary>
    public bool Frozen { get; set; }
}
