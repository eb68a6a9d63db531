namespace NetCompiler.Layers;

/// <summary>Subtracts a mean and divides by a standard deviation, for all channels or per channel. Constants, not weights.</summary>
public sealed class NormalizeAttribute : LayerAttribute
{
    /// <summary>The same for all channels.</summary>
    /// <param name="mean">Subtracted.</param>
    /// <param name="std">Divided by; not zero.</param>
    public NormalizeAttribute(float mean, float std)
    {
        Mean = [mean];
        Std = [std];
    }

    /// <summary>Per channel.</summary>
    /// <param name="mean">One mean per channel.</param>
    /// <param name="std">One standard deviation per channel; not zero.</param>
    public NormalizeAttribute(float[] mean, float[] std)
    {
        Mean = mean;
        Std = std;
    }

    /// <summary>Subtracted, per channel or one for all.</summary>
    public float[] Mean { get; }

    /// <summary>Divided by, per channel or one for all.</summary>
    public float[] Std { get; }
}
