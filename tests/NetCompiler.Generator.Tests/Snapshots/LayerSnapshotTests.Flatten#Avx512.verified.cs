// [Network(1, 3, 3)]
// [Conv(2, 2), Flatten, Softmax]

// ---- Inference ----
//
// input 1×3×3 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×2 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// flatten1 = Flatten of conv1 : 8 NCHW16c at Arena[0]
// softmax1_vector = ToVector of flatten1 : 8 vector at BatchArena[0]
// softmax1 = Softmax of softmax1_vector : 8 vector at Output
// return softmax1

// ---- Training ----
//
// input 1×3×3 NCHW at Input
// conv1 = Conv(2 filters 2×2) of input : 2×2×2 NCHW16c at Arena[0]   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// flatten1 = Flatten of conv1 : 8 NCHW16c at Arena[0]
// softmax1_output = Store of flatten1 : 8 NCHW at Output
// d_flatten1 = LoadGradient of loss, flatten1 : 8 NCHW16c at Arena[64]
// d_conv1 = Unflatten of d_flatten1 : 2×2×2 NCHW16c at Arena[64]
// d_conv1_weights = ConvWeightGradient of input, d_conv1   weights conv1.weight[2, 1, 2, 2], conv1.bias[2]
// return softmax1_output
