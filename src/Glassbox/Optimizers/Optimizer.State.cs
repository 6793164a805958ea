using Glassbox.Optimizers.Schedules;

namespace Glassbox.Optimizers;

/// <remarks>The order in files: step count, learning rate if it is a constant, then the state of the variables.</remarks>
public abstract partial class Optimizer
{
    /// <summary>Returns the complete state for an exact resume, in Keras's order.</summary>
    /// <param name="variables">The model's trainable variables. State of others, such as frozen ones, is omitted: a loaded model has no
    /// slots for it.</param>
    internal IReadOnlyList<Tensor> SaveState(IReadOnlyList<Variable> variables)
    {
        var calls = Calls;
        Tensor[] start = [Tensor.Full(Shape.Scalar, calls, calls <= int.MaxValue ? DType.Int32 : DType.Int64),
            .. schedule is ConstantRate ? [Tensor.Full(Shape.Scalar, LearningRate, DType.Float32)] : Array.Empty<Tensor>()];
        return calls == 0 ? start : [.. start, .. VariablesOf(variables).Select(slot => slot.Value)];
    }

    /// <summary>Restores the state saved in a file.</summary>
    /// <param name="state">The result of <see cref="SaveState"/>.</param>
    /// <param name="variables">The model's trainable variables.</param>
    /// <returns>The reason why the state does not match the optimizer and the model, in which case nothing changes; null if it
    /// matches.</returns>
    internal string? LoadState(IReadOnlyList<Tensor> state, IReadOnlyList<Variable> variables)
    {
        var start = schedule is ConstantRate ? 2 : 1;
        var memories = state.Count > start ? VariablesOf(variables) : [];
        if (state.Count != memories.Count + start)
        {
            return $"{GetType().Name} needs {memories.Count + start} values for the trainable variables of the model, and "
                + $"{state.Count} are there";
        }

        var expected = Enumerable.Repeat(Shape.Scalar, start).Concat(memories.Select(slot => slot.Shape));
        foreach (var (i, (shape, value)) in expected.Zip(state).Index())
        {
            if (i < start ? value.Size != 1 : value.Shape != shape)
            {
                return $"{GetType().Name} needs {(i < start ? "one number" : $"shape {shape} for '{memories[i - start].Path}'")}, and the "
                    + $"value {i} has shape {value.Shape}";
            }
        }

        Calls = state[0].Cast(DType.Int64).ToScalar<long>();
        if (start == 2)
        {
            LearningRate = (double)state[1].Cast(DType.Float64);
        }

        for (var i = 0; i < memories.Count; i++)
        {
            memories[i].Assign(state[i + start]);
        }

        return null;
    }
}
