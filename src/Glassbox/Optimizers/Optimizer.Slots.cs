using Glassbox.Backends;

namespace Glassbox.Optimizers;

public abstract partial class Optimizer
{
    private readonly Lock building = new();

    /// <summary>
    /// The state of each variable. The dictionary is replaced, not modified, when variables are added, so that a thread that saves can
    /// enumerate it.
    /// </summary>
    private volatile OrderedDictionary<Variable, Memory> memories = [];

    /// <summary>
    /// The state of the optimizer, in Keras's order: the weights' moving averages, the accumulated gradients, then the slots (momenta and
    /// so on). In a file the step count and the learning rate (if it is a constant) precede them.
    /// </summary>
    public IReadOnlyList<Variable> Variables => InOrder([.. memories.Values]);

    /// <summary>Creates the slots of variables that have none yet. The first step does this; call it earlier to load saved state.</summary>
    /// <param name="variables">The variables to be trained.</param>
    public void Build(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (IsBuiltFor(variables))
        {
            return;
        }

        using var outsideOfSteps = StepMemory.Suspend();
        using var alone = building.EnterScope();
        var all = new OrderedDictionary<Variable, Memory>(memories);
        foreach (var variable in variables)
        {
            if (!all.ContainsKey(variable))
            {
                all.Add(variable, new Memory(MakeSlots(variable), UseEma ? Slot(variable, "average") : null,
                    GradientAccumulationSteps is null ? null : Slot(variable, "gradient_accumulator")));
            }
        }

        memories = all;
    }

    /// <summary>How many slots are interleaved per variable in files; the remaining ones follow grouped by slot.</summary>
    private protected virtual int InterleavedSlots => int.MaxValue;

    /// <summary>State that is not per variable.</summary>
    private protected virtual IEnumerable<Variable> OwnVariables => [];

    /// <summary>Creates a slot: a variable of the given variable's shape, filled with a value.</summary>
    protected static Variable Slot(Variable variable, string name, double value = 0) =>
        new(Tensor.Full(variable.Shape, value, variable.DType), trainable: false, name) { Path = $"{variable.Path}/{name}" };

    /// <summary>The state of the given variables alone, in their order, as stored in files.</summary>
    private IReadOnlyList<Variable> VariablesOf(IReadOnlyList<Variable> variables)
    {
        Build(variables);
        var all = memories;
        return InOrder([.. variables.Select(variable => all[variable])]);
    }

    private IReadOnlyList<Variable> InOrder(IReadOnlyList<Memory> of)
    {
        var most = of.Select(memory => memory.Slots.Length).DefaultIfEmpty(0).Max();
        var apart = Enumerable.Range(InterleavedSlots, Math.Max(0, most - InterleavedSlots));
        return
        [
            .. of.Select(memory => memory.Average).OfType<Variable>(), .. of.Select(memory => memory.Accumulator).OfType<Variable>(),
            .. of.SelectMany(memory => memory.Slots.Take(InterleavedSlots)),
            .. apart.SelectMany(position => of.Where(memory => memory.Slots.Length > position).Select(memory => memory.Slots[position])),
            .. OwnVariables,
        ];
    }

    private bool IsBuiltFor(IReadOnlyList<Variable> variables)
    {
        var all = memories;
        for (var i = 0; i < variables.Count; i++)
        {
            if (!all.ContainsKey(variables[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The state of one variable.</summary>
    /// <param name="Slots">The slots from <see cref="MakeSlots"/>.</param>
    /// <param name="Average">The moving average of the weight; null if disabled.</param>
    /// <param name="Accumulator">The accumulated gradient; null without gradient accumulation.</param>
    private sealed record Memory(Variable[] Slots, Variable? Average, Variable? Accumulator);
}
