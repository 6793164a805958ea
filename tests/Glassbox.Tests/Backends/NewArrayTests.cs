using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

public unsafe class NewArrayTests
{
    [Theory]
    [InlineData("uint8", 85_000)]
    [InlineData("int32", 100_003)]
    [InlineData("float32", 21_250)]
    [InlineData("float64", 12_345)]
    [InlineData("int64", 99_999)]
    public void Large_memory_begins_at_a_cache_line(string dtype, int length)
    {
        foreach (var storage in Enumerable.Range(0, 5).Select(_ => HostStorage.Allocate(DType.Parse(dtype), length)))
        {
            fixed (byte* start = storage.Bytes())
            {
                Assert.Equal(0, (nint)start % 64);
                Assert.Equal((length, length * storage.DType.ItemSize), (storage.Length, storage.Bytes().Length));
            }
        }
    }

    [Fact]
    public void A_window_counts_from_the_first_element()
    {
        var storage = HostStorage.Allocate(DType.Float32, 50_000);
        storage.Span<float>()[123] = 7;
        Assert.Equal(7, storage.Window(100, 50).Window(20, 5).Span<float>()[3]);
    }

    [Fact]
    public void An_array_of_ones_own_is_taken_as_it_is()
    {
        var array = new float[50_000];
        HostStorage.Wrap(DType.Float32, array).Span<float>()[0] = 3;
        Assert.Equal(3, array[0]);
    }

    [Fact]
    public void Memory_that_comes_back_to_a_step_begins_at_a_cache_line_again()
    {
        var memory = new StepMemory();
        for (var step = 0; step < 3; step++)
        {
            using var scope = memory.Begin();
            fixed (byte* start = HostStorage.Allocate(DType.Float32, 30_001).Bytes())
            {
                Assert.Equal(0, (nint)start % 64);
            }
        }
    }
}
