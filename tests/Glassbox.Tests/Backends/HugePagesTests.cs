using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

public class HugePagesTests
{
    [Fact]
    public void Arrays_that_share_pages_keep_their_elements()
    {
        // The later ones complete pages of the earlier ones, which are brought together while these hold values.
        var arrays = new List<int[]>();
        for (var number = 1; number <= 40; number++)
        {
            var array = (int[])AlignedArray.Of(DType.Int32, 100_000 + (number * 777));
            Array.Fill(array, number);
            arrays.Add(array);
        }

        for (var number = 1; number <= arrays.Count; number++)
        {
            Assert.Equal(-1, arrays[number - 1].AsSpan().IndexOfAnyExcept(number));
        }
    }
}
