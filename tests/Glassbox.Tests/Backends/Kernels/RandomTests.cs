using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Random numbers: the generator against its authors' figures, and what is made of it.</summary>
public class RandomTests
{
    /// <remarks>Source: the known answers that come with Random123, <c>kat_vectors</c>, philox4x32 10 rounds.</remarks>
    [Fact]
    public void The_generator_gives_its_authors_figures() =>
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.At(0, 0));

    [Fact]
    public void A_number_depends_on_its_position_alone_and_lies_in_its_range() =>
        Gen.Select(Numbers.Length, Gen.ULong, Gen.Bool, Numbers.Seed).Sample((length, key, normal, seed) =>
    {
        Check<float>();
        Check<double>();

        void Check<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var memory = new GuardedMemory(seed);
            var (part, whole) = (memory.Output<T>(length), memory.Output<T>(length + 31));
            Draw(part);
            Draw(whole);
            memory.AssertIntact();
            Assert.Equal(part.Span<T>(), whole.Span<T>()[..length]);
            var (low, high) = normal ? (3 - (2 * 0.5), 3 + (2 * 0.5)) : (-2.0, 5.0);
            foreach (var value in Numbers.Exactly<T>(whole.Span<T>()))
            {
                Assert.True(value >= low && (normal ? value <= high : value < high), $"{value}");
            }
        }

        void Draw(Storage y)
        {
            if (normal)
            {
                Device.Current.Normal(key, 3, 0.5, 2, y);
            }
            else
            {
                Device.Current.Uniform(key, -2, 5, y);
            }
        }
    }, iter: 60);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public void Dropout_drops_as_many_as_its_rate_says(double rate)
    {
        const int Count = 1_000_000;
        var mask = new GuardedMemory(1).Output<float>(Count);
        Device.Current.Dropped(5, rate, mask);

        // Within five standard deviations.
        Assert.Equal(rate, mask.Span<float>().ToArray().Count(factor => factor == 0) / (double)Count,
            5 * Math.Sqrt(rate * (1 - rate) / Count));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public void What_dropout_drops_says_nothing_about_its_neighbours(double rate)
    {
        const int Count = 1_000_000;
        var mask = new GuardedMemory(1).Output<float>(Count);
        Device.Current.Dropped(5, rate, mask);
        foreach (var distance in (int[])[1, 2, 8, 16, 32, 48, 64, 128])
        {
            var both = 0;
            for (var i = distance; i < Count; i++)
            {
                both += mask.Span<float>()[i] == 0 && mask.Span<float>()[i - distance] == 0 ? 1 : 0;
            }

            // Within five standard deviations; pairs that overlap vary more together, at most twice over.
            Assert.Equal(rate * rate, both / (double)(Count - distance), 5 * Math.Sqrt(3 * rate * rate * (1 - (rate * rate)) / Count));
        }
    }

    [Fact]
    public void The_moments_are_those_of_the_distributions()
    {
        const int Count = 100_000;
        var y = new GuardedMemory(1).Output<double>(Count);
        Device.Current.Uniform(1, 0, 1, y);
        AssertMoments(y.Span<double>().ToArray(), 1 / 2.0, 1 / 12.0, 1 / 80.0);
        Device.Current.Normal(2, 0, 1, double.PositiveInfinity, y);
        AssertMoments(y.Span<double>().ToArray(), 0, 1, 3);

        // Within five standard deviations of such estimates.
        static void AssertMoments(double[] values, double mean, double variance, double fourth)
        {
            Assert.Equal(mean, values.Average(), 5 * Math.Sqrt(variance / Count));
            Assert.Equal(variance, values.Average(value => (value - mean) * (value - mean)),
                5 * Math.Sqrt((fourth - (variance * variance)) / Count));
        }
    }
}
