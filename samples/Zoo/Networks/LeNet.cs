using NetCompiler.Layers;

namespace Samples;

/// <summary>
/// LeNet-5 of 1998: subsampling with a coefficient and a bias per map, C3's table of connections, scaled tanh, and the distance to a code word per class
/// as output, of which the smallest wins. 60 000 trainable parameters, the code words of the output not among them.
/// </summary>
/// <remarks>
/// LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition", figure 2 and table I. A subsampling unit weights the sum of
/// four values where <c>AvgPool</c> takes their mean: the factor 4 is part of the learned coefficient.
/// </remarks>
[Network(1, 32, 32)]
[Conv(6, 5, Name = "c1"), ScaledTanh]
[AvgPool(2), Scale(Name = "s2"), ScaledTanh]
[Conv(16, 5, Name = "c3", Connections = [
    "0,1,2", "1,2,3", "2,3,4", "3,4,5", "0,4,5", "0,1,5",
    "0,1,2,3", "1,2,3,4", "2,3,4,5", "0,3,4,5", "0,1,4,5", "0,1,2,5", "0,1,3,4", "1,2,4,5", "0,2,3,5",
    "0,1,2,3,4,5"]), ScaledTanh]
[AvgPool(2), Scale(Name = "s4"), ScaledTanh]
[Conv(120, 5, Name = "c5"), ScaledTanh]
[Flatten, Dense(84, Name = "f6"), ScaledTanh]
[RadialBasis(10, Name = "output")]
public partial class LeNet5Original;
