using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Arrays of more than two gigabytes, of which little is touched, so that the system gives little memory for them.</summary>
[Collection("process state")]
public class LargeArrayTests
{
    private const int Rows = 600_000;
    private const int Columns = 1_000;

    [Fact]
    public void Rows_behind_two_gigabytes_are_gathered_read_and_written()
    {
        Assert.SkipUnless(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 8L << 30, "There is not enough memory for arrays of this size.");
        var large = HostStorage.Wrap(DType.Float32, GC.AllocateUninitializedArray<float>(Rows * Columns));
        var row = Numbers.Tame<float>(Columns, 1);
        var memory = new GuardedMemory(1);
        var (source, read, gathered) = (memory.Input<float>(row), memory.Output<float>(Columns), memory.Output<float>(Columns));
        var window = new Window((Rows - 1) * Columns, [Columns], [1]);
        Device.Current.Write(source, large, window);
        Device.Current.Read(large, window, read);
        Device.Current.Gather(large, memory.Input<long>([Rows - 1]), 1, Rows, Columns, gathered);
        memory.AssertIntact();
        Assert.Equal(row, read.Span<float>());
        Assert.Equal(row, gathered.Span<float>());
    }
}
