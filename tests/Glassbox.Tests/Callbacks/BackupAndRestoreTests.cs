using Glassbox.Callbacks;
using Glassbox.Layers;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Callbacks;

/// <summary>A training that is interrupted and started again ends as one that never was.</summary>
[Collection("process state")]
public sealed class BackupAndRestoreTests : IDisposable
{
    private static readonly Tensor X = Tensor.RandomNormal([50, 6], seed: 1);
    private static readonly Tensor Y = Tensor.RandomUniform([50, 2], seed: 2);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, null)]
    [InlineData(2, null)]
    [InlineData(3, 4)]
    [InlineData(1, 7)]
    public void An_interrupted_training_ends_with_the_same_bits(int? saveFreq, int? stepsPerEpoch)
    {
        var expected = Train(null, stepsPerEpoch);
        var starts = 0;
        while (true)
        {
            starts++;
            try
            {
                // Each start comes a little further before it is interrupted.
                var actual = Train(new BackupAndRestore(folder.Root, saveFreq), stepsPerEpoch, failAt: 3 + starts);
                Assert.True(starts > 2, $"{starts} starts");
                foreach (var (weight, same) in expected.Zip(actual))
                {
                    Golden.AssertClose(weight, same, 0);
                }

                Assert.Empty(Directory.GetFiles(folder.Root));
                return;
            }
            catch (TimeoutException)
            {
                Assert.True(starts < 100);
            }
        }
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("missing")]
    public void A_second_file_stands_in_for_the_last(string state)
    {
        var expected = Train(null, null);
        Assert.Throws<TimeoutException>(() => Train(new BackupAndRestore(folder.Root, 2, doubleCheckpoint: true), null, failAt: 9));
        Assert.Equal(["latest.backup", "previous.backup"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
        var last = Path.Combine(folder.Root, "latest.backup");
        if (state == "missing")
        {
            File.Delete(last);
        }
        else
        {
            File.WriteAllBytes(last, File.ReadAllBytes(last)[..^2000]);
            Assert.Throws<InvalidDataException>(() => Train(new BackupAndRestore(folder.Root), null));
        }

        var actual = Train(new BackupAndRestore(folder.Root, "epoch", doubleCheckpoint: true), null);
        Assert.All(expected.Zip(actual), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void The_state_of_another_model_is_refused()
    {
        Assert.Throws<TimeoutException>(() => Train(new BackupAndRestore(folder.Root, 1), null, failAt: 9));
        var other = new Sequential([new Dense(2, inputShape: [6])]);
        other.Compile("adam", "mse");
        Assert.Throws<InvalidDataException>(() => other.Fit(X, Y, verbose: 0, callbacks: [new BackupAndRestore(folder.Root)]));
    }

    private static IReadOnlyList<Tensor> Train(BackupAndRestore? backup, int? stepsPerEpoch, int failAt = int.MaxValue)
    {
        Utils.SetRandomSeed(7);
        var model = new Sequential([new Dense(8, "relu", inputShape: [6]), new Dropout(0.3), new Dropout(0.2, seed: 5),
            new Reshape([2, 4, 1]), new RandomTranslation(0.5, 0.5, seed: 5), new Flatten(), new Noise(), new Dense(2)]);
        model.Compile("adam", "mse");
        var steps = 0;
        var power = new LambdaCallback(onTrainBatchBegin: _ => steps = steps < failAt ? steps + 1 : throw new TimeoutException());
        model.Fit(X, Y, batchSize: 10, epochs: 4, verbose: 0, stepsPerEpoch: stepsPerEpoch,
            callbacks: backup is null ? [power] : [power, backup]);
        return model.GetWeights();
    }

    private sealed class Noise : Layer
    {
        private readonly SeedGenerator seedGenerator = new(3);

        protected override Tensor Call(Tensor x, CallContext call) =>
            call.Training ? x + Tensor.RandomNormal(x.Shape, stddev: 0.1, seed: seedGenerator) : x;
    }
}
