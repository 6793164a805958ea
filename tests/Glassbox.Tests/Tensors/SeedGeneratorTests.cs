namespace Glassbox.Tests.Tensors;

/// <summary>A generator gives other numbers each time, and the same ones for the same seed.</summary>
[Collection("process state")]
public sealed class SeedGeneratorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_sequence_of_different_numbers()
    {
        Tensor[] Draw(SeedGenerator generator) =>
            [Tensor.RandomNormal((2, 3), seed: generator), Tensor.RandomNormal((2, 3), seed: generator),
                Tensor.RandomUniform((2, 3), seed: generator), Tensor.RandomTruncatedNormal((2, 3), seed: generator)];

        var (first, second, other) = (Draw(new(1337)), Draw(new(1337)), Draw(new(1338)));
        Assert.All(first.Zip(second), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        Assert.False(first[0].ToArray<float>().SequenceEqual(first[1].ToArray<float>()));
        Assert.False(first[0].ToArray<float>().SequenceEqual(other[0].ToArray<float>()));
        Assert.Equal(new SeedGenerator(5).Next(), (int)new SeedGenerator(5));
        Assert.Throws<ArgumentNullException>(() => (int)(SeedGenerator)null!);
    }

    [Fact]
    public void Without_a_seed_it_starts_where_the_programs_sequence_is()
    {
        Utils.SetRandomSeed(3);
        var (first, second) = (new SeedGenerator().Next(), new SeedGenerator().Next());
        Assert.NotEqual(first, second);
        Utils.SetRandomSeed(3);
        Assert.Equal(first, new SeedGenerator().Next());
    }

    [Fact]
    public void Its_seeds_are_spread_over_all_numbers()
    {
        var generator = new SeedGenerator(0);
        var seeds = Enumerable.Range(0, 1000).Select(_ => generator.Next()).ToArray();
        Assert.Equal(1000, seeds.Distinct().Count());
        Assert.InRange(seeds.Count(seed => seed < 0), 400, 600);
    }
}
