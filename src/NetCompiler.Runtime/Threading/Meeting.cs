namespace NetCompiler;

/// <summary>Where the members of a team wait until all of them have come, as often as they like.</summary>
/// <remarks>
/// One counter of arrivals, and a number that the last to arrive advances (a sense-reversing barrier whose sense counts): about 100 ns between two cores.
/// </remarks>
internal class Meeting
{
    /// <summary>Members wait for each other's share of a layer, not for anything outside: longer than almost any share takes.</summary>
    private static readonly long s_awake = Turn.Ticks(microseconds: 2000);

    private readonly Turn _turn = new();
    private Padded _arrived;
    private volatile bool _cancelled;

    /// <summary>Prepares for members that have not come before. Nobody may be waiting.</summary>
    public void Reset()
    {
        _arrived.Value = 0;
        _cancelled = false;
    }

    /// <summary>Returns when this was called as often as there are members.</summary>
    /// <exception cref="MeetingCancelledException">A member will not come.</exception>
    public virtual void Attend(int members)
    {
        // In this order: a cancellation before the number was read is seen, one after it ends the wait.
        int turn = _turn.Number;
        if (_cancelled)
        {
            throw new MeetingCancelledException();
        }

        if (Interlocked.Increment(ref _arrived.Value) == members)
        {
            _arrived.Value = 0;
            _turn.Advance();
            return;
        }

        _turn.WaitWhile(turn, s_awake);
        if (_cancelled)
        {
            throw new MeetingCancelledException();
        }
    }

    /// <summary>Says that a member failed: who waits for it now or later gets an exception.</summary>
    public void Cancel()
    {
        _cancelled = true;
        _turn.Advance();
    }
}

/// <summary>Another member of the team failed. The call throws that member's exception, never this one.</summary>
internal sealed class MeetingCancelledException : Exception;
