namespace NetCompiler.Tests;

/// <summary>What a compiler might say of a small network with two inputs, and a block that stands twice and reads from before it.</summary>
internal static class SmallNetwork
{
    public static NetworkInfo Info { get; } = new()
    {
        Name = "Small",
        CompilerVersion = "test",
        Target = "portable",
        Inputs = [new InputInfo("input", [3, 8, 8]), new InputInfo("words", [20])],
        Outputs = [new OutputInfo("fc1", [10])],
        Layers =
        [
            new LayerInfo("conv1", "Conv", "4 filters 3×3", [4, 8, 8], 112, 6912, "", ["input"]),
            new LayerInfo("block.0.conv1", "Conv", "4 filters 1×1", [4, 8, 8], 20, 1024, "", ["conv1"]),
            new LayerInfo("block.0.add1", "Add", "", [4, 8, 8], 0, 0, "", ["block.0.conv1", "conv1"]),
            new LayerInfo("block.1.conv1", "Conv", "2 filters 1×1", [2, 8, 8], 10, 512, "", ["block.0.add1"]),
            new LayerInfo("flatten1", "Flatten", "", [128], 0, 0, "", ["block.1.conv1"]),
            new LayerInfo("concat1", "Concat", "", [148], 0, 0, "", ["flatten1", "words"]),
            new LayerInfo("fc1", "Dense", "\"10\" <units> & #1\\", [10], 1490, 1480, "", ["concat1"]),
        ],
        Parameters =
        [
            new ParameterInfo("all.weight", [1632], Initializer.Zeros, 1, 1, 0),
            new ParameterInfo("all.running_mean", [16], Initializer.Zeros, 1, 1, 1632, IsTrainable: false),
        ],
        PackedBytes = 2048,
        ArenaBytes = 1536,
        NeededBytes = 1280,
    };
}
