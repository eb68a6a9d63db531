namespace NetCompiler.Generator.Schedules;

/// <summary>What a kernel is estimated to take on one instruction set, and what else was weighed up.</summary>
/// <param name="MultiplyAdds">Multiply-adds of an image by the layer's definition.</param>
/// <param name="Cycles">Estimated cycles of an image.</param>
/// <param name="Alternatives">The forms that were compared, the chosen one among them.</param>
internal sealed record ScheduleAccount(long MultiplyAdds, double Cycles, IReadOnlyList<ScheduleAlternative> Alternatives)
{
    /// <summary>The row of a tuning file that demands what was chosen; empty for kernels that cannot be tuned.</summary>
    public string TuningRow { get; init; } = "";
}

/// <summary>One way to compute a layer.</summary>
/// <param name="Name">What it is: <c>direct 1×14×2</c>, <c>F(4×4)</c>.</param>
/// <param name="Cycles">Estimated cycles of an image.</param>
/// <param name="IsChosen">Whether the kernel is written so.</param>
internal sealed record ScheduleAlternative(string Name, double Cycles, bool IsChosen)
{
    public override string ToString() => FormattableString.Invariant($"{Name} {Cycles:N0}{(IsChosen ? " ← chosen" : "")}");
}
