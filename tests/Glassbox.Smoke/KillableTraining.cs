using System.Security.Cryptography;
using Glassbox.Callbacks;
using Glassbox.Layers;

namespace Glassbox.Smoke;

/// <summary>
/// A training that writes checkpoints all the time. Killed and started again it goes on; at its end it writes down what its weights are.
/// </summary>
internal static class KillableTraining
{
    public static int Run(string folder)
    {
        Utils.SetRandomSeed(3);
        var (x, y) = (Tensor.RandomNormal([400, 16], seed: 1), Tensor.RandomUniform([400, 2], seed: 2));
        var model = new Sequential([new Dense(64, "relu", inputShape: [16]), new Dropout(0.3), new Dense(64, "relu"),
            new Dropout(0.3, seed: 4), new Dense(2)]);
        model.Compile("adam", "mse");
        model.Fit(x, y, batchSize: 20, epochs: 60, verbose: 0, callbacks:
        [
            new ModelCheckpoint(Path.Combine(folder, "checkpoint.keras"), saveFreq: 3),
            new BackupAndRestore(Path.Combine(folder, "backup"), saveFreq: 2),
        ]);
        var bytes = model.GetWeights().SelectMany(weight => weight.ToArray<float>()).SelectMany(BitConverter.GetBytes).ToArray();
        File.WriteAllText(Path.Combine(folder, "weights.txt"), Convert.ToHexString(SHA256.HashData(bytes)));
        return 0;
    }
}
