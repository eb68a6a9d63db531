namespace NetCompiler.Layers;

/// <summary>Part of a value along one axis.</summary>
public sealed class SliceAttribute : LayerAttribute
{
    /// <summary>The places from <paramref name="start"/> up to, but not including, <paramref name="end"/>.</summary>
    /// <param name="start">The first place, from 0.</param>
    /// <param name="end">The place after the last; above <paramref name="start"/> and at most the axis's size.</param>
    public SliceAttribute(int start, int end)
    {
        Start = start;
        End = end;
    }

    /// <summary>The first place.</summary>
    public int Start { get; }

    /// <summary>The place after the last.</summary>
    public int End { get; }

    /// <summary>The axis: 0 for channels or features (the default), 1 for rows or a sequence's length, 2 for columns.</summary>
    public int Axis { get; set; }
}
