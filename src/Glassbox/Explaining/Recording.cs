using Glassbox.Layers;

namespace Glassbox;

/// <summary>A prediction with everything that was computed on the way.</summary>
internal sealed class Recording
{
    private readonly GradientTape tape;

    private Recording(GradientTape tape, IReadOnlyList<LayerCall> calls, Tensor input, Tensor output)
    {
        this.tape = tape;
        Calls = calls;
        Input = input;
        Output = output;
        Softmax = Records.LastOrDefault(record => ReferenceEquals(record.Output, output) && record.Operation.Kind == OperationKind.Softmax);
    }

    public IReadOnlyList<TapeRecord> Records => tape.Records;

    /// <summary>The layers, without the models that they are in.</summary>
    public IReadOnlyList<LayerCall> Calls { get; }

    public Tensor Input { get; }

    public Tensor Output { get; }

    /// <summary>The operation that made probabilities of the scores, if that is what the model ends with.</summary>
    public TapeRecord? Softmax { get; }

    /// <summary>What decides: the logits before a softmax, else the output. [batch, classes].</summary>
    public Tensor Scores => Softmax?.Inputs[0] ?? Output;

    public static Recording Of(Model model, Tensor input)
    {
        using var tape = new GradientTape(persistent: true) { EveryOperation = true };
        tape.Watch(input);
        var trace = new LayerTrace(tape);
        var outputs = model.ApplyAll(input, new CallContext(deferUpdates: true) { Probe = trace });
        if (outputs.Count != 1 || outputs.One.Rank != 2)
        {
            throw new ArgumentException($"Explain needs a model that gives scores of classes, of shape (batch, classes); '{model.Name}' gives {model.OutputShapes}.", nameof(model));
        }

        return new Recording(tape, [.. trace.Calls.Where(call => call.Layer is not Model)], input, outputs.One);
    }

    /// <summary>How the score of a class changes with each element of the input, sample by sample.</summary>
    public Tensor Gradient(int label)
    {
        var pick = Ops.BroadcastTo(OneAt(label, Scores.Shape[1], Scores.DType), Scores.Shape);
        return tape.Gradient(Scores, [Input], pick)[0] ?? Ops.ZerosLike(Input);
    }

    /// <summary>Zeros, and a one at a place.</summary>
    public static Tensor OneAt(int place, int size, DType dtype)
    {
        var values = new double[size];
        values[place] = 1;
        return Tensor.FromArray(values).Cast(dtype);
    }
}
