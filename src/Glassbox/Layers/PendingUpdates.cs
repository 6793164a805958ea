using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Layers;

/// <summary>New values of variables and other actions deferred to the end of a call.</summary>
internal sealed class PendingUpdates
{
    private readonly Dictionary<Variable, Update> values = [];
    private List<Action>? others;

    public void Assign(Variable variable, Tensor newValue)
    {
        if (newValue.Shape != variable.Shape)
        {
            throw new ArgumentException(
                $"The variable '{variable.Path}' has shape {variable.Shape}; received a value of shape {newValue.Shape}.",
                nameof(newValue));
        }

        // An identity record ties the new value to the variable's value on the tape, so that gradients with respect to the variable are
        // the same before and after the commit.
        var value = newValue.To(variable.DType).Copy();
        values[variable] = new Update(variable.Trainable ? GradientTape.Record("assign", value, (variable.Value, dy => dy)) : value);
    }

    public void Add(Action update) => (others ??= []).Add(update);

    /// <summary>The pending value of a variable; null if there is none.</summary>
    public Tensor? Read(Variable variable)
    {
        ref var update = ref CollectionsMarshal.GetValueRefOrNullRef(values, variable);
        if (Unsafe.IsNullRef(ref update))
        {
            return null;
        }

        update.WasRead = true;
        return update.Value;
    }

    /// <summary>Whether the pending value of a variable has been read.</summary>
    public bool WasRead(Variable variable) => values[variable].WasRead;

    public void Commit()
    {
        foreach (var (variable, update) in values)
        {
            variable.Become(update.Value);
        }

        foreach (var update in others ?? [])
        {
            update();
        }
    }

    private record struct Update(Tensor Value)
    {
        public bool WasRead { get; set; }
    }
}
