using Microsoft.CodeAnalysis;

namespace NetCompiler.Generator.Frontend;

/// <summary>The members that a network's generated part declares. A user's member of the same name is no second one: it must be renamed.</summary>
internal static class GeneratedMembers
{
    private const string Spans = "System.ReadOnlySpan<float>, System.Span<float>";

    private const string Lease = "NetCompiler.Network.Lease";

    /// <summary>Names, and for methods the types of their parameters: an overload with others is no clash.</summary>
    private static readonly Dictionary<string, string?[]> s_members = new(StringComparer.Ordinal)
    {
        ["Contract"] = [null],
        ["CreateInfo"] = [""],
        ["Describe"] = [""],
        ["Forward"] = [Lease + ", float*, float*, int"],
        ["ForwardTogether"] = ["float*, float*, float**, int, NetCompiler.TeamMember"],
        ["InputLength"] = [null],
        ["Kernels"] = [null],
        ["Load"] = ["string, NetCompiler.WeightLoading, int"],
        ["OutputLength"] = [null],
        ["Pack"] = ["float*, float*"],
        ["Predict"] = [Spans],
        ["PredictBatch"] = [Spans],
        ["RunStage"] = ["int, NetCompiler.TrainingPass*, float*, int, int"],
        ["TrainingPlan"] = [null],
        ["s_trainingPlan"] = [null],
        // One with a seed alone would hide that with optional threads, and could not call the base class's.
        [WellKnownMemberNames.InstanceConstructorName] = ["int", "int, int", "NetCompiler.NetworkInfo, int"],
    };

    /// <summary>All names except the constructors'.</summary>
    public static IEnumerable<string> Names => s_members.Keys.Where(name => name != WellKnownMemberNames.InstanceConstructorName);

    public static bool IsReserved(string typeName) => Names.Contains(typeName);

    /// <summary>Whether C# would reject the member beside the generated one.</summary>
    public static bool Clashes(ISymbol member)
    {
        if (member.IsImplicitlyDeclared || !s_members.TryGetValue(member.Name, out string?[] signatures))
            return false;
        if (member is not IMethodSymbol method)
            return true;
        string parameters = string.Join(", ", method.Parameters.Select(p => p.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString()));
        return signatures.Any(signature => signature is null || (method.Arity == 0 && signature == parameters));
    }
}
