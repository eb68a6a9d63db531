using System.Diagnostics;

namespace NetCompiler.Tests;

public sealed class KernelProfileTests
{
    [Fact]
    public void CallsAndTimesAddUpPerKernel()
    {
        var profile = new KernelProfile([new("relu1", "Conv1"), new("fc1", "Fc1")]);
        long second = Stopwatch.Frequency;
        long now = profile.Add(1, Stopwatch.GetTimestamp() - second);
        now = profile.Add(1, now - second);
        Assert.InRange(now, 0, Stopwatch.GetTimestamp());

        Assert.Equal([("relu1", "Conv1", 0L), ("fc1", "Fc1", 2L)], profile.Kernels.Select(kernel => (kernel.Layer, kernel.Name, kernel.Calls)));
        Assert.Equal(TimeSpan.Zero, profile.Kernels[0].Total);
        Assert.InRange(profile.Kernels[1].Total.TotalSeconds, 2, 60);

        profile.Reset();
        Assert.All(profile.Kernels, kernel => Assert.Equal((0, TimeSpan.Zero), (kernel.Calls, kernel.Total)));
    }
}
