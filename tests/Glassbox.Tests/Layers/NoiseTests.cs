using Glassbox.Layers;

namespace Glassbox.Tests.Layers;

/// <summary>
/// What layers that draw random numbers do to the numbers' statistics: over some ten thousand draws, with a seed, so that a tolerance of
/// some standard errors is small.
/// </summary>
public class NoiseTests
{
    private const double Rate = 0.3;

    public static TheoryData<string, Layer, Shape> Spatial =>
    [
        new("1D", new SpatialDropout1D(Rate, seed: 3), [100, 4, 200]),
        new("2D", new SpatialDropout2D(Rate, seed: 3), [100, 2, 2, 200]),
        new("2D, channels first", new SpatialDropout2D(Rate, "channels_first", seed: 3), [100, 200, 2, 2]),
        new("3D", new SpatialDropout3D(Rate, seed: 3), [100, 1, 2, 2, 200]),
        new("3D, channels first", new SpatialDropout3D(Rate, "channels_first", seed: 3), [100, 200, 2, 1, 2]),
    ];

    [Theory]
    [MemberData(nameof(Spatial))]
    public void Spatial_dropout_drops_whole_channels_and_scales_the_others(string name, Layer layer, Shape shape)
    {
        var y = layer.Apply(Tensor.Ones(shape), training: true);
        var space = name.EndsWith("first", StringComparison.Ordinal) ? Enumerable.Range(2, shape.Rank - 2)
            : Enumerable.Range(1, shape.Rank - 2);
        var axes = Axes.Create([.. space]);

        Assert.Equal(Ops.Max(y, axes).ToArray<float>(), Ops.Min(y, axes).ToArray<float>());
        var channels = Ops.Max(y, axes).ToArray<float>();
        Assert.All(channels.Where(value => value != 0), value => Assert.Equal(1 / (1 - Rate), value, 1e-6));
        Assert.Equal(Rate, channels.Count(value => value == 0) / (double)channels.Length, 0.02);
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance_of_what_is_normal()
    {
        var y = new AlphaDropout(Rate, seed: 4).Apply(Tensor.RandomNormal([200, 200], seed: 5), training: true);
        Assert.Equal(0, (double)Ops.Mean(y), 0.03);
        Assert.Equal(1, (double)Ops.Var(y), 0.05);

        // What is dropped has one value, the lowest of selu scaled as the rest.
        var dropped = y.Flatten().ToArray<float>().GroupBy(value => value).MaxBy(group => group.Count())!;
        Assert.Equal(Rate, dropped.Count() / 40000.0, 0.02);
        const double Lowest = -1.7580993408473766;
        var a = 1 / Math.Sqrt((1 - Rate) * (1 + (Rate * Lowest * Lowest)));
        Assert.Equal((a * Lowest) - (a * Lowest * Rate), dropped.Key, 1e-5);
    }

    [Fact]
    public void Gaussian_dropout_multiplies_by_numbers_around_one()
    {
        var y = new GaussianDropout(Rate, seed: 6).Apply(Tensor.Ones([200, 200]) * 2, training: true);
        Assert.Equal(2, (double)Ops.Mean(y), 0.03);
        Assert.Equal(2 * Math.Sqrt(Rate / (1 - Rate)), (double)Ops.Std(y), 0.03);
    }

    [Fact]
    public void Gaussian_noise_adds_numbers_around_zero()
    {
        var x = Tensor.RandomNormal([200, 200], seed: 7);
        var noise = new GaussianNoise(0.5, seed: 8).Apply(x, training: true) - x;
        Assert.Equal(0, (double)Ops.Mean(noise), 0.015);
        Assert.Equal(0.5, (double)Ops.Std(noise), 0.01);
    }

    [Fact]
    public void A_rate_or_deviation_of_zero_changes_nothing()
    {
        var x = Tensor.RandomNormal([4, 3, 2], seed: 9);
        foreach (var layer in new Layer[] { new SpatialDropout1D(0), new AlphaDropout(0), new GaussianDropout(0), new GaussianNoise(0) })
        {
            Golden.AssertClose(x, layer.Apply(x, training: true), 0, layer.Name);
        }
    }

    [Fact]
    public void Rates_out_of_range_are_refused()
    {
        Assert.Contains("1.5", Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialDropout2D(1.5)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianDropout(1));
        Assert.Contains("stddev", Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(-1)).Message,
            StringComparison.Ordinal);
    }
}
