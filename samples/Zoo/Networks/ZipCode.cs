using NetCompiler.Layers;

// The five networks for 16×16 digits of Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning" (2nd edition 2009), section 11.7, after
// LeCun 1989, "Generalization and network design strategies". Table 11.1 counts links and weights; both are given below, the weights are the parameters.
namespace Samples;

/// <summary>Net-1: no hidden layer. 2 570 links and weights.</summary>
[Network(1, 16, 16)]
[Flatten, Dense(10), Sigmoid]
public partial class ZipNet1;

/// <summary>Net-2: one hidden layer of 12 units. 3 214 links and weights.</summary>
[Network(1, 16, 16)]
[Flatten, Dense(12), Tanh]
[Dense(10), Sigmoid]
public partial class ZipNet2;

/// <summary>Net-3: two hidden layers of local receptive fields without shared weights. 1 226 links and weights.</summary>
[Network(1, 16, 16)]
[LocallyConnected(1, 3, Stride = 2, Same = true), Tanh]
[LocallyConnected(1, 5), Tanh]
[Flatten, Dense(10), Sigmoid]
public partial class ZipNet3;

/// <summary>Net-4: two first maps that share weights, each unit with a bias of its own. 2 266 links, 1 132 weights.</summary>
[Network(1, 16, 16)]
[LocallyConnected(2, 3, Stride = 2, Same = true, SharedWeights = true), Tanh]
[LocallyConnected(1, 5), Tanh]
[Flatten, Dense(10), Sigmoid]
public partial class ZipNet4;

/// <summary>Net-5: weights are shared on two levels. 5 194 links, 1 060 weights.</summary>
[Network(1, 16, 16)]
[LocallyConnected(2, 3, Stride = 2, Same = true, SharedWeights = true), Tanh]
[LocallyConnected(4, 5, SharedWeights = true), Tanh]
[Flatten, Dense(10), Sigmoid]
public partial class ZipNet5;
