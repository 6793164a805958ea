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

    /// <summary>λ: before each update, weights shrink by λ·η of themselves; null for not at all.</summary>
    public double? WeightDecay { get; private set; }

    /// <summary>The greatest norm of each variable's gradient; null for any.</summary>
    public double? Clipnorm { get; private set; }

    /// <summary>The greatest absolute value of each element of a gradient; null for any.</summary>
    public double? Clipvalue { get; private set; }

    /// <summary>The greatest norm of all gradients together; null for any.</summary>
    public double? GlobalClipnorm { get; private set; }

    /// <summary>Whether a moving average of each weight is kept.</summary>
    public bool UseEma { get; private set; }

    /// <summary>How much of the old average remains at each step.</summary>
    public double EmaMomentum { get; private set; }

    /// <summary>After how many steps, again and again, the averages take the weights' places; null for only at the end.</summary>
    public int? EmaOverwriteFrequency { get; private set; }

    /// <summary>How many batches make one step; null for each.</summary>
    public int? GradientAccumulationSteps { get; private set; }

    /// <summary>The optimizer of a name, with its default settings.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Optimizer Get(string name) => Known.Get(name);

    /// <summary>The optimizer of a name, as <see cref="Get"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Optimizer?(string? name) => name is null ? null : Get(name);

    /// <summary>Keeps weights from decaying, such as biases: before the first step.</summary>
    /// <param name="varList">The variables themselves.</param>
    /// <param name="varNames">Parts of paths, such as <c>bias</c>: all variables whose paths contain one.</param>
    /// <exception cref="InvalidOperationException">Steps were made already.</exception>
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
    /// The settings by Keras's names. An optimizer with settings of its own adds them: <c>new(base.GetConfig()) { { "rho", rho } }</c>.
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

    /// <summary>Keeps one weight from decaying, in a training that goes on.</summary>
    internal void Exclude(Variable variable) => excludedVariables.Add(variable);

    /// <summary>Whether a weight decays, where there is a decay.</summary>
    internal bool Decays(Variable variable) =>
        !excludedVariables.Contains(variable) && !excludedFromDecay.Exists(part => variable.Path.Contains(part, StringComparison.Ordinal));

    // What all optimizers have in common; without it each FromConfig would have to read it.
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

    /// <summary>A moving mean's part that remains, which must be at least 0 and less than 1.</summary>
    private protected double CheckBeta(double beta, string argument)
    {
        CheckRange(argument, beta, beta is >= 0 and < 1, "at least 0 and less than 1");
        return beta;
    }
}
