#:project ../src/Glassbox/Glassbox.csproj

// A variational autoencoder: a custom layer that samples the latent code, and a custom training step with its own gradient tape. After the
// Keras example "Variational AutoEncoder".
//
//     dotnet run samples/vae.cs                    real MNIST, ten epochs
//     dotnet run samples/vae.cs -- digits 1 1000   the built-in digits, one epoch on 1,000 of them, as a quick check
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.
//
// Source of the idea: Kingma and Welling, Auto-Encoding Variational Bayes (2013); https://keras.io/examples/generative/vae/.

using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using static Glassbox.Keras;

const int latentDim = 2;
var epochs = args.Length > 1 ? int.Parse(args[1]) : 10;
var samples = args.Length > 2 ? int.Parse(args[2]) : 60_000;
var images = Load(mnist: args is not ["digits", ..]);
var x = images[..Math.Min(samples, images.Shape[0]), .., .., null].Cast("float32") / 255;
Utils.SetRandomSeed(1);

var pixels = Input((28, 28, 1));
var hidden = new Conv2D(32, 3, activation: "relu", strides: 2, padding: "same").Apply(pixels);
hidden = new Conv2D(64, 3, activation: "relu", strides: 2, padding: "same").Apply(hidden);
hidden = new Flatten().Apply(hidden);
hidden = new Dense(16, activation: "relu").Apply(hidden);
var zMean = new Dense(latentDim, name: "z_mean").Apply(hidden);
var zLogVar = new Dense(latentDim, name: "z_log_var").Apply(hidden);
var z = new Sampling().Apply([zMean, zLogVar]);
var encoder = new Model(pixels, [zMean, zLogVar, z], name: "encoder");

var code = Input(latentDim);
hidden = new Dense(7 * 7 * 64, activation: "relu").Apply(code);
hidden = new Reshape((7, 7, 64)).Apply(hidden);
hidden = new Conv2DTranspose(64, 3, activation: "relu", strides: 2, padding: "same").Apply(hidden);
hidden = new Conv2DTranspose(32, 3, activation: "relu", strides: 2, padding: "same").Apply(hidden);
var reconstructed = new Conv2DTranspose(1, 3, activation: "sigmoid", padding: "same").Apply(hidden);
var decoder = new Model(code, reconstructed, name: "decoder");

var model = new VariationalAutoencoder(encoder, decoder);
model.Compile(new Adam());
model.Fit(x, epochs: epochs, batchSize: 128, verbose: 2);

Console.WriteLine("\nWhat the decoder makes of latent codes from (-1, -1) to (1, 1):");
var codes = new TensorBuilder([6, latentDim]);
for (var i = 0; i < 6; i++)
{
    codes[i] = -1 + (2 * i / 5f);
}

var decoded = decoder.Predict(codes, verbose: 0);
Console.WriteLine(Terminal.Images((decoded.Reshape(-1, 28, 28) * 255).Cast("uint8")));

static Tensor Load(bool mnist)
{
    try
    {
        var ((train, _), _) = mnist ? Mnist.LoadData() : SyntheticDigits.LoadData();
        return train;
    }
    catch (DatasetUnavailableException)
    {
        Console.WriteLine("MNIST is neither on this machine nor available from the network: training on the built-in digits instead.");
        return SyntheticDigits.LoadData().Train.X;
    }
}

/// <summary>Draws a latent code from the normal distribution that the encoder predicts: mean + exp(logVar / 2) · ε.</summary>
internal sealed class Sampling : Layer
{
    private readonly SeedGenerator seedGenerator = new(1337);

    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
    {
        var (zMean, zLogVar) = inputs;
        var epsilon = Tensor.RandomNormal(zMean.Shape, seed: seedGenerator);
        return zMean + (Ops.Exp(0.5 * zLogVar) * epsilon);
    }
}

/// <summary>Minimizes the reconstruction error plus the Kullback-Leibler divergence of the latent codes from a standard normal.</summary>
internal sealed class VariationalAutoencoder(Model encoder, Model decoder) : Model
{
    private readonly Mean totalLoss = new("loss");
    private readonly Mean reconstructionLoss = new("reconstruction_loss");
    private readonly Mean divergenceLoss = new("kl_loss");

    public override IReadOnlyList<Metric> Metrics => [totalLoss, reconstructionLoss, divergenceLoss];

    public override Logs TrainStep(Batch batch)
    {
        using var tape = new GradientTape();
        var (zMean, zLogVar, z) = encoder.Apply(batch.X, training: true);
        var reconstructed = decoder.Apply(z, training: true);
        var perPixel = new BinaryCrossentropy(reduction: "none").Apply(batch.X, reconstructed);
        var reconstruction = Ops.Mean(Ops.Sum(perPixel, axis: (1, 2)));
        var divergence = Ops.Mean(Ops.Sum(-0.5 * (1 + zLogVar - Ops.Square(zMean) - Ops.Exp(zLogVar)), axis: 1));
        var loss = reconstruction + divergence;
        Optimizer.ApplyGradients(tape.Gradient(loss, TrainableWeights).Zip(TrainableWeights));

        totalLoss.UpdateState(loss);
        reconstructionLoss.UpdateState(reconstruction);
        divergenceLoss.UpdateState(divergence);
        return new Logs
        {
            ["loss"] = totalLoss.Result(),
            ["reconstruction_loss"] = reconstructionLoss.Result(),
            ["kl_loss"] = divergenceLoss.Result(),
        };
    }
}
