namespace NetCompiler.Layers;

/// <summary>
/// The largest value of each channel of an image or sequence: a flat vector of channels. On a sequence this is max-over-time pooling (Collobert et al. 2011; Kim 2014).
/// </summary>
public sealed class GlobalMaxPoolAttribute : LayerAttribute;
