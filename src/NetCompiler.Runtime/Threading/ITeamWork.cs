namespace NetCompiler;

/// <summary>Work on a number of independent items that a <see cref="ThreadTeam"/> splits over threads.</summary>
internal interface ITeamWork
{
    /// <summary>Does the items from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    /// <param name="thread">0 for the caller; other threads have their own numbers below the number asked for, so that each may use its own scratch memory.</param>
    /// <param name="first">The first item, a multiple of the grain.</param>
    /// <param name="end">The item after the last.</param>
    void Run(int thread, int first, int end);
}

/// <summary>Work that the threads of a <see cref="ThreadTeam"/> do together: all run it, each its own share, and wait for each other within.</summary>
internal interface IJointWork
{
    /// <summary>Does one member's share.</summary>
    void Run(ref TeamMember member);
}
