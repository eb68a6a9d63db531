using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit;

/// <summary>
/// Where threads that run the same kernels must wait for each other: before a kernel that reads what one since the last meeting has written, or writes
/// what one has read or written, unless one thread runs both. Neighbours that touch different memory, such as the branches of an inception block, need none.
/// </summary>
internal sealed class Meetings
{
    private readonly List<Kernel> _since = [];

    /// <summary>Whether any kernel ran since the last meeting.</summary>
    public bool HasRun => _since.Count > 0;

    /// <summary>Whether the threads must meet before this kernel.</summary>
    public bool IsNeededBefore(Kernel kernel) => _since.Exists(earlier => (earlier.IsDivided || kernel.IsDivided) && Clash(earlier, kernel));

    /// <summary>Counts a kernel as run.</summary>
    public void Run(Kernel kernel) => _since.Add(kernel);

    /// <summary>The threads have met.</summary>
    public void Meet() => _since.Clear();

    private static bool Clash(Kernel earlier, Kernel later)
    {
        // Zeros around a value and its inside are different cells of the same memory.
        if (earlier.Node.Operation is ZeroBorderOperation border && border.Target == later.Node.Output)
            return false;
        List<Place> before = Touched(earlier), after = Touched(later);
        return before.Exists(place => after.Exists(other => (place.IsWritten || other.IsWritten) && place.Overlaps(other)));
    }

    /// <summary>A divided kernel writes its node's output and nothing else; of the others all that they are given may be written.</summary>
    private static List<Place> Touched(Kernel kernel)
    {
        Value output = kernel.Node.Output;
        bool writesOutputOnly = kernel.IsDivided && output.Placement is not null;
        return [.. kernel.Arguments.Select(argument => argument.Operand).OfType<Operand.OfValue>()
            .Where(operand => operand.Value.Placement is not null)
            .Select(operand => Of(operand.Value))
            .Select(place => place with { IsWritten = !writesOutputOnly || place.Overlaps(Of(output)) })];
    }

    private static Place Of(Value value) =>
        new(value.Placement!.Region, value.Placement.Index, value.Placement.Offset, value.Placement.Offset + value.Layout!.Length, false);

    /// <summary>Memory that a kernel is given.</summary>
    private sealed record Place(Region Region, int Index, int First, int End, bool IsWritten)
    {
        public bool Overlaps(Place other) => Region == other.Region && Index == other.Index && First < other.End && other.First < End;
    }
}
