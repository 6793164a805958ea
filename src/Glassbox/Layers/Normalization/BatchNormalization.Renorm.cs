using System.Text.Json.Nodes;
using Glassbox.Initializers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <remarks>
/// With renorm, training uses batch statistics corrected towards moving ones: n · r + d instead of n = (x − mean) / deviation, with r =
/// deviation / renormDeviation and d = (mean − renormMean) / renormDeviation, treated as constants in the gradient. Training and inference
/// then agree closely even with small batches.
/// </remarks>
public sealed partial class BatchNormalization
{
    private static readonly string[] ClippingKeys = ["rmax", "rmin", "dmax"];

    private Variable? movingDeviation;
    private Variable? renormMean;
    private Variable? renormDeviation;

    /// <summary>Whether batch renormalization is used in training.</summary>
    public bool Renorm { get; }

    /// <summary>Limits of the correction: r is clipped to [rmin, rmax], d to [−dmax, dmax]; null for none.</summary>
    public IReadOnlyDictionary<string, double>? RenormClipping { get; }

    /// <summary>Momentum of the moving averages of the renormalization statistics.</summary>
    public double RenormMomentum { get; }

    /// <summary>Whether statistics are synchronized across devices; without effect, since there is one device.</summary>
    public bool Synchronized { get; }

    private static IReadOnlyDictionary<string, double>? CheckClipping(IReadOnlyDictionary<string, double>? renormClipping) =>
        renormClipping?.FirstOrDefault(pair => !ClippingKeys.Contains(pair.Key) || !(pair.Value >= 0)) is { Key: { } key, Value: var value }
            ? throw new ArgumentException("BatchNormalization: renormClipping accepts rmax, rmin and dmax, with values of 0 or more; "
            + $"received {key} = {value}.", nameof(renormClipping))
            : renormClipping;

    private static Dictionary<string, double>? ReadClipping(Config config) => config.GetNode("renorm_clipping") switch
    {
        null => null,
        JsonObject limits => new Config("renorm_clipping", limits) is var numbers
        ? limits.ToDictionary(pair => pair.Key, pair => numbers.GetDouble(pair.Key)) : null,
        var other =>
        throw config.Wrong("renorm_clipping", other, "rmax, rmin and dmax with numeric values"),
    };

    private JsonNode? WriteClipping()
    {
        if (RenormClipping is null)
        {
            return Config.None;
        }

        var limits = new Config();
        foreach (var (key, value) in RenormClipping)
        {
            limits.Add(key, value);
        }

        return limits.Values;
    }

    /// <summary>
    /// Creates the moving averages for renormalization. As in Keras, the moving standard deviation is averaged and the moving variance is
    /// derived from it.
    /// </summary>
    private void AddRenormWeights(Shape shape)
    {
        var deviation = new Root(MovingVarianceInitializer);
        movingDeviation = AddWeight("moving_stddev", shape, deviation, trainable: false);
        renormMean = AddWeight("renorm_mean", shape, MovingMeanInitializer, trainable: false);
        renormDeviation = AddWeight("renorm_stddev", shape, deviation, trainable: false);
    }

    /// <summary>gamma · (r · y + d) + beta for inputs normalized by the batch statistics; also updates the moving averages.</summary>
    /// <param name="y">The normalized input: mean 0 and variance 1 per channel.</param>
    /// <param name="mean">Mean of the batch per channel.</param>
    /// <param name="variance">Variance of the batch per channel.</param>
    /// <param name="weights">The shape in which per-channel values broadcast to y.</param>
    /// <param name="call">The context that receives the updates of the averages.</param>
    private Tensor Renormalize(Tensor y, Tensor mean, Tensor variance, Shape weights, CallContext call)
    {
        mean = Ops.StopGradient(Ops.Reshape(mean, MovingMean!.Shape));
        var deviation = Ops.Sqrt(Ops.StopGradient(Ops.Reshape(variance, MovingMean.Shape)) + Epsilon);

        // Early in training, the moving standard deviation may still be close to zero.
        var divisor = Ops.Maximum(call.Read(renormDeviation!), Math.Sqrt(Epsilon));
        var r = Ops.Clip(deviation / divisor, Limit("rmin", double.NegativeInfinity), Limit("rmax", double.PositiveInfinity));
        var dmax = Limit("dmax", double.PositiveInfinity);
        var d = Ops.Clip((mean - call.Read(renormMean!)) / divisor, -dmax, dmax);

        Average(renormMean!, mean, RenormMomentum, call);
        Average(renormDeviation!, deviation, RenormMomentum, call);
        Average(MovingMean, mean, Momentum, call);
        Average(movingDeviation!, deviation, Momentum, call);
        call.Assign(MovingVariance!, Ops.Maximum(Ops.Square(call.Read(movingDeviation!)) - Epsilon, 0));
        return Scaled((y * Ops.Reshape(r, weights)) + Ops.Reshape(d, weights), weights);
    }

    private double Limit(string key, double none) => RenormClipping?.TryGetValue(key, out var limit) == true ? limit : none;

    /// <summary>An initializer that returns the square roots of another's values.</summary>
    private sealed class Root(Initializer squares) : Initializer
    {
        public override Tensor Call(Shape shape, DType? dtype = null) => Ops.Sqrt(squares.Call(shape, dtype));
    }
}
