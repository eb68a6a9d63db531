using NetCompiler;

namespace Samples;

/// <summary>A network that the program can train, and how it is best trained.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="LearningRate">The first epoch's step size, unless the user gives another.</param>
/// <param name="Create">Makes one with weights drawn by a seed.</param>
internal sealed record NetworkChoice(string Name, float LearningRate, Func<int, Network> Create)
{
    /// <summary>All choices; the first is the default.</summary>
    public static IReadOnlyList<NetworkChoice> All { get; } =
    [
        new("lenet5", 2e-3f, seed => new LeNet5(seed)),
        new("keras", 1e-3f, seed => new KerasCnn(seed)),
    ];
}
