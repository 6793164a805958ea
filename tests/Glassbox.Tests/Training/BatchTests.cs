namespace Glassbox.Tests.Training;

/// <summary>Samples cut into batches, for training loops of one's own.</summary>
[Collection("process state")]
public sealed class BatchTests
{
    private static readonly Tensor X = Tensor.Arange(10).Reshape(10, 1);
    private static readonly Tensor Y = Tensor.Arange(10);

    [Fact]
    public void Batches_come_in_order_and_the_last_may_be_smaller()
    {
        var batches = new Batch(X, Y).Batches(4);
        Assert.Equal(3, batches.Count);
        Assert.Equal([4, 4, 2], batches.Select(batch => batch.Count));
        var last = batches.Last();
        Golden.AssertClose(Y[8..], last.Y, 0);
        Golden.AssertClose(X[8..], last.X, 0);
    }

    [Fact]
    public void Shuffled_batches_have_all_samples_in_another_order_each_time()
    {
        Utils.SetRandomSeed(1);
        var batches = new Batch(X, Y, Y * 2).Batches(3, shuffle: true);
        var (first, second) = (Order(batches), Order(batches));
        Assert.Equal(Enumerable.Range(0, 10), first.Order());
        Assert.Equal(Enumerable.Range(0, 10), second.Order());
        Assert.NotEqual(first, second);
        Utils.SetRandomSeed(1);
        Assert.Equal(first, Order(batches));
        foreach (var (x, y, weight) in batches)
        {
            Golden.AssertClose(x.Reshape(-1), y, 0);
            Golden.AssertClose(y * 2, weight!, 0);
        }
    }

    [Fact]
    public void What_does_not_fit_is_said_at_once()
    {
        Assert.Contains("0", Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(X, Y).Batches(0)).Message,
            StringComparison.Ordinal);
        Assert.Contains("as many samples", Assert.Throws<ArgumentException>(() => new Batch(X, Y[1..]).Batches()).Message,
            StringComparison.Ordinal);
        Assert.Contains("no data", Assert.Throws<ArgumentException>(() => new Batch(X[..0]).Batches()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_without_targets_says_so()
    {
        var samples = new Batch(X);
        Assert.False(samples.HasTargets);
        Assert.Contains("HasTargets", Assert.Throws<InvalidOperationException>(() => samples.Y).Message, StringComparison.Ordinal);
        Assert.True(new Batch(X, Y).HasTargets);
        Assert.Equal(["<Batch x=(10, 1)>", "<Batch x=(10, 1), y=(10,), sampleWeight=(10,)>"], [$"{samples}", $"{new Batch(X, Y, Y)}"]);
    }

    private static int[] Order(IEnumerable<Batch> batches) => [.. batches.SelectMany(batch => batch.Y.Cast("int32").ToArray<int>())];
}
