using NetCompiler.Layers;

namespace Samples;

/// <summary>Maps an image to a point on the unit sphere of 128 dimensions; similar images lie close. 11 242 176 parameters.</summary>
/// <remarks>After Schroff, Kalenichenko, Philbin 2015, "FaceNet: a unified embedding for face recognition and clustering", figure 2, on the body of ResNet-18.</remarks>
[Network(3, 224, 224)]
[ResNet18Body(Name = "backbone")]
[GlobalAvgPool, Dense(128), L2Normalize]
public partial class ImageEmbedding;
