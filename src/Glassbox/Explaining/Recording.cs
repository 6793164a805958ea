using Glassbox.Layers;

namespace Glassbox;

/// <summary>A prediction with all recorded operations.</summary>
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
        Sigmoid = output.Shape[1] == 1 ? Records.LastOrDefault(record =>
            ReferenceEquals(record.Output, output) && record.Operation is SigmoidOp) : null;
    }

    public IReadOnlyList<TapeRecord> Records => tape.Records;

    /// <summary>The leaf layer calls, without nested models.</summary>
    public IReadOnlyList<LayerCall> Calls { get; }

    public Tensor Input { get; }

    public Tensor Output { get; }

    /// <summary>The final softmax, if the model ends with one.</summary>
    public TapeRecord? Softmax { get; }

    /// <summary>The final sigmoid of a single unit, if the model ends with one.</summary>
    public TapeRecord? Sigmoid { get; }

    /// <summary>The scores: logits before a softmax or sigmoid, else the output. [batch, units].</summary>
    public Tensor Scores => (Softmax ?? Sigmoid)?.Inputs[0] ?? Output;

    public static Recording Of(Model model, Tensor input)
    {
        using var tape = new GradientTape(persistent: true) { EveryOperation = true };
        tape.Watch(input);
        var trace = new LayerTrace(tape);
        var outputs = model.ApplyAll(input, new CallContext(deferUpdates: true) { Probe = trace });
        if (outputs.Count != 1 || outputs.One.Rank != 2)
        {
            throw new ArgumentException($"Explain needs a model that gives scores of classes, of shape (batch, classes); '{model.Name}' "
                + $"gives {model.OutputShapes}.", nameof(model));
        }

        return new Recording(tape, [.. trace.Calls.Where(call => call.Layer is not Model)], input, outputs.One);
    }

    /// <summary>Score of a class for the first sample. Class 0 of a single unit has the negated score of class 1.</summary>
    public double Score(int label) => Sigmoid is null ? (double)Scores[0, label] : Sign(label) * (double)Scores[0, 0];

    /// <summary>Gradient of a class score with respect to the input, per sample.</summary>
    public Tensor Gradient(int label)
    {
        var direction = Sigmoid is null ? OneAt(label, Scores.Shape[1], Scores.DType) : OneAt(0, 1, Scores.DType) * Sign(label);
        var pick = Ops.BroadcastTo(direction, Scores.Shape);
        return tape.Gradient(Scores, [Input], pick)[0] ?? Ops.ZerosLike(Input);
    }

    private static double Sign(int label) => label == 0 ? -1 : 1;

    /// <summary>A one-hot vector.</summary>
    public static Tensor OneAt(int place, int size, DType dtype)
    {
        var values = new double[size];
        values[place] = 1;
        return Tensor.FromArray(values).Cast(dtype);
    }
}
