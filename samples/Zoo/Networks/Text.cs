using NetCompiler.Layers;

namespace Samples;

/// <summary>
/// Tells whether a sentence praises: word vectors, 100 filters each of 3, 4 and 5 words, the largest response of each over the sentence. 360 902 parameters and 5 629 500 of
/// the word vectors.
/// </summary>
/// <remarks>
/// Kim 2014, "Convolutional neural networks for sentence classification" (CNN-rand or, with loaded vectors, CNN-non-static); 18 765 words as in the paper's data set MR, sentences filled up to 64.
/// </remarks>
[Network(64)]
[Embedding(18765, 300, Name = "words")]
[Conv(100, 3), Relu, GlobalMaxPool(Name = "three")]
[Conv(100, 4, From = "words"), Relu, GlobalMaxPool(Name = "four")]
[Conv(100, 5, From = "words"), Relu, GlobalMaxPool(Name = "five")]
[Concat("three", "four", "five"), Dropout(0.5f)]
[Dense(2), Softmax]
public partial class KimCnn;

/// <summary>
/// Describes an image: what ResNet-18 sees is the first word of a sentence that an LSTM continues. Output: for each step the probabilities of the next of 10 000 words.
/// 23 790 416 parameters.
/// </summary>
/// <remarks>Vinyals, Toshev, Bengio, Erhan 2015, "Show and tell: a neural image caption generator", figure 3, with another body.</remarks>
[Network(3, 224, 224)]
[Input("words", 20)]
[ResNet18Body(Name = "backbone")]
[GlobalAvgPool, Dense(512), Reshape(512, 1, Name = "image")]
[Embedding(10000, 512, From = "words")]
[Concat("image", "previous", Axis = 1)]
[Lstm(512)]
[Conv(10000, 1), Softmax]
public partial class Captioner;
