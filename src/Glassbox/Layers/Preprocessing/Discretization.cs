using System.Globalization;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Maps each value to the index of its bin: 0 below the first boundary, 1 up to the second, and so on.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/numerical/discretization/"/>.</remarks>
public sealed class Discretization : Layer
{
    private readonly double epsilon;
    private double[]? boundaries;

    /// <summary>Creates the layer with given boundaries, or with a number of bins whose boundaries <see cref="Adapt"/> computes.</summary>
    /// <param name="binBoundaries">Bin boundaries in ascending order; equal ones enclose an empty bin.</param>
    /// <param name="numBins">Number of quantile bins for <see cref="Adapt"/>.</param>
    /// <param name="epsilon">Keras's tolerance for approximate quantiles; ignored, since the boundaries here are exact.</param>
    /// <param name="outputMode">int (bin index), one_hot, multi_hot or count; int by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">int64 for bin indices, float32 otherwise.</param>
    /// <exception cref="ArgumentException">Neither boundaries nor a number of bins are specified, or they contradict each other, or the
    /// boundaries are not ascending.</exception>
    public Discretization(
        IReadOnlyList<double>? binBoundaries = null, int? numBins = null, double epsilon = 0.01, string outputMode = "int",
        Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype ?? (outputMode == "int" ? DType.Int64 : DType.Float32))
    {
        if ((binBoundaries is null && numBins is null) || numBins < 2)
        {
            throw new ArgumentException("Discretization needs binBoundaries, or numBins of 2 or more; received "
                + (numBins is null ? "neither." : string.Create(CultureInfo.InvariantCulture, $"numBins={numBins}.")),
                nameof(binBoundaries));
        }

        if (binBoundaries is not null && numBins is not null && binBoundaries.Count != numBins - 1)
        {
            throw new ArgumentException("Discretization needs binBoundaries or numBins, not both (unless the first are what Adapt found "
                + "for "
                + $"the second: numBins - 1 of them); received {binBoundaries.Count} boundaries and numBins={numBins}.",
                nameof(binBoundaries));
        }

        boundaries = binBoundaries?.ToArray();
        if (boundaries is not null && (Array.Exists(boundaries, double.IsNaN)
            || boundaries.Zip(boundaries.Skip(1)).Any(pair => pair.First > pair.Second)))
        {
            throw new ArgumentException($"Discretization needs boundaries in ascending order; received [{NumberFormat.List(boundaries)}].",
                nameof(binBoundaries));
        }

        NumBins = numBins;
        this.epsilon = epsilon;
        OutputMode = CategoryEncoder.Checked(outputMode, nameof(Discretization), orInt: true);
    }

    /// <summary>The boundaries, specified or computed; null before <see cref="Adapt"/>.</summary>
    public IReadOnlyList<double>? BinBoundaries => boundaries;

    /// <summary>The specified number of bins; null if boundaries were specified.</summary>
    public int? NumBins { get; }

    /// <summary>int, one_hot, multi_hot or count.</summary>
    public string OutputMode { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) =>
        OutputMode == "int" ? inputShape : CategoryEncoder.OutputShape(inputShape, OutputMode, Bins, Described);

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        { "bin_boundaries", boundaries is null ? null : new JsonArray([.. boundaries.Select(boundary => JsonValue.Create(boundary))]) },
            { "num_bins", NumBins },
        { "epsilon", epsilon }, { "output_mode", OutputMode }, { "sparse", false }, { "name", Name }, { "dtype", DType.Name },
    };

    // An adapted layer has both boundaries and a number of bins, and may be adapted again.
    internal static Discretization FromConfig(Config config) => new(
        config.GetDoublesOrNull("bin_boundaries"), config.GetInt32OrNull("num_bins"), config.GetDouble("epsilon", 0.01),
        config.GetString("output_mode", "int"), name: config.GetName(), dtype: config.GetDType());

    /// <summary>Computes boundaries at the quantiles of data, so that each bin holds equally many values.</summary>
    /// <param name="data">Values in a tensor of any shape.</param>
    /// <exception cref="ArgumentException">The data is empty or contains NaN.</exception>
    /// <exception cref="InvalidOperationException">The boundaries were passed to the constructor.</exception>
    public void Adapt(Tensor data)
    {
        if (NumBins is not { } bins)
        {
            throw new InvalidOperationException($"Layer '{Name}' (Discretization) was created with boundaries; it cannot "
                + "adapt to data. Give it numBins instead.");
        }

        var values = data.Cast(DType.Float64).Flatten().ToArray<double>();
        if (values.Length == 0 || Array.Exists(values, double.IsNaN))
        {
            throw new ArgumentException($"Layer '{Name}' (Discretization) computes boundaries from numeric values; received "
                + $"{(values.Length == 0 ? "no data" : "NaN values")}, of shape {data.Shape}.", nameof(data));
        }

        Array.Sort(values);
        boundaries = [.. Enumerable.Range(1, bins - 1).Select(i => Quantile(values, (double)i / bins))];
    }

    private protected override InputTypes InputTypes => InputTypes.Any;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var edges = boundaries ?? throw new InvalidOperationException($"Layer '{Name}' (Discretization) has no boundaries yet: call "
            + "Adapt with data first.");
        var values = Ops.ExpandDims(Ops.Cast(x, DType.Float64), -1);
        var bins = Ops.Sum(values >= Tensor.FromSpan<double>(edges), -1);
        return OutputMode == "int" ? Ops.Cast(bins, DType) : CategoryEncoder.Encode(bins, OutputMode, Bins, DType, Described);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
    }

    private int Bins => boundaries is { } edges ? edges.Length + 1 : NumBins!.Value;

    /// <summary>A quantile of sorted values, linearly interpolated.</summary>
    private static double Quantile(double[] values, double part)
    {
        var place = Math.Clamp((part * values.Length) - 1, 0, values.Length - 1);
        var low = (int)place;
        var high = Math.Min(low + 1, values.Length - 1);
        return values[low] + ((place - low) * (values[high] - values[low]));
    }
}
