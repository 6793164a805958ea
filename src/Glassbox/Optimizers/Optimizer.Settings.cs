using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

public abstract partial class Optimizer : IConfigurable
{
    internal static readonly Registry<Optimizer> Known =
        new("optimizer", "keras.optimizers", (optimizer, config) => optimizer.ReadSettings(config))
    {
        SGD.FromConfig, { RMSprop.FromConfig, ["rmsprop"] }, Adam.FromConfig, { AdamW.FromConfig, ["adamw"] }, Adadelta.FromConfig,
            Adagrad.FromConfig, Adamax.FromConfig,
        Adafactor.FromConfig, Nadam.FromConfig, Ftrl.FromConfig, Lion.FromConfig, Lamb.FromConfig, Muon.FromConfig,
        { ScheduleFreeAdamW.FromConfig, ["schedulefreeadamw"] },
    };

    private readonly List<string> excludedFromDecay = [];
    private readonly HashSet<Variable> excludedVariables = [];

    /// <summary>λ, decoupled weight decay: before each update every weight is multiplied by 1 − λ·η; null if disabled.</summary>
    public double? WeightDecay { get; private set; }

    /// <summary>Maximum L2 norm of each variable's gradient; null if disabled.</summary>
    public double? Clipnorm { get; private set; }

    /// <summary>Maximum absolute value of each element of a gradient; null if disabled.</summary>
    public double? Clipvalue { get; private set; }

    /// <summary>Maximum global norm of all gradients; null if disabled.</summary>
    public double? GlobalClipnorm { get; private set; }

    /// <summary>Whether an exponential moving average (EMA) of each weight is kept.</summary>
    public bool UseEma { get; private set; }

    /// <summary>Decay rate of the weight EMA.</summary>
    public double EmaMomentum { get; private set; }

    /// <summary>Overwrites the weights with their EMA every this many steps; null for only at the end of training.</summary>
    public int? EmaOverwriteFrequency { get; private set; }

    /// <summary>Number of batches that make one step; null for one.</summary>
    public int? GradientAccumulationSteps { get; private set; }

    /// <summary>Returns the optimizer registered under a name, with default settings.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message suggests the closest one.</exception>
    public static Optimizer Get(string name) => Known.Get(name);

    /// <summary>Converts a name to an optimizer, as <see cref="Get"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Optimizer?(string? name) => name is null ? null : Get(name);

    /// <summary>Excludes variables, such as biases, from weight decay. Call it before the first step.</summary>
    /// <param name="varList">The variables.</param>
    /// <param name="varNames">Substrings of variable paths, such as <c>bias</c>: every variable whose path contains one is
    /// excluded.</param>
    /// <exception cref="InvalidOperationException">The optimizer has already made a step.</exception>
    public void ExcludeFromWeightDecay(IReadOnlyList<Variable>? varList = null, IReadOnlyList<string>? varNames = null)
    {
        if (Calls > 0)
        {
            throw new InvalidOperationException("ExcludeFromWeightDecay must be called before the first step.");
        }

        excludedVariables.UnionWith(varList ?? []);
        excludedFromDecay.AddRange(varNames ?? []);
    }

    /// <summary>
    /// Returns the settings under Keras's names. A custom optimizer with further settings adds them: <c>new(base.GetConfig()) { { "rho",
    /// rho } }</c>.
    /// </summary>
    public virtual Config GetConfig() => new()
    {
        { "name", Name }, { "learning_rate", schedule }, { "weight_decay", WeightDecay },
        { "clipnorm", Clipnorm }, { "global_clipnorm", GlobalClipnorm }, { "clipvalue", Clipvalue },
        { "use_ema", UseEma }, { "ema_momentum", EmaMomentum }, { "ema_overwrite_frequency", EmaOverwriteFrequency },
        { "loss_scale_factor", Config.None }, { "gradient_accumulation_steps", GradientAccumulationSteps },
    };

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Known.Serialize(this);

    /// <summary>Excludes one variable from weight decay while training is running.</summary>
    internal void Exclude(Variable variable) => excludedVariables.Add(variable);

    /// <summary>Whether weight decay, if enabled, applies to a variable.</summary>
    internal bool Decays(Variable variable) =>
        !excludedVariables.Contains(variable) && !excludedFromDecay.Exists(part => variable.Path.Contains(part, StringComparison.Ordinal));

    // Reads the settings common to all optimizers, so that no FromConfig has to.
    private void ReadSettings(Config config)
    {
        Name = config.GetName() ?? Name;
        schedule = config.Contains("learning_rate") ? config.GetLearningRate(LearningRate) : schedule;
        WeightDecay = config.Contains("weight_decay") ? config.GetDoubleOrNull("weight_decay") : WeightDecay;
        (Clipnorm, Clipvalue, GlobalClipnorm) = (config.GetDoubleOrNull("clipnorm"), config.GetDoubleOrNull("clipvalue"),
            config.GetDoubleOrNull("global_clipnorm"));
        (UseEma, EmaMomentum) = (config.GetBoolean("use_ema", false), config.GetDouble("ema_momentum", 0.99));
        (EmaOverwriteFrequency, GradientAccumulationSteps) =
            (config.GetInt32OrNull("ema_overwrite_frequency"), config.GetInt32OrNull("gradient_accumulation_steps"));
        CheckSettings();
    }

    private void CheckSettings()
    {
        CheckRange("weightDecay", WeightDecay, WeightDecay is null or >= 0, "0 or more");
        CheckRange("clipnorm", Clipnorm, Clipnorm is null or > 0, "more than 0");
        CheckRange("clipvalue", Clipvalue, Clipvalue is null or > 0, "more than 0");
        CheckRange("globalClipnorm", GlobalClipnorm, GlobalClipnorm is null or > 0, "more than 0");
        CheckRange("emaMomentum", EmaMomentum, EmaMomentum is >= 0 and <= 1, "0 to 1");
        CheckRange("emaOverwriteFrequency", EmaOverwriteFrequency, EmaOverwriteFrequency is null or >= 1, "1 or more");
        CheckRange("gradientAccumulationSteps", GradientAccumulationSteps, GradientAccumulationSteps is null or >= 2, "2 or more");
        double?[] clippings = [Clipnorm, Clipvalue, GlobalClipnorm];
        if (clippings.Count(clipping => clipping is not null) > 1)
        {
            throw new ArgumentException(
                $"{GetType().Name} clips gradients in one way only; received clipnorm={Clipnorm}, clipvalue={Clipvalue}, "
                + $"globalClipnorm={GlobalClipnorm}. Give one of them.");
        }
    }

    private void CheckRange(string argument, object? value, bool right, string range)
    {
        if (!right)
        {
            throw new ArgumentOutOfRangeException(argument, value, $"{GetType().Name} needs {argument} of {range}; received {value}.");
        }
    }

    /// <summary>Checks the decay rate of a moving average, which must be in [0, 1).</summary>
    private protected double CheckBeta(double beta, string argument)
    {
        CheckRange(argument, beta, beta is >= 0 and < 1, "at least 0 and less than 1");
        return beta;
    }
}
