using Glassbox.Layers;

namespace Glassbox;

/// <summary>Traces the origin of a layer's input.</summary>
internal static class InputOrigin
{
    /// <summary>The layer that produced the first input, or null, and the labels of the input's elements.</summary>
    /// <param name="call">The recorded layer call.</param>
    /// <param name="recording">The recorded prediction.</param>
    /// <param name="sample">The model's input.</param>
    /// <param name="layers">The layers that ran before, one per call.</param>
    /// <remarks>Layers and operations that only reshape or cast are skipped.</remarks>
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
                // Not on the tape: integers, which have no gradient.
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
