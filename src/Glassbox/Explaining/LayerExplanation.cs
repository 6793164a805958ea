using Glassbox.Layers;

namespace Glassbox;

/// <summary>What a layer did with one sample.</summary>
public sealed class LayerExplanation
{
    internal LayerExplanation(
        LayerCall call,
        IReadOnlyList<TapeRecord> records,
        IReadOnlyList<TapeRecord> after,
        LayerExplanation? source,
        Places inputPlaces,
        Tensor scores)
    {
        Layer = call.Layer;
        Records = records;
        After = after;
        Source = source;
        InputPlaces = inputPlaces;
        GivesScores = records.Any(record => ReferenceEquals(record.Output, scores));
        (BatchedInput, BatchedOutput) = (call.Inputs[0], call.Outputs[0]);
        Inputs = [.. call.Inputs.Select(input => input[0])];
        Output = BatchedOutput[0];
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

    /// <summary>The layer that the input comes from; null for the sample itself, and behind an operation that is no layer.</summary>
    internal LayerExplanation? Source { get; }

    /// <summary>What the elements of the first input are called: <c>pixel 14,11</c>, or <c>dense_1[12]</c>.</summary>
    internal Places InputPlaces { get; }

    /// <summary>What the units are called: <c>dense_1[12]</c>, or <c>conv2d_1[5,4,3]</c>.</summary>
    internal Places Places => Places.Of(Name, Output.Shape);

    /// <summary>Whether its units stand for the classes.</summary>
    internal bool GivesScores { get; }

    /// <summary>The operation that adds up weighted inputs, if the layer has one.</summary>
    internal TapeRecord? WeightedSum => Records.LastOrDefault(Formulas.IsWeightedSum);

    /// <summary>Whether each unit's value is made of a sum that can be written out.</summary>
    internal bool AddsUp => WeightedSum is { } sum && sum.Output.Size == Output.Size;

    /// <summary>The operation within the layer that makes what its sum adds up; null where that is the layer's input.</summary>
    internal TapeRecord? BeforeSum
    {
        get
        {
            var step = WeightedSum is null ? null : Maker(WeightedSum.Inputs[0]!);
            while (step is { Operation.Kind: OperationKind.Identity })
            {
                step = Maker(step.Inputs[0]!);
            }

            return step;

            TapeRecord? Maker(Tensor tensor) => Records.FirstOrDefault(record => ReferenceEquals(record.Output, tensor));
        }
    }

    /// <summary>What the elements of the units' terms are called: those of the input, or of the step before the sum.</summary>
    internal Places TermPlaces => AddsUp && BeforeSum is { } step ? Places.Of(step.Operation.Title, [step.Output.Size]) : InputPlaces;

    /// <summary>Whether the terms are units of <see cref="Source"/>.</summary>
    internal bool InputsAreSource => Source is not null && (AddsUp
        ? BeforeSum is null && WeightedSum!.Inputs[0]!.Size == Source.Output.Size
        : KeepsPlaces && Inputs[0].Size == Source.Output.Size);

    /// <summary>Whether each unit's value is made of the input at the same place, alone or with others.</summary>
    internal bool KeepsPlaces => !AddsUp && Inputs[0].Size == Output.Size
        && !Records.Any(record => record.Operation is TransposeOp or TakeOp or MaxPoolingOp or AveragePoolingOp);

    /// <summary>The first input as the layer took it, with the batch axis.</summary>
    internal Tensor BatchedInput { get; }

    /// <summary>The output as the layer gave it, with the batch axis.</summary>
    internal Tensor BatchedOutput { get; }

    /// <summary>How a unit's value comes about.</summary>
    /// <param name="unit">Its place in the output, counted row by row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such unit.</exception>
    public NeuronExplanation Neuron(int unit) => unit >= 0 && unit < Output.Size
        ? NeuronExplanation.Of(this, unit)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit,
        $"Layer '{Name}' has the units 0 to {Output.Size - 1}; received {unit}.");
}
