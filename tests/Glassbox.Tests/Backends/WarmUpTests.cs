using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

[Collection("process state")]
public class WarmUpTests
{
    [Fact]
    public void Warming_up_takes_no_random_seed_and_no_step_memory()
    {
        Utils.SetRandomSeed(5);
        var expected = RandomSeed.Next();
        Utils.SetRandomSeed(5);
        WarmUp.Run(Device.Current);
        Assert.Equal(expected, RandomSeed.Next());
        Assert.Null(StepMemory.Current);
    }
}
