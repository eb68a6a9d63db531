namespace NetCompiler;

/// <summary>
/// The versions of the agreement between generated code and this runtime. Generated code names the version it was written for;
/// a runtime keeps the members of every version it still serves.
/// </summary>
public static class RuntimeContract
{
    /// <summary>Dense and convolutional networks with one input and any number of outputs; training in stages.</summary>
    public const int V1 = 1;
}
