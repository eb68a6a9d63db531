namespace NetCompiler.Layers;

/// <summary>
/// Deals the channels of several groups out in turn: channel g · n + i of C = groups · n becomes channel i · groups + g (Zhang et al. 2018, "ShuffleNet").
/// </summary>
public sealed class ChannelShuffleAttribute : LayerAttribute
{
    /// <summary>Shuffles the given groups.</summary>
    /// <param name="groups">The number of groups; must divide the channels.</param>
    public ChannelShuffleAttribute(int groups) => Groups = groups;

    /// <summary>The number of groups.</summary>
    public int Groups { get; }
}
