using NetCompiler.Generator.Frontend;

namespace NetCompiler.Generator.Graph;

/// <summary>Something wrong with a declaration. The analyzer turns it into a diagnostic at the layer's attribute.</summary>
/// <param name="Id">The diagnostic's id, one of <see cref="Problems"/>.</param>
/// <param name="Layer">The index of the layer, or −1 for the network itself.</param>
/// <param name="Arguments">What fills the message, the layer's kind or name first.</param>
/// <param name="Argument">The attribute's argument that is to blame, if it is one alone.</param>
internal sealed record Problem(string Id, int Layer, EquatableArray<string> Arguments, string? Argument = null)
{
    /// <summary>Inside a block: the indexes of its layers, outermost block first. <see cref="Layer"/> is then the use of the block in the network.</summary>
    public EquatableArray<int> Inside { get; init; }
}

/// <summary>The ids of the problems that a declaration by itself can have. Each has a page under docs/diagnostics.</summary>
internal static class Problems
{
    /// <summary>Network: {0} the class, {1} what was found.</summary>
    public const string NoInput = "NC1002";

    /// <summary>{0} kind, {1} unknown name, {2} a suggestion or nothing.</summary>
    public const string UnknownName = "NC1004";

    /// <summary>{0} kind, {1} the name.</summary>
    public const string DuplicateName = "NC1005";

    /// <summary>{0} kind, {1} argument, {2} what is accepted, {3} what was found.</summary>
    public const string OutOfRange = "NC1006";

    /// <summary>Network: {0} the class.</summary>
    public const string NoLayers = "NC1010";

    /// <summary>{0} kind, {1} the name.</summary>
    public const string InvalidName = "NC1011";

    /// <summary>{0} kind, {1} and {2} arguments that exclude each other.</summary>
    public const string Conflict = "NC1012";

    /// <summary>{0} kind, {1} argument, {2} accepted counts, {3} count found.</summary>
    public const string WrongCount = "NC1013";

    /// <summary>{0} the attribute's full name, {1} a suggestion or nothing.</summary>
    public const string UnknownLayer = "NC1015";

    /// <summary>{0} kind, {1} the placeholder, {2} what is missing and what to do.</summary>
    public const string UnboundPlaceholder = "NC1018";

    /// <summary>{0} kind, {1} argument, {2} what the expression does wrong, {3} the values for which it does, or nothing.</summary>
    public const string ExpressionFails = "NC1019";

    /// <summary>{0} the block, {1} the names on the way back to it.</summary>
    public const string RecursiveBlock = "NC1020";

    /// <summary>{0} the block, {1} the project that defines it.</summary>
    public const string MissingDefinition = "NC1021";

    /// <summary>{0} the block, {1} what is wrong with its class.</summary>
    public const string UnsupportedBlock = "NC1022";

    /// <summary>Reported by nobody: what is wrong with a block is said at the block.</summary>
    public const string UnsoundBlock = "";

    /// <summary>{0} layer, {1} what it needs, {2} what it gets instead.</summary>
    public const string WrongRank = "NC2001";

    /// <summary>{0} layer, {1} least size, {2} what it gets instead.</summary>
    public const string InputTooSmall = "NC2002";

    /// <summary>{0} layer, {1} what overflows.</summary>
    public const string SizeOverflow = "NC2003";

    /// <summary>Warning: {0} layer, {1} weights, {2} the input's shape.</summary>
    public const string AbsurdSize = "NC2004";

    /// <summary>{0} layer, {1} argument, {2} the count that the input needs, {3} the count found.</summary>
    public const string WrongChannelCount = "NC2005";

    /// <summary>{0} layer, {1} the layer after it.</summary>
    public const string SoftmaxNotLast = "NC2006";

    /// <summary>Warning: {0} layer.</summary>
    public const string Unused = "NC2007";

    /// <summary>{0} layer, {1} what it needs and what it gets instead, with both shapes.</summary>
    public const string ShapesDiffer = "NC2008";

    /// <summary>{0} kind, {1} the name of a layer that comes later.</summary>
    public const string ReadsLater = "NC1023";

    /// <summary>Whether the network can be compiled all the same.</summary>
    public static bool IsWarning(string id) => id is AbsurdSize or Unused;
}
