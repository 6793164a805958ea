using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Changes weights against their gradients. A string is accepted wherever one is: <c>model.Compile("adam", …)</c>. Each step goes in this
/// order: gather gradients (where several batches make a step), clip them, decay the weights, update them, take them into their moving
/// averages, constrain them.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/"/>.</remarks>
public abstract partial class Optimizer
{
    private LearningRateSchedule schedule;
    private object? owner;

    /// <summary>Sets what all optimizers have in common.</summary>
    /// <param name="learningRate">η, how large the steps are: a number, or a schedule.</param>
    /// <param name="name">What it is called, such as <c>adam</c>.</param>
    /// <param name="weightDecay">λ: before each update, weights shrink by λ·η of themselves; not at all by default.</param>
    /// <param name="clipnorm">The greatest norm of each variable's gradient; longer ones are shortened to it.</param>
    /// <param name="clipvalue">The greatest absolute value of each element of a gradient.</param>
    /// <param name="globalClipnorm">The greatest norm of all gradients together. Only one way of clipping may be given.</param>
    /// <param name="useEma">Whether to keep a moving average of each weight, which takes the weight's place at the end of the
    /// training.</param>
    /// <param name="emaMomentum">How much of the old average remains at each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">After how many steps, again and again, the averages take the weights' places; only at the end by
    /// default.</param>
    /// <param name="gradientAccumulationSteps">How many batches make one step with the mean of their gradients; each by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <exception cref="ArgumentException">There is more than one way of clipping.</exception>
    protected Optimizer(
        LearningRateSchedule learningRate, string name, double? weightDecay = null, double? clipnorm = null, double? clipvalue = null,
        double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        int? gradientAccumulationSteps = null)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        (schedule, Name) = (learningRate, name);
        (WeightDecay, Clipnorm, Clipvalue, GlobalClipnorm) = (weightDecay, clipnorm, clipvalue, globalClipnorm);
        (UseEma, EmaMomentum, EmaOverwriteFrequency, GradientAccumulationSteps) =
            (useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps);
        CheckSettings();
    }

    /// <summary>What it is called, such as <c>adam</c>.</summary>
    public string Name { get; private set; }

    /// <summary>
    /// How large the next step is: the number that was given, or what the schedule says. A number may be changed between steps.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    /// <exception cref="InvalidOperationException">A schedule decides.</exception>
    public double LearningRate
    {
        get => schedule.At(Iterations);
        set => schedule = schedule is ConstantRate
            ? value
            : throw new InvalidOperationException($"The learning rate of this {GetType().Name} follows a schedule, "
            + $"{schedule.GetType().Name}, and cannot be set. Give it a number to begin with.");
    }

    /// <summary>The schedule of the learning rate; null where it is a number.</summary>
    public LearningRateSchedule? LearningRateSchedule => schedule is ConstantRate ? null : schedule;

    /// <summary>How many steps were made.</summary>
    public long Iterations => GradientAccumulationSteps is { } batches ? Calls / batches : Calls;

    /// <summary>How often gradients came; more often than <see cref="Iterations"/> where several batches make a step.</summary>
    internal long Calls { get; set; }

    /// <summary>Makes one step: changes each variable by its gradient, <c>optimizer.ApplyGradients(gradients.Zip(variables))</c>.</summary>
    /// <param name="gradientsAndVariables">The variables with their gradients; null leaves a variable alone.</param>
    /// <exception cref="ArgumentException">The shapes of a gradient and its variable differ, or every gradient is null.</exception>
    public void ApplyGradients(IEnumerable<(Tensor? Gradient, Variable Variable)> gradientsAndVariables)
    {
        var pairs = gradientsAndVariables.ToArray();
        ApplyGradients(Array.ConvertAll(pairs, pair => pair.Gradient), Array.ConvertAll(pairs, pair => pair.Variable));
    }

    /// <summary>
    /// Makes one step, as <see cref="ApplyGradients(IReadOnlyList{Tensor}, IReadOnlyList{Variable})"/>; Keras has both names.
    /// </summary>
    /// <inheritdoc cref="ApplyGradients(IReadOnlyList{Tensor}, IReadOnlyList{Variable})"/>
    public void Apply(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables) => ApplyGradients(gradients, variables);

    /// <summary>
    /// Makes the step that <see cref="Model.ComputeGradients"/> has prepared: commits the state updates of its call, and changes the
    /// variables.
    /// </summary>
    /// <param name="result">The gradients with their variables, and the call.</param>
    /// <exception cref="ArgumentException">The numbers or shapes of gradients and variables differ, or every gradient is null. Nothing is
    /// changed then.</exception>
    public void Apply(StepResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Check(result.Gradients, result.Variables);
        result.Call.Commit();
        if (result.Variables.Count > 0)
        {
            ApplyGradients(result.Gradients, result.Variables);
        }
    }

    /// <summary>Makes one step: changes the variables by their gradients.</summary>
    /// <param name="gradients">One for each variable; null leaves the variable alone.</param>
    /// <param name="variables">What to change.</param>
    /// <exception cref="ArgumentException">The numbers or shapes of gradients and variables differ, or every gradient is null.</exception>
    public void ApplyGradients(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        Check(gradients, variables);
        using var code = RunningCode.Enter(RunningCode.IsUsers(this));
        Build(variables);
        var (gathered, changed) = WithGradients(gradients, variables);
        if (GradientAccumulationSteps is not { } batches)
        {
            Step(gathered, changed);
        }
        else if ((Calls + 1) % batches == 0)
        {
            Step([.. gathered.Zip(changed, (gradient, variable) => (gradient + memories[variable].Accumulator!.Value) / batches)], changed);
            foreach (var accumulator in memories.Values.Select(memory => memory.Accumulator!))
            {
                accumulator.Assign(Ops.ZerosLike(accumulator));
            }
        }
        else
        {
            foreach (var (gradient, variable) in gathered.Zip(changed))
            {
                var accumulator = memories[variable].Accumulator!;
                accumulator.Assign(gradient + accumulator.Value);
            }
        }

        if (UseEma)
        {
            UpdateAverages(changed);
        }

        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i].Constraint is { } constraint)
            {
                variables[i].Assign(constraint.Apply(variables[i]));
            }
        }

        Calls++;
    }

    /// <summary>What remains to be done at the end of a training: moving averages take their weights' places.</summary>
    /// <param name="variables">The weights.</param>
    public void FinalizeVariableValues(IReadOnlyList<Variable> variables)
    {
        if (!UseEma)
        {
            return;
        }

        foreach (var variable in variables)
        {
            if (memories.TryGetValue(variable, out var memory) && memory.Average is { } average)
            {
                var (target, source) = AveragesInPlace ? (average, variable) : (variable, average);
                target.Assign(source);
            }
        }

        AveragesInPlace = false;
    }

    /// <summary>Whether weights and averages are exchanged.</summary>
    internal bool AveragesInPlace { get; set; }

    /// <summary>Exchanges the weights and their moving averages.</summary>
    internal void ExchangeAverages()
    {
        foreach (var (variable, memory) in memories)
        {
            var average = memory.Average!;
            var weights = variable.Value.Copy();
            variable.Assign(average);
            average.Assign(weights);
        }

        AveragesInPlace = !AveragesInPlace;
    }

    /// <summary>Remembers whose optimizer this is: what it remembers of one model's weights means nothing to another.</summary>
    /// <exception cref="ArgumentException">It belongs to another model and has made steps there.</exception>
    internal void BelongTo(object model)
    {
        if (owner is not null && owner != model && Calls > 0)
        {
            throw new ArgumentException($"This {GetType().Name} has already trained another model. Give each model an optimizer of its "
                + $"own: new {GetType().Name}(…).");
        }

        owner = model;
    }

    /// <summary>Makes the memory for a variable, all zeros.</summary>
    protected abstract Variable[] MakeSlots(Variable variable);

    /// <summary>Changes one variable.</summary>
    /// <param name="variable">What to change.</param>
    /// <param name="gradient">Of the variable's shape and type.</param>
    /// <param name="slots">The variable's memory, as <see cref="MakeSlots"/> made it.</param>
    protected abstract void Update(Variable variable, Tensor gradient, Variable[] slots);

    /// <summary>What is done once before the variables of a step are updated.</summary>
    private protected virtual void BeginUpdates()
    {
    }

    /// <summary>λ of a variable; null where it does not decay.</summary>
    private protected virtual double? DecayOf(Variable variable) => WeightDecay;

    private static void Check(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        if (gradients.Count != variables.Count)
        {
            throw new ArgumentException($"ApplyGradients needs one gradient for each variable; received {gradients.Count} gradients for "
                + $"{variables.Count} variables.", nameof(gradients));
        }

        var any = variables.Count == 0;
        for (var i = 0; i < variables.Count; i++)
        {
            any |= gradients[i] is not null;
            if (gradients[i] is { } gradient && gradient.Shape != variables[i].Shape)
            {
                throw new ArgumentException($"The variable '{variables[i].Path}' has shape {variables[i].Shape}; received a gradient of "
                    + $"shape {gradient.Shape}.", nameof(gradients));
            }
        }

        if (!any)
        {
            throw new ArgumentException("None of the variables has a gradient: the loss does not depend on them. Was it computed from "
                + "them while the tape was open, and without operations that have no gradient, such as comparisons, ArgMax and rounding?",
                nameof(gradients));
        }
    }

    /// <summary>The variables that have gradients, with these in the variables' types.</summary>
    private static (Tensor[] Gradients, Variable[] Variables) WithGradients(IReadOnlyList<Tensor?> gradients,
        IReadOnlyList<Variable> variables)
    {
        var (given, changed) = (new List<Tensor>(variables.Count), new List<Variable>(variables.Count));
        for (var i = 0; i < variables.Count; i++)
        {
            if (gradients[i] is { } gradient)
            {
                given.Add(gradient.To(variables[i].DType));
                changed.Add(variables[i]);
            }
        }

        return ([.. given], [.. changed]);
    }

    private void Step(Tensor[] gradients, Variable[] variables)
    {
        gradients = Clip(gradients);
        foreach (var variable in variables)
        {
            if (DecayOf(variable) is { } decay and not 0 && Decays(variable))
            {
                variable.Assign(variable.Value * (1 - (decay * LearningRate)));
            }
        }

        BeginUpdates();
        using var alone = RunningCode.IsUsers(this) ? default : WeightGate.TryWrite();
        for (var i = 0; i < variables.Length; i++)
        {
            Update(variables[i], gradients[i], memories[variables[i]].Slots);
        }
    }

    private void UpdateAverages(Variable[] variables)
    {
        var momentum = Iterations == 0 ? 0 : EmaMomentum;
        var overwrite = EmaOverwriteFrequency is { } frequency && (Iterations + 1) % frequency == 0;
        foreach (var variable in variables)
        {
            var average = memories[variable].Average!;
            average.Assign((average.Value * momentum) + (variable.Value * (1 - momentum)));
            if (overwrite)
            {
                variable.Assign(average);
            }
        }
    }
}
