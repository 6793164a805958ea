using Glassbox.Optimizers.Schedules;

namespace Glassbox.Optimizers;

/// <remarks>
/// In files stand, in this order: the number of steps, the learning rate if it is a number, and the memories of the variables.
/// </remarks>
public abstract partial class Optimizer
{
    /// <summary>All that is needed to go on exactly here, as Keras orders it.</summary>
    /// <param name="variables">The trainable variables of the model.</param>
    internal IReadOnlyList<Tensor> SaveState(IReadOnlyList<Variable> variables)
    {
        Tensor[] start = [Tensor.Full(Shape.Scalar, Calls, Calls <= int.MaxValue ? DType.Int32 : DType.Int64),
            .. schedule is ConstantRate ? [Tensor.Full(Shape.Scalar, LearningRate, DType.Float32)] : Array.Empty<Tensor>()];
        if (Calls == 0)
        {
            return start;
        }

        Build(variables);
        return [.. start, .. Variables.Select(slot => slot.Value)];
    }

    /// <summary>Goes on where a file stopped.</summary>
    /// <param name="state">What <see cref="SaveState"/> gave.</param>
    /// <param name="variables">The trainable variables of the model.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InvalidDataException">It is the state of another optimizer, or of one for another model. Nothing is changed
    /// then.</exception>
    internal void LoadState(IReadOnlyList<Tensor> state, IReadOnlyList<Variable> variables, string where)
    {
        var start = schedule is ConstantRate ? 2 : 1;
        IReadOnlyList<Variable> memories = [];
        if (state.Count > start)
        {
            Build(variables);
            memories = Variables;
        }

        if (state.Count != memories.Count + start || state.Take(start).Any(value => value.Size != 1)
            || memories.Where((slot, i) => slot.Shape != state[i + start].Shape).Any())
        {
            throw new InvalidDataException(
                $"{where}: what the optimizer remembers does not fit {GetType().Name} and the model: {memories.Count + start} values are "
                + $"needed, and {state.Count} are there, or shapes differ. " +
                "Load the model without it: Model.Load(path, compile: false).");
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
    }
}
