using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Changes weights against their gradients. A string is accepted wherever one is: <c>model.Compile("adam", …)</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/"/>.</remarks>
public abstract class Optimizer : IConfigurable
{
    internal static readonly Registry<Optimizer> Known = new("optimizer", "keras.optimizers", (_, config) => config.Ignore("ema_momentum"))
    {
        SGD.FromConfig, { RMSprop.FromConfig, ["rmsprop"] }, Adam.FromConfig,
    };

    private readonly Dictionary<Variable, Variable[]> slots = [];
    private double learningRate;
    private object? owner;

    /// <summary>Sets what all optimizers have in common.</summary>
    /// <param name="learningRate">How large the steps are.</param>
    /// <param name="name">What it is called, such as <c>adam</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not finite.</exception>
    protected Optimizer(double learningRate, string name)
    {
        LearningRate = learningRate;
        Name = name;
    }

    /// <summary>What it is called, such as <c>adam</c>.</summary>
    public string Name { get; }

    /// <summary>How large the steps are. May be changed between steps. Kept in float32, as Keras does, so that a file holds all of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public double LearningRate
    {
        get => learningRate;
        set => learningRate = double.IsFinite(value) ? (float)value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{GetType().Name} needs a finite learning rate.");
    }

    /// <summary>How many steps were made.</summary>
    public long Iterations { get; private set; }

    /// <summary>What the optimizer remembers about each variable, in the order of the variables: momenta and the like.</summary>
    public IReadOnlyList<Variable> Variables => [.. slots.Values.SelectMany(slot => slot)];

    /// <summary>The optimizer of a name, with its default settings.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Optimizer Get(string name) => Known.Get(name);

    /// <summary>The optimizer of a name, as <see cref="Get"/>.</summary>
    public static implicit operator Optimizer(string name) => Get(name);

    /// <summary>The settings by Keras's names. An optimizer with settings of its own adds them: <c>new(base.GetConfig()) { { "rho", rho } }</c>.</summary>
    public virtual Config GetConfig() => new()
    {
        { "name", Name }, { "learning_rate", LearningRate }, { "weight_decay", Config.None },
        { "clipnorm", Config.None }, { "global_clipnorm", Config.None }, { "clipvalue", Config.None },
        { "use_ema", false }, { "ema_momentum", 0.99 }, { "ema_overwrite_frequency", Config.None },
        { "loss_scale_factor", Config.None }, { "gradient_accumulation_steps", Config.None },
    };

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Known.Serialize(this);

    /// <summary>Makes one step: changes the variables by their gradients.</summary>
    /// <param name="gradients">One for each variable; null leaves the variable alone.</param>
    /// <param name="variables">What to change.</param>
    /// <exception cref="ArgumentException">The numbers or shapes of gradients and variables differ, or every gradient is null.</exception>
    public void ApplyGradients(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        if (gradients.Count != variables.Count)
        {
            throw new ArgumentException($"ApplyGradients needs one gradient for each variable; received {gradients.Count} gradients for {variables.Count} variables.", nameof(gradients));
        }

        if (variables.Count > 0 && gradients.All(gradient => gradient is null))
        {
            throw new ArgumentException("None of the variables has a gradient: the loss does not depend on them. Was it computed from them while the tape was open?", nameof(gradients));
        }

        for (var i = 0; i < variables.Count; i++)
        {
            if (gradients[i] is not { } gradient)
            {
                continue;
            }

            var variable = variables[i];
            if (gradient.Shape != variable.Shape)
            {
                throw new ArgumentException($"The variable '{variable.Path}' has shape {variable.Shape}; received a gradient of shape {gradient.Shape}.", nameof(gradients));
            }

            if (!slots.TryGetValue(variable, out var slot))
            {
                using (StepMemory.Suspend())
                {
                    slots[variable] = slot = MakeSlots(variable);
                }
            }

            Update(variable, gradient.To(variable.DType), slot);
        }

        foreach (var variable in variables)
        {
            if (variable.Constraint is { } constraint)
            {
                variable.Assign(constraint.Call(variable));
            }
        }

        Iterations++;
    }

    /// <summary>Remembers whose optimizer this is: what it remembers of one model's weights means nothing to another.</summary>
    /// <exception cref="ArgumentException">It belongs to another model and has made steps there.</exception>
    internal void BelongTo(object model)
    {
        if (owner is not null && owner != model && Iterations > 0)
        {
            throw new ArgumentException($"This {GetType().Name} has already trained another model. Give each model an optimizer of its own: new {GetType().Name}(…).");
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

    /// <summary>A memory of zeros of a variable's shape.</summary>
    protected static Variable Slot(Variable variable, string name) =>
        new(Tensor.Zeros(variable.Shape, variable.DType), trainable: false, name) { Path = $"{variable.Path}/{name}" };
}
