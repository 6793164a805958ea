using Glassbox.Layers;

namespace Glassbox;

/// <summary>A layer's computation for one sample.</summary>
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

    /// <summary>Its formula, such as <c>y = x·kernel + bias</c>.</summary>
    public string Formula { get; }

    /// <summary>The inputs, without the batch axis.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The output, without the batch axis.</summary>
    public Tensor Output { get; }

    /// <summary>The operations of the layer.</summary>
    internal IReadOnlyList<TapeRecord> Records { get; }

    /// <summary>The operations of subsequent layers.</summary>
    internal IReadOnlyList<TapeRecord> After { get; }

    /// <summary>The layer that produces the input; null for the sample itself, and after an operation that is not a layer.</summary>
    internal LayerExplanation? Source { get; }

    /// <summary>Labels of the first input's elements: <c>pixel 14,11</c>, or <c>dense_1[12]</c>.</summary>
    internal Places InputPlaces { get; }

    /// <summary>Labels of the units: <c>dense_1[12]</c>, or <c>conv2d_1[5,4,3]</c>.</summary>
    internal Places Places => Places.Of(Name, Output.Shape);

    /// <summary>Whether its units are the classes.</summary>
    internal bool GivesScores { get; }

    /// <summary>The operation that computes a weighted sum of the inputs, if the layer has one.</summary>
    internal TapeRecord? WeightedSum => Records.LastOrDefault(Formulas.IsWeightedSum);

    /// <summary>Whether each unit's value is based on a weighted sum that can be listed.</summary>
    internal bool AddsUp => WeightedSum is { } sum && sum.Output.Size == Output.Size;

    /// <summary>The operation within the layer that produces the operand of its weighted sum; null if that is the layer's input.</summary>
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

    /// <summary>Labels of the terms' elements: those of the input, or of the operation before the sum.</summary>
    internal Places TermPlaces => AddsUp && BeforeSum is { } step ? Places.Of(step.Operation.Title, [step.Output.Size]) : InputPlaces;

    /// <summary>Whether the terms are units of <see cref="Source"/>.</summary>
    internal bool InputsAreSource => Source is not null && (AddsUp
        ? BeforeSum is null && WeightedSum!.Inputs[0]!.Size == Source.Output.Size
        : KeepsPlaces && Inputs[0].Size == Source.Output.Size);

    /// <summary>Whether each unit depends on the input element at the same index, possibly among others.</summary>
    internal bool KeepsPlaces => !AddsUp && Inputs[0].Size == Output.Size
        && !Records.Any(record => record.Operation is TransposeOp or TakeOp or MaxPoolingOp or AveragePoolingOp);

    /// <summary>The first input, with the batch axis.</summary>
    internal Tensor BatchedInput { get; }

    /// <summary>The output, with the batch axis.</summary>
    internal Tensor BatchedOutput { get; }

    /// <summary>Explains a unit's value.</summary>
    /// <param name="unit">Flat (row-major) index of the unit in the output.</param>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such unit.</exception>
    public NeuronExplanation Neuron(int unit) => unit >= 0 && unit < Output.Size
        ? NeuronExplanation.Of(this, unit)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit,
        $"Layer '{Name}' has the units 0 to {Output.Size - 1}; received {unit}.");
}
