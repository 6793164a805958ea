using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Regularizers;

/// <summary>
/// Base class of regularizers: a penalty on weights or outputs that is added to the loss. A string converts to one: <c>kernelRegularizer:
/// "l2"</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/regularizers/"/>.</remarks>
public abstract class Regularizer : IConfigurable
{
    internal static readonly Registry<Regularizer> Known = new("regularizer", "keras.regularizers")
    {
        L1.FromConfig, L2.FromConfig, L1L2.FromConfig, OrthogonalRegularizer.FromConfig,
    };

    /// <summary>Returns the scalar penalty.</summary>
    /// <param name="x">Weights or outputs, float32 or float64.</param>
    public abstract Tensor Call(Tensor x);

    /// <summary>The regularization loss of a variable.</summary>
    internal Tensor Apply(Variable x)
    {
        using var code = RunningCode.Enter(RunningCode.IsUsers(this));
        return Call(x);
    }

    /// <summary>The regularization loss of an output.</summary>
    internal Tensor Apply(Tensor x)
    {
        using var code = RunningCode.Enter(RunningCode.IsUsers(this));
        return Call(x);
    }

    /// <summary>Returns the regularizer registered under a name, in Keras's spelling, with default settings.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message suggests the closest one.</exception>
    public static Regularizer Get(string name) => Known.Get(name);

    /// <summary>Converts a name to a regularizer, as <see cref="Get"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Regularizer?(string? name) => name is null ? null : Get(name);

    /// <inheritdoc/>
    public virtual Config GetConfig() => [];

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Known.Serialize(this);

    /// <summary>Checks a factor, which must be finite and not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite or negative.</exception>
    private protected static double Checked(double value, string argument) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{value}",
        $"A regularizer needs a finite {argument} of 0 or more; received {value}.");
}
