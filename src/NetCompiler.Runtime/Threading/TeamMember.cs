using System.ComponentModel;

namespace NetCompiler;

/// <summary>One of the threads that compute a prediction together: which part of the work is its own, and where it waits for the others. Used by generated code.</summary>
/// <remarks>All members run the same program and meet at the same places.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TeamMember
{
    private readonly Meeting _meeting;
    private readonly int _members;

    internal TeamMember(Meeting meeting, int number, int members) => (_meeting, Number, _members) = (meeting, number, members);

    /// <summary>Its number: 0 for the caller, other threads have the numbers up to the team's size.</summary>
    public int Number { get; }

    /// <summary>Whether it computes what is not divided.</summary>
    public readonly bool IsFirst => Number == 0;

    /// <summary>The first part of its share.</summary>
    public int First { get; private set; }

    /// <summary>The part after its share's last.</summary>
    public int End { get; private set; }

    /// <summary>How many members there are.</summary>
    internal readonly int Members => _members;

    /// <summary>Takes this member's share of work that has so many parts; false if there is nothing in it.</summary>
    public bool Take(int parts)
    {
        First = (int)((long)parts * Number / _members);
        End = (int)((long)parts * (Number + 1) / _members);
        return First < End;
    }

    /// <summary>Returns when all members have come here: what each has written before, all can read afterwards.</summary>
    public readonly void Meet() => _meeting.Attend(_members);
}
