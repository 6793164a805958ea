using Glassbox.Backends;

namespace Glassbox.Optimizers;

public abstract partial class Optimizer
{
    private readonly Dictionary<Variable, Variable[]> slots = [];
    private readonly Dictionary<Variable, Variable> averages = [];
    private readonly Dictionary<Variable, Variable> accumulators = [];

    /// <summary>
    /// What the optimizer remembers, in Keras's order: the moving averages of the variables, their gathered gradients, then momenta and the
    /// like. A file has the number of steps and the learning rate (if that is a number) before them.
    /// </summary>
    public IReadOnlyList<Variable> Variables
    {
        get
        {
            Variable[][] all = [.. slots.Values];
            var apart = Enumerable.Range(InterleavedSlots,
                Math.Max(0, all.Select(slot => slot.Length).DefaultIfEmpty(0).Max() - InterleavedSlots));
            return
            [
                .. averages.Values, .. accumulators.Values,
                .. all.SelectMany(slot => slot.Take(InterleavedSlots)),
                .. apart.SelectMany(position => all.Where(slot => slot.Length > position).Select(slot => slot[position])),
                .. OwnVariables,
            ];
        }
    }

    /// <summary>
    /// Makes the memory for variables, if it is not there yet. The first step does it otherwise; a file's memory needs it before.
    /// </summary>
    /// <param name="variables">What will be changed.</param>
    public void Build(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        using var outsideOfSteps = StepMemory.Suspend();
        for (var i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            if (slots.ContainsKey(variable))
            {
                continue;
            }

            slots[variable] = MakeSlots(variable);
            if (UseEma)
            {
                averages[variable] = Slot(variable, "average");
            }

            if (GradientAccumulationSteps is not null)
            {
                accumulators[variable] = Slot(variable, "gradient_accumulator");
            }
        }
    }

    /// <summary>How many of each variable's slots stand side by side in files; the rest follows kind by kind.</summary>
    private protected virtual int InterleavedSlots => int.MaxValue;

    /// <summary>What is remembered for all variables together.</summary>
    private protected virtual IEnumerable<Variable> OwnVariables => [];

    /// <summary>A memory of a variable's shape, filled with a value.</summary>
    protected static Variable Slot(Variable variable, string name, double value = 0) =>
        new(Tensor.Full(variable.Shape, value, variable.DType), trainable: false, name) { Path = $"{variable.Path}/{name}" };
}
