using Glassbox.Layers;

namespace Glassbox;

/// <summary>Where the input of a layer comes from.</summary>
internal static class InputOrigin
{
    /// <summary>The layer that made the first input, or null, and what the elements of the input are called.</summary>
    /// <param name="call">The layer as it ran.</param>
    /// <param name="recording">The prediction.</param>
    /// <param name="sample">What went into the model.</param>
    /// <param name="layers">The layers that ran before, one for each call.</param>
    /// <remarks>Layers and operations that only lay values out, or change their type, do not count.</remarks>
    public static (LayerExplanation? Source, Places Places) Of(
        LayerCall call, Recording recording, Sample sample, IReadOnlyList<LayerExplanation> layers)
    {
        var (tensor, behind, place) = (call.Inputs[0], call, layers.Count);
        while (!ReferenceEquals(tensor, recording.Input))
        {
            var source = Enumerable.Range(0, place).LastOrDefault(i => Made(recording.Calls[i], tensor, behind), -1);
            if (source >= 0)
            {
                if (!OnlyMoves(recording.Calls[source], recording))
                {
                    return (layers[source], layers[source].Places);
                }

                (behind, place) = (recording.Calls[source], source);
                tensor = behind.Inputs[0];
                continue;
            }

            var made = recording.Records.LastOrDefault(record => ReferenceEquals(record.Output, tensor));
            if (made is null)
            {
                // Not on the tape: whole numbers, which have no gradient.
                return (null, tensor.Size == sample.Input.Size ? sample.Places : Places.Of($"{call.Layer.Name} input", tensor.Shape[1..]));
            }

            if (!IsMove(made))
            {
                return (null, Places.Of(made.Operation.Title, made.Output.Shape[1..]));
            }

            tensor = made.Inputs[0]!;
        }

        return (null, sample.Places);
    }

    private static bool Made(LayerCall call, Tensor tensor, LayerCall before) =>
        call.EndRecord <= before.FirstRecord && call.Outputs.Any(output => ReferenceEquals(output, tensor));

    private static bool OnlyMoves(LayerCall call, Recording recording) =>
        call.Outputs[0].Size == call.Inputs[0].Size
        && recording.Records.Skip(call.FirstRecord).Take(call.EndRecord - call.FirstRecord).All(IsMove);

    private static bool IsMove(TapeRecord record) =>
        record.Operation.Kind == OperationKind.Identity && record.Output.Size == record.Inputs[0]!.Size;
}
