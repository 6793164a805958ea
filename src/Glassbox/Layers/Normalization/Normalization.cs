using Glassbox.Initializers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// (x − mean) / √variance, with a mean and a variance of each feature that are given or found out from data by <see cref="Adapt"/>, before
/// training.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/numerical/normalization/"/>.</remarks>
public sealed class Normalization : Layer
{
    private readonly Tensor? givenMean;
    private readonly Tensor? givenVariance;
    private Variable? mean;
    private Variable? variance;
    private Variable? count;

    /// <summary>A layer with its axis.</summary>
    /// <param name="axis">Each position along these axes is normalized by itself; the last by default. An empty list normalizes all values
    /// by one mean and variance.</param>
    /// <param name="mean">The mean, where it is known; together with the variance.</param>
    /// <param name="variance">The variance, where it is known.</param>
    /// <param name="invert">Whether the layer does the opposite: x · √variance + mean.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">Only one of mean and variance is given.</exception>
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

    /// <summary>Along which axes each position is normalized by itself.</summary>
    public Axes Axis { get; }

    /// <summary>Whether the layer does the opposite.</summary>
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

    /// <summary>Finds out the mean and the variance of data, which take the place of what was found before.</summary>
    /// <param name="data">A batch of samples: all that there is, or a good part of it.</param>
    /// <exception cref="ArgumentException">There is no data, a value is not a number or infinite, or the samples have another shape than
    /// before.</exception>
    /// <exception cref="InvalidOperationException">The mean and the variance were given to the constructor.</exception>
    public void Adapt(Tensor data)
    {
        if (givenMean is not null)
        {
            throw new InvalidOperationException($"Layer '{Name}' (Normalization) has the mean and variance that it was made with; it "
                + "cannot adapt to data. Leave them out: new Normalization().");
        }

        var values = Ops.Cast(data, DType.Float64);
        if (data.Size == 0 || !(bool)Ops.All(Ops.IsFinite(values)))
        {
            throw new ArgumentException(
                $"Layer '{Name}' (Normalization) finds mean and variance of numbers; received "
                + $"{(data.Size == 0 ? "no data" : "values that are not numbers or infinite")}, of shape {data.Shape}.", nameof(data));
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
        // A variance of zero must not divide.
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

    /// <summary>Refuses a mean or variance that has not one number for each position along the axes.</summary>
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
            throw new ArgumentException($"Layer '{Name}' (Normalization) needs a mean and a variance of shape {kept}, one number for each "
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
