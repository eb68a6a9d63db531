namespace NetCompiler;

/// <summary>What loading a file did.</summary>
public sealed class WeightReport
{
}
