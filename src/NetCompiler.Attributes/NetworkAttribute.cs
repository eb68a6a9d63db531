using System;

namespace NetCompiler.Layers;

/// <summary>Declares a network: the layer attributes that follow on the same class are compiled, in their order.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>A network whose input has the given shape, without the batch.</summary>
    /// <param name="inputShape"><c>channels, height, width</c> for images; <c>features</c> for plain vectors.</param>
    public NetworkAttribute(params int[] inputShape) => InputShape = inputShape;

    /// <summary>The input's shape without the batch.</summary>
    public int[] InputShape { get; }

    /// <summary>Whether code for training is compiled as well. Default true.</summary>
    public bool Training { get; set; } = true;

    /// <summary>
    /// Whether predictions may use only algorithms whose rounding errors are no larger than those of the plain sums. Default false: convolutions then use Winograd's method
    /// F(4×4, 3×3) or F(5×5, 3×3) where it is faster, whose errors are about three times as large (some 10⁻⁶ of the largest output); when true, at most F(2×2, 3×3).
    /// </summary>
    public bool StrictAccuracy { get; set; }
}
