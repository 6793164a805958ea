using Glassbox.Layers;

namespace Glassbox;

/// <summary>What a layer did with one sample.</summary>
public sealed class LayerExplanation
{
    private readonly Sample sample;

    internal LayerExplanation(LayerCall call, IReadOnlyList<TapeRecord> records, IReadOnlyList<TapeRecord> after, Sample sample, LayerCall? source, Tensor scores)
    {
        this.sample = sample;
        Layer = call.Layer;
        Records = records;
        After = after;
        Source = source?.Layer.Name;
        SourceShape = source?.Outputs[0].Shape[1..];
        GivesScores = records.Any(record => ReferenceEquals(record.Output, scores));
        Inputs = [.. call.Inputs.Select(input => input[0])];
        Output = call.Outputs[0][0];
        Formula = Formulas.Of([.. records.Where(record => record.Operation is not CastOp)]);
    }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>The layer's name.</summary>
    public string Name => Layer.Name;

    /// <summary>What it computes, such as <c>y = x·kernel + bias</c>.</summary>
    public string Formula { get; }

    /// <summary>What went in, without the batch axis.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>What came out, without the batch axis.</summary>
    public Tensor Output { get; }

    /// <summary>The operations of the layer.</summary>
    internal IReadOnlyList<TapeRecord> Records { get; }

    /// <summary>The operations of the layers behind it.</summary>
    internal IReadOnlyList<TapeRecord> After { get; }

    /// <summary>The layer that the input comes from; null for the sample itself.</summary>
    internal string? Source { get; }

    /// <summary>The shape of that layer's output, without the batch axis.</summary>
    internal Shape? SourceShape { get; }

    /// <summary>Whether its units stand for the classes.</summary>
    internal bool GivesScores { get; }

    /// <summary>The operation that adds up weighted inputs, if the layer has one.</summary>
    internal TapeRecord? WeightedSum => Records.LastOrDefault(Formulas.IsWeightedSum);

    /// <summary>How a unit's value comes about.</summary>
    /// <param name="unit">Its place in the output, counted row by row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such unit.</exception>
    public NeuronExplanation Neuron(int unit) => unit >= 0 && unit < Output.Size
        ? NeuronExplanation.Of(this, unit)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit, $"Layer '{Name}' has the units 0 to {Output.Size - 1}; received {unit}.");

    /// <summary>What an element of the input is called: <c>pixel 14,11</c>, or <c>dense_1[12]</c>.</summary>
    internal string Place(int index) => Source is null ? sample.Place(index) : $"{Source}[{Coordinates(SourceShape!, index)}]";

    /// <summary>What a unit of this layer is called: <c>dense_1[12]</c>, or <c>conv2d_1[5,4,3]</c>.</summary>
    internal string UnitPlace(int unit) => $"{Name}[{Coordinates(Output.Shape, unit)}]";

    private static string Coordinates(Shape shape, int index)
    {
        var places = new List<int>();
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            places.Insert(0, index % shape[axis]);
            index /= shape[axis];
        }

        return string.Join(",", places);
    }
}
