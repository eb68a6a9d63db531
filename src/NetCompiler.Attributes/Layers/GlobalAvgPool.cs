namespace NetCompiler.Layers;

/// <summary>The mean of each channel of an image or sequence: a flat vector of channels (Lin et al. 2014, "Network in network").</summary>
public sealed class GlobalAvgPoolAttribute : LayerAttribute;
