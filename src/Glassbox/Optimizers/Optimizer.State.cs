using Glassbox.Optimizers.Schedules;

namespace Glassbox.Optimizers;

/// <remarks>
/// In files stand, in this order: the number of steps, the learning rate if it is a number, and the memories of the variables.
/// </remarks>
public abstract partial class Optimizer
{
    /// <summary>All that is needed to go on exactly here, as Keras orders it.</summary>
    /// <param name="variables">The trainable variables of the model. What is remembered of others, such as frozen ones, is left out: a
    /// model that is loaded has no place for it.</param>
    internal IReadOnlyList<Tensor> SaveState(IReadOnlyList<Variable> variables)
    {
        var calls = Calls;
        Tensor[] start = [Tensor.Full(Shape.Scalar, calls, calls <= int.MaxValue ? DType.Int32 : DType.Int64),
            .. schedule is ConstantRate ? [Tensor.Full(Shape.Scalar, LearningRate, DType.Float32)] : Array.Empty<Tensor>()];
        return calls == 0 ? start : [.. start, .. VariablesOf(variables).Select(slot => slot.Value)];
    }

    /// <summary>Goes on where a file stopped.</summary>
    /// <param name="state">What <see cref="SaveState"/> gave.</param>
    /// <param name="variables">The trainable variables of the model.</param>
    /// <returns>Why the state does not fit the optimizer and the model, in which case nothing is changed; null where it fits.</returns>
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
