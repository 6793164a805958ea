using Glassbox.Backends;

namespace Glassbox.Optimizers;

public abstract partial class Optimizer
{
    private readonly Lock building = new();

    /// <summary>
    /// What is remembered of each variable. It is replaced as a whole when variables join, so that whoever saves on another thread walks
    /// over one that stays.
    /// </summary>
    private volatile OrderedDictionary<Variable, Memory> memories = [];

    /// <summary>
    /// What the optimizer remembers, in Keras's order: the moving averages of the variables, their gathered gradients, then momenta and the
    /// like. A file has the number of steps and the learning rate (if that is a number) before them.
    /// </summary>
    public IReadOnlyList<Variable> Variables => InOrder([.. memories.Values]);

    /// <summary>
    /// Makes the memory for variables, if it is not there yet. The first step does it otherwise; a file's memory needs it before.
    /// </summary>
    /// <param name="variables">What will be changed.</param>
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

    /// <summary>How many of each variable's slots stand side by side in files; the rest follows kind by kind.</summary>
    private protected virtual int InterleavedSlots => int.MaxValue;

    /// <summary>What is remembered for all variables together.</summary>
    private protected virtual IEnumerable<Variable> OwnVariables => [];

    /// <summary>A memory of a variable's shape, filled with a value.</summary>
    protected static Variable Slot(Variable variable, string name, double value = 0) =>
        new(Tensor.Full(variable.Shape, value, variable.DType), trainable: false, name) { Path = $"{variable.Path}/{name}" };

    /// <summary>What is remembered of variables alone, in the order of these, as files have it.</summary>
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

    /// <summary>What is remembered of one variable.</summary>
    /// <param name="Slots">As <see cref="MakeSlots"/> made them.</param>
    /// <param name="Average">The moving average; null where none is kept.</param>
    /// <param name="Accumulator">The gathered gradients; null where each batch is a step.</param>
    private sealed record Memory(Variable[] Slots, Variable? Average, Variable? Accumulator);
}
