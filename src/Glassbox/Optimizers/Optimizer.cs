using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Base class of optimizers, which update variables from their gradients. A string converts to one: <c>model.Compile("adam", …)</c>. Order
/// of a step: accumulate gradients (if enabled), clip, decay weights, update, update the moving averages, apply constraints.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/"/>.</remarks>
public abstract partial class Optimizer
{
    private LearningRateSchedule schedule;
    private object? owner;

    /// <summary>Initializes the settings common to all optimizers.</summary>
    /// <param name="learningRate">η: a constant or a schedule.</param>
    /// <param name="name">Name of the optimizer, such as <c>adam</c>.</param>
    /// <param name="weightDecay">λ, decoupled weight decay: before each update every weight is multiplied by 1 − λ·η; null (the default)
    /// disables it.</param>
    /// <param name="clipnorm">Maximum L2 norm of each variable's gradient; gradients above it are rescaled to it.</param>
    /// <param name="clipvalue">Clips each element of every gradient to [−clipvalue, clipvalue].</param>
    /// <param name="globalClipnorm">Maximum global norm of all gradients; above it all are rescaled by the same factor. Only one of the
    /// three clipping options may be set.</param>
    /// <param name="useEma">Whether to keep an exponential moving average (EMA) of each weight, which overwrites the weight at the end of
    /// training.</param>
    /// <param name="emaMomentum">Decay rate of the weight EMA, in [0, 1].</param>
    /// <param name="emaOverwriteFrequency">Overwrites the weights with their EMA every this many steps; null (the default) only at the end
    /// of training.</param>
    /// <param name="gradientAccumulationSteps">Number of batches whose averaged gradients make one step; null (the default) updates after
    /// each batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ArgumentException">More than one clipping option is set.</exception>
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

    /// <summary>Name of the optimizer, such as <c>adam</c>.</summary>
    public string Name { get; private set; }

    /// <summary>Learning rate of the next step: the constant, or the schedule's value. A constant can be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The learning rate follows a schedule.</exception>
    public double LearningRate
    {
        get => schedule.At(Iterations);
        set => schedule = schedule is ConstantRate
            ? value
            : throw new InvalidOperationException($"The learning rate of this {GetType().Name} follows a schedule, "
            + $"{schedule.GetType().Name}, and cannot be set. Give it a number to begin with.");
    }

    /// <summary>The learning rate schedule; null if the rate is a constant.</summary>
    public LearningRateSchedule? LearningRateSchedule => schedule is ConstantRate ? null : schedule;

    /// <summary>Number of steps made.</summary>
    public long Iterations => GradientAccumulationSteps is { } batches ? Calls / batches : Calls;

    /// <summary>Number of gradient applications; exceeds <see cref="Iterations"/> with gradient accumulation.</summary>
    internal long Calls { get; set; }

    /// <summary>Makes one step: <c>optimizer.ApplyGradients(gradients.Zip(variables))</c>.</summary>
    /// <param name="gradientsAndVariables">Gradients with their variables; a null gradient leaves the variable unchanged.</param>
    /// <exception cref="ArgumentException">The shapes of a gradient and its variable differ, or all gradients are null.</exception>
    public void ApplyGradients(IEnumerable<(Tensor? Gradient, Variable Variable)> gradientsAndVariables)
    {
        var pairs = gradientsAndVariables.ToArray();
        ApplyGradients(Array.ConvertAll(pairs, pair => pair.Gradient), Array.ConvertAll(pairs, pair => pair.Variable));
    }

    /// <summary>Same as <see cref="ApplyGradients(IReadOnlyList{Tensor}, IReadOnlyList{Variable})"/>; Keras has both names.</summary>
    /// <inheritdoc cref="ApplyGradients(IReadOnlyList{Tensor}, IReadOnlyList{Variable})"/>
    public void Apply(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables) => ApplyGradients(gradients, variables);

    /// <summary>
    /// Makes the step prepared by <see cref="Model.ComputeGradients"/>: commits the state updates of its forward pass and updates the
    /// variables.
    /// </summary>
    /// <param name="result">Gradients, variables and call context.</param>
    /// <exception cref="ArgumentException">The counts or shapes of gradients and variables differ, or all gradients are null. Nothing is
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

    /// <summary>Makes one step: updates the variables from their gradients.</summary>
    /// <param name="gradients">One per variable; null leaves the variable unchanged.</param>
    /// <param name="variables">The variables to update.</param>
    /// <exception cref="ArgumentException">The counts or shapes of gradients and variables differ, or all gradients are null.</exception>
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

    /// <summary>Ends training: overwrites the weights with their moving averages if <see cref="UseEma"/> is set.</summary>
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

    /// <summary>Whether weights and averages are currently swapped.</summary>
    internal bool AveragesInPlace { get; set; }

    /// <summary>Swaps the weights and their moving averages.</summary>
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

    /// <summary>Binds the optimizer to a model: its state is meaningless for another model's weights.</summary>
    /// <exception cref="ArgumentException">The optimizer is bound to another model and has made steps there.</exception>
    internal void BelongTo(object model)
    {
        if (owner is not null && owner != model && Calls > 0)
        {
            throw new ArgumentException($"This {GetType().Name} has already trained another model. Give each model an optimizer of its "
                + $"own: new {GetType().Name}(…).");
        }

        owner = model;
    }

    /// <summary>Creates the slots of a variable, initialized to zero.</summary>
    protected abstract Variable[] MakeSlots(Variable variable);

    /// <summary>Updates one variable.</summary>
    /// <param name="variable">The variable to update.</param>
    /// <param name="gradient">Gradient with the variable's shape and type.</param>
    /// <param name="slots">The variable's slots from <see cref="MakeSlots"/>.</param>
    protected abstract void Update(Variable variable, Tensor gradient, Variable[] slots);

    /// <summary>Called once per step before the variables are updated.</summary>
    private protected virtual void BeginUpdates()
    {
    }

    /// <summary>λ of a variable; null if it is not decayed.</summary>
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

    /// <summary>Returns the variables that have gradients, and these gradients cast to the variables' types.</summary>
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
