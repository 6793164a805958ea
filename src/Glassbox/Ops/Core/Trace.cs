namespace Glassbox;

/// <summary>Shape inference and graph construction: operations on symbolic tensors extend the graph, others infer specs.</summary>
internal static class Trace
{
    /// <summary>
    /// Two sets of trial sizes for unknown batch and other axes: a size of the result that differs between the two trials is unknown. The
    /// other sizes are divisible by 32 because layers halve images; no memory is allocated for them.
    /// </summary>
    private static readonly (int Batch, int Other)[] Trials = [(2, 3 * 32), (3, 5 * 32)];

    public static Tensor Apply(Operation operation, ReadOnlySpan<Tensor?> inputs)
    {
        foreach (var input in inputs)
        {
            if (input is ISymbolicTensor symbolic)
            {
                return symbolic.Record(operation, inputs);
            }
        }

        return operation.Infer(Specs(inputs)).Meta();
    }

    /// <summary>The shape and type of a composed operation's result.</summary>
    public static TensorSpec Infer(Operation operation, ReadOnlySpan<TensorSpec> inputs)
    {
        var specs = inputs.ToArray();
        return Infer(specs, known => [operation.Define(Metas(known)).Spec])[0];
    }

    /// <summary>The result specs of a function for specs with unknown sizes, inferred from two trials.</summary>
    public static TensorSpec[] Infer(TensorSpec[] inputs, Func<TensorSpec[], TensorSpec[]> function) => Infer(inputs, function, Trials);

    /// <summary>The same with small trial sizes, for functions that allocate memory.</summary>
    public static TensorSpec[] InferOnSmall(TensorSpec[] inputs, Func<TensorSpec[], TensorSpec[]> function) =>
        Infer(inputs, function, [(2, 2), (3, 3)]);

    private static TensorSpec[] Infer(TensorSpec[] inputs, Func<TensorSpec[], TensorSpec[]> function, (int Batch, int Other)[] trials)
    {
        if (Array.TrueForAll(inputs, input => input.Shape is null || input.Shape.IsKnown))
        {
            return function(inputs);
        }

        var first = function(Known(inputs, trials[0]));
        var second = function(Known(inputs, trials[1]));
        return [.. first.Zip(second, (a, b) => a.With([.. a.Shape.Zip(b.Shape, (x, y) => x == y ? x : Shape.Unknown)]))];
    }

    private static TensorSpec[] Known(TensorSpec[] inputs, (int Batch, int Other) trial) =>
        Array.ConvertAll(inputs, input => input.Shape is null ? input : input.Known(trial.Batch, trial.Other));

    private static TensorSpec[] Specs(ReadOnlySpan<Tensor?> inputs)
    {
        var specs = new TensorSpec[inputs.Length];
        for (var i = 0; i < specs.Length; i++)
        {
            specs[i] = inputs[i]?.Spec ?? default;
        }

        return specs;
    }

    private static Tensor?[] Metas(TensorSpec[] specs) => Array.ConvertAll(specs, spec => spec.Shape is null ? null : spec.Meta());
}
