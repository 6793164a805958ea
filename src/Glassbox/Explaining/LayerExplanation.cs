using Glassbox.Layers;

namespace Glassbox;

/// <summary>What a layer did with one sample.</summary>
public sealed class LayerExplanation
{
    private readonly Sample sample;

    internal LayerExplanation(LayerCall call, IReadOnlyList<TapeRecord> records, IReadOnlyList<TapeRecord> after, Sample sample, string? source, Tensor scores)
    {
        this.sample = sample;
        Layer = call.Layer;
        Records = records;
        After = after;
        Source = source;
        GivesScores = records.Any(record => ReferenceEquals(record.Output, scores));
        Inputs = [.. call.Inputs.Select(input => input[0])];
        Output = call.Outputs[0][0];
        Formula = Formulas.Of([.. records.Where(record => record.Name is not "cast")]);
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
    internal string Place(int index) => Source is null ? sample.Place(index) : $"{Source}[{index}]";
}
