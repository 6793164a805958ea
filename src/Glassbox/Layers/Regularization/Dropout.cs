using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Dropout: in training, sets a random fraction of the inputs to zero and scales the others by 1 / (1 − rate) to preserve the expected
/// value. Otherwise returns its input.
/// </summary>
/// <remarks>Source: Srivastava et al., JMLR 15 (2014); <see href="https://keras.io/api/layers/regularization_layers/dropout/"/>.</remarks>
public sealed class Dropout : ShapeKeepingLayer
{
    private readonly Shape? noiseShape;
    private readonly RandomDraws random;

    /// <summary>Creates the layer.</summary>
    /// <param name="rate">Fraction of the inputs to drop, 0 to 1.</param>
    /// <param name="noiseShape">Shape of the dropout mask, including the batch axis: 1 shares the mask along an axis, -1 takes the input's
    /// size. The input's shape by default.</param>
    /// <param name="seed">Seed for reproducible masks; by default the global random sequence is used.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default <c>dropout_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1].</exception>
    public Dropout(double rate, Shape? noiseShape = null, int? seed = null, Shape? inputShape = null, string? name = null,
        DType? dtype = null)
        : base(inputShape, name, dtype)
    {
        Rate = RandomDraws.CheckedRate(rate, nameof(Dropout));
        this.noiseShape = noiseShape;
        random = new RandomDraws(seed);
    }

    /// <summary>Fraction of the inputs to drop.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "rate", Rate }, { "seed", random.Seed }, { "noise_shape", noiseShape } };

    internal static Dropout FromConfig(Config config) => new(
        config.GetDouble("rate"), config.GetShapeOrNull("noise_shape"), config.GetInt32OrNull("seed"), name: config.GetName(),
        dtype: config.GetDType());

    internal override ulong Draws
    {
        get => random.Count;
        set => random.Count = value;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        if (!call.Training || Rate == 0)
        {
            return x;
        }

        if (noiseShape is null)
        {
            return random.Dropout(x, Rate, call);
        }

        return x * random.KeptAndScaled(NoiseShape.For(this, noiseShape, x.Shape), x.DType, Rate, call);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => NoiseShape.Check(this, noiseShape, inputShape);
}
