using Glassbox.Initializers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Feature-wise standardization: (x − mean) / √variance, with a given mean and variance or those of the data passed to <see cref="Adapt"/>
/// before training.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/numerical/normalization/"/>.</remarks>
public sealed class Normalization : Layer
{
    private readonly Tensor? givenMean;
    private readonly Tensor? givenVariance;
    private Variable? mean;
    private Variable? variance;
    private Variable? count;

    /// <summary>Creates the layer.</summary>
    /// <param name="axis">Axes along which each position has its own mean and variance; the last by default. With an empty list, all values
    /// share one mean and variance.</param>
    /// <param name="mean">Mean, if known; requires the variance.</param>
    /// <param name="variance">Variance, if known; requires the mean.</param>
    /// <param name="invert">Whether to apply the inverse: x · √variance + mean.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">Only one of mean and variance is specified.</exception>
    public Normalization(Axes? axis = null, Tensor? mean = null, Tensor? variance = null, bool invert = false, Shape? inputShape = null,
        string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
        if (mean is null != variance is null)
        {
            throw new ArgumentException("Normalization needs a mean and a variance, or neither of them; received only one.",
                mean is null ? nameof(mean) : nameof(variance));
        }

        if (variance is not null && !(bool)Ops.All(variance >= 0))
        {
            throw new ArgumentException($"Normalization needs variances of 0 or more; received {variance}.", nameof(variance));
        }

        Axis = axis ?? -1;
        Invert = invert;
        givenMean = mean?.Copy();
        givenVariance = variance?.Copy();
    }

    /// <summary>The axes along which each position has its own mean and variance.</summary>
    public Axes Axis { get; }

    /// <summary>Whether the inverse is applied.</summary>
    public bool Invert { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return inputShape;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "axis", (IEnumerable<int>)[.. Axis] }, { "invert", Invert }, { "mean", ConfigTensor.Write(givenMean) },
            { "variance", ConfigTensor.Write(givenVariance) },
    };

    internal static Normalization FromConfig(Config config) => new(
        config.GetAxesOrNull("axis"), ConfigTensor.Read(config, "mean"), ConfigTensor.Read(config, "variance"),
        config.GetBoolean("invert", false), name: config.GetName(), dtype: config.GetDType());

    /// <summary>Computes the mean and variance of data, replacing those of an earlier call.</summary>
    /// <param name="data">A batch of samples: the whole data set or a representative part.</param>
    /// <exception cref="ArgumentException">The data is empty or contains NaN or infinity, or the samples' shape differs from that of an
    /// earlier call.</exception>
    /// <exception cref="InvalidOperationException">The mean and variance were passed to the constructor.</exception>
    public void Adapt(Tensor data)
    {
        if (givenMean is not null)
        {
            throw new InvalidOperationException($"Layer '{Name}' (Normalization) was created with a mean and variance; it "
                + "cannot adapt to data. Leave them out: new Normalization().");
        }

        var values = Ops.Cast(data, DType.Float64);
        if (data.Size == 0 || !(bool)Ops.All(Ops.IsFinite(values)))
        {
            throw new ArgumentException(
                $"Layer '{Name}' (Normalization) computes the mean and variance of finite values; received "
                + $"{(data.Size == 0 ? "no data" : "NaN or infinite values")}, of shape {data.Shape}.", nameof(data));
        }

        BuildFor(data.Shape[1..].WithBatch());
        var kept = Kept(data.Shape);
        var others = Axes.Create([.. Enumerable.Range(0, data.Rank).Where(axis => !kept.Contains(axis))]);
        mean!.Assign(Ops.Cast(Ops.Reshape(Ops.Mean(values, others), mean.Shape), DType));
        variance!.Assign(Ops.Cast(Ops.Reshape(Ops.Var(values, others), variance.Shape), DType));
        count!.Assign(Tensor.Full([], data.Shape[0], count.DType));
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        if (givenMean is not null)
        {
            return;
        }

        Shape shape = [.. Kept(inputShape).Select(axis => inputShape[axis])];
        mean = AddWeight("mean", shape, new Zeros(), trainable: false);
        variance = AddWeight("variance", shape, new Ones(), trainable: false);
        count = AddWeight("count", [], new Zeros(), trainable: false);
    }

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var centre = Broadcast(givenMean ?? mean!.Value, x.Shape);
        // Avoids division by zero.
        var deviation = Ops.Maximum(Ops.Sqrt(Broadcast(givenVariance ?? variance!.Value, x.Shape)), 1e-7);
        return Invert ? (x * deviation) + centre : (x - centre) / deviation;
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        AxisInput.CheckBuilt(this, BuiltShape, inputShape, anyRank: true, [.. Axis]);
        CheckStatistic(givenMean, inputShape);
        CheckStatistic(givenVariance, inputShape);
    }

    /// <summary>Throws if a mean or variance does not have one value per position along the axes.</summary>
    private void CheckStatistic(Tensor? statistic, Shape input)
    {
        if (statistic is null)
        {
            return;
        }

        Shape kept = [.. Kept(input).Select(axis => input[axis])];
        var broadcasts = statistic.Rank <= input.Rank && Enumerable.Range(1, statistic.Rank).All(axis =>
            statistic.Shape[^axis] == 1 || input[^axis] == Shape.Unknown || statistic.Shape[^axis] == input[^axis]);
        if (!broadcasts && (!kept.IsKnown || statistic.Size != kept.Size))
        {
            throw new ArgumentException($"Layer '{Name}' (Normalization) needs a mean and a variance of shape {kept}, one value for each "
                + $"position along axis {Axis}; received shape {statistic.Shape} for input of shape {input}.", nameof(input));
        }
    }

    private Tensor Broadcast(Tensor statistic, Shape x)
    {
        var kept = Kept(x);
        Shape shape = [.. x.Select((extent, axis) => kept.Contains(axis) ? extent : 1)];
        var value = Ops.Cast(statistic, DType);
        return value.Size == shape.Size ? Ops.Reshape(value, shape) : value;
    }

    private int[] Kept(Shape shape) => Axis.GetEnumerator().MoveNext() ? Axes.Of(Axis, shape) : [];
}
