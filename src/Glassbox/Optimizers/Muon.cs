using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Momentum whose update matrix is orthogonalized (all singular values near 1) by a few Newton–Schulz iterations X ← a·X + (b·XXᵀ +
/// c·(XXᵀ)²)·X, so that rare directions move as far as common ones. Vectors, embeddings and excluded layers (the last layer should be one)
/// are updated by Adam.
/// </summary>
/// <remarks>Source: Jordan et al., 2024, and Liu et al., 2025; <see href="https://keras.io/api/optimizers/muon/"/>.</remarks>
public sealed class Muon : Optimizer
{
    private readonly double adamBeta1;
    private readonly double adamBeta2;
    private readonly double? adamWeightDecay;
    private readonly double epsilon;
    private readonly string[] excludeLayers;
    private readonly bool excludeEmbeddings;
    private readonly (double A, double B, double C) polynomial;
    private readonly double adamLrRatio;
    private readonly double momentum;
    private readonly int nsSteps;
    private readonly bool nesterov;
    private readonly double? rmsRate;

    /// <summary>Muon.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.001 by default.</param>
    /// <param name="adamBeta1">Adam's β₁, in [0, 1).</param>
    /// <param name="adamBeta2">Adam's β₂, in [0, 1).</param>
    /// <param name="adamWeightDecay">λ, weight decay of the variables updated by Adam; null for none.</param>
    /// <param name="epsilon">Adam's ε.</param>
    /// <param name="weightDecay">λ, weight decay of the variables updated by Muon: before each update each is multiplied by 1 − λ·η; 0.004
    /// by default.</param>
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
    /// <param name="name">Name of the optimizer.</param>
    /// <param name="excludeLayers">Regular expressions: variables whose paths contain a match are updated by Adam.</param>
    /// <param name="excludeEmbeddings">Whether embeddings are updated by Adam.</param>
    /// <param name="muonA">Newton–Schulz coefficient a.</param>
    /// <param name="muonB">Newton–Schulz coefficient b.</param>
    /// <param name="muonC">Newton–Schulz coefficient c.</param>
    /// <param name="adamLrRatio">Learning rate of the variables updated by Adam, as a fraction of η.</param>
    /// <param name="momentum">Decay rate of the momentum.</param>
    /// <param name="nsSteps">Number of Newton–Schulz iterations.</param>
    /// <param name="nesterov">Whether to use Nesterov momentum.</param>
    /// <param name="rmsRate">Scales updates by √(larger dimension) · rmsRate, which suits Adam's learning rates; null scales by √max(1,
    /// rows / columns).</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ArgumentException">More than one clipping option is set, or a regular expression is invalid.</exception>
    public Muon(
        LearningRateSchedule? learningRate = null, double adamBeta1 = 0.9, double adamBeta2 = 0.999, double? adamWeightDecay = 0.004,
        double epsilon = 1e-7, double? weightDecay = 0.004, double? clipnorm = null, double? clipvalue = null,
        double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        int? gradientAccumulationSteps = null, string name = "muon", IReadOnlyList<string>? excludeLayers = null,
        bool excludeEmbeddings = true, double muonA = 3.4445, double muonB = -4.775, double muonC = 2.0315, double adamLrRatio = 1,
        double momentum = 0.95, int nsSteps = 5, bool nesterov = true, double? rmsRate = 0.2)
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.adamBeta1 = CheckBeta(adamBeta1, nameof(adamBeta1));
        this.adamBeta2 = CheckBeta(adamBeta2, nameof(adamBeta2));
        this.nsSteps = nsSteps >= 1 ? nsSteps : throw new ArgumentOutOfRangeException(nameof(nsSteps), nsSteps,
            $"Muon needs nsSteps of 1 or more; received {nsSteps}.");
        this.excludeLayers = [.. excludeLayers ?? []];
        Array.ForEach(this.excludeLayers, pattern => Regex.Match("", pattern));
        (this.adamWeightDecay, this.epsilon, this.excludeEmbeddings, polynomial) = (
            adamWeightDecay, Setting.NotNegative(epsilon), excludeEmbeddings,
            (Setting.Finite(muonA), Setting.Finite(muonB), Setting.Finite(muonC)));
        (this.adamLrRatio, this.momentum, this.nesterov, this.rmsRate) =
            (Setting.NotNegative(adamLrRatio), CheckBeta(momentum, nameof(momentum)), nesterov, rmsRate);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "adam_beta_1", adamBeta1 }, { "adam_beta_2", adamBeta2 }, { "epsilon", epsilon },
        { "exclude_layers", new JsonArray([.. excludeLayers.Select(pattern => JsonValue.Create(pattern))]) }, { "muon_a", polynomial.A },
        { "muon_b", polynomial.B }, { "muon_c", polynomial.C }, { "adam_lr_ratio", adamLrRatio }, { "momentum", momentum },
        { "ns_steps", nsSteps }, { "nesterov", nesterov }, { "exclude_embeddings", excludeEmbeddings },
        { "adam_weight_decay", adamWeightDecay }, { "rms_rate", rmsRate },
    };

    internal static Muon FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("adam_beta_1", 0.9), config.GetDouble("adam_beta_2", 0.999),
        config.Contains("adam_weight_decay") ? config.GetDoubleOrNull("adam_weight_decay") : 0.004, config.GetDouble("epsilon", 1e-7),
        name: config.GetString("name", "muon"), excludeLayers: config.GetNode("exclude_layers") is JsonArray patterns
        ? [.. patterns.Select(pattern => pattern!.ToString())] : null, excludeEmbeddings: config.GetBoolean("exclude_embeddings", true),
        muonA: config.GetDouble("muon_a", 3.4445), muonB: config.GetDouble("muon_b", -4.775), muonC: config.GetDouble("muon_c", 2.0315),
        adamLrRatio: config.GetDouble("adam_lr_ratio", 1), momentum: config.GetDouble("momentum", 0.95),
        nsSteps: config.GetInt32("ns_steps", 5), nesterov: config.GetBoolean("nesterov", true),
        rmsRate: config.Contains("rms_rate") ? config.GetDoubleOrNull("rms_rate") : 0.2);

    /// <inheritdoc/>
    private protected override double? DecayOf(Variable variable) => GoesByAdam(variable) ? adamWeightDecay : WeightDecay;

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) =>
        GoesByAdam(variable) ? [Slot(variable, "momentum"), Slot(variable, "velocity")] : [Slot(variable, "momentum")];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var m = slots[0];
        if (GoesByAdam(variable))
        {
            var t = Iterations + 1;
            var alpha = LearningRate * adamLrRatio * Math.Sqrt(1 - Math.Pow(adamBeta2, t)) / (1 - Math.Pow(adamBeta1, t));
            using var weight = variable.BeginUpdate();
            using var first = m.BeginUpdate();
            using var second = slots[1].BeginUpdate();
            Device.Current.Adam(weight.Storage, gradient.Storage, first.Storage, second.Storage, null, alpha, adamBeta1, adamBeta2,
                epsilon);
            return;
        }

        m.Assign((m.Value * momentum) + gradient);
        var step = Orthogonal(nesterov ? gradient + (m.Value * momentum) : m.Value);
        var (rows, columns) = ((double)variable.Shape[0], variable.Shape[1]);
        var scale = rmsRate is { } rate ? Math.Sqrt(Math.Max(rows, columns)) * rate : Math.Sqrt(Math.Max(1, rows / columns));
        variable.Assign(variable.Value - (step * (LearningRate * scale)));
    }

    private bool GoesByAdam(Variable variable) =>
        variable.Shape.Rank is not (2 or 3)
        || (excludeEmbeddings && variable.Path.Contains("embedding", StringComparison.OrdinalIgnoreCase))
        || Array.Exists(excludeLayers, pattern => Regex.IsMatch(variable.Path, pattern));

    private Tensor Orthogonal(Tensor x)
    {
        var upright = x.Shape[^2] > x.Shape[^1];
        x = upright ? Transposed(x) : x;
        x /= Ops.Sqrt(Ops.Sum(Ops.Square(x), axis: [-2, -1], keepdims: true)) + 1e-7;
        for (var step = 0; step < nsSteps; step++)
        {
            var product = Ops.MatMul(x, Transposed(x));
            x = (x * polynomial.A) + Ops.MatMul((product * polynomial.B) + (Ops.MatMul(product, product) * polynomial.C), x);
        }

        return upright ? Transposed(x) : x;
    }

    private static Tensor Transposed(Tensor x) => Ops.Transpose(x, x.Rank == 3 ? [0, 2, 1] : [1, 0]);
}
