using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

public class SyntheticDigitsTests
{
    [Fact]
    public void They_have_MNISTs_shapes_and_types()
    {
        var ((x, y), (xTest, yTest)) = SyntheticDigits.LoadData(30, 20);
        Assert.Equal(("(30, 28, 28)", "(30,)", "(20, 28, 28)", "(20,)"), ($"{x.Shape}", $"{y.Shape}", $"{xTest.Shape}", $"{yTest.Shape}"));
        Assert.All([x, y, xTest, yTest], tensor => Assert.Equal(DType.UInt8, tensor.DType));
    }

    [Fact]
    public void The_same_seed_draws_the_same_digits_and_another_seed_others()
    {
        var (first, again, other) = (SyntheticDigits.LoadData(50, 50, seed: 7), SyntheticDigits.LoadData(50, 50, seed: 7),
            SyntheticDigits.LoadData(50, 50, seed: 8));
        Assert.Equal(first.Train.X.ToArray<byte>(), again.Train.X.ToArray<byte>());
        Assert.Equal(first.Test.Y.ToArray<byte>(), again.Test.Y.ToArray<byte>());
        Assert.NotEqual(first.Train.X.ToArray<byte>(), other.Train.X.ToArray<byte>());
        Assert.NotEqual(first.Train.X.ToArray<byte>(), first.Test.X.ToArray<byte>());
    }

    [Fact]
    public void A_smaller_set_is_the_beginning_of_a_larger_one()
    {
        var (small, large) = (SyntheticDigits.LoadData(20, 5), SyntheticDigits.LoadData(60, 30));
        Assert.Equal(small.Train.X.ToArray<byte>(), large.Train.X[..20].ToArray<byte>());
        Assert.Equal(small.Test.Y.ToArray<byte>(), large.Test.Y[..5].ToArray<byte>());
    }

    [Fact]
    public void Each_digit_makes_about_a_tenth()
    {
        var (labels, counts) = Ops.Unique(SyntheticDigits.LoadData(2000, 0).Train.Y);
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9]", $"{labels}");
        Assert.All(counts.ToArray<long>(), count => Assert.InRange(count, 140, 260));
    }

    [Fact]
    public void Images_are_ink_on_an_empty_background_with_a_margin()
    {
        var images = SyntheticDigits.LoadData(500, 0).Train.X;
        var ink = images.Cast("float32").Reshape(500, -1).Mean(axis: 1);
        Assert.InRange((double)ink.Min(), 5, 255);
        Assert.InRange((double)ink.Max(), 0, 120);
        Assert.Equal(255, (int)images.Max());
        // As in MNIST, the digit fits a box of 20 pixels whose centre of mass is in the middle, so the corners stay empty.
        Assert.Equal(0, (int)Ops.Concatenate([images[.., ..2, ..2].Reshape(-1), images[.., 26.., 26..].Reshape(-1)]).Max());
    }

    [Fact]
    public void No_two_images_are_alike()
    {
        var images = SyntheticDigits.LoadData(300, 0).Train.X.Reshape(300, -1);
        Assert.Equal(300, Enumerable.Range(0, 300).Select(i => Convert.ToHexString(images[i].ToArray<byte>())).Distinct().Count());
    }

    [Fact]
    public void Negative_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.LoadData(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.LoadData(1, -1));
    }
}
