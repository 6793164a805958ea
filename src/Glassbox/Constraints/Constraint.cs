using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Constraints;

/// <summary>
/// Base class of constraints, projections applied to weights after each optimizer step. A string converts to one: <c>kernelConstraint:
/// "non_neg"</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/constraints/"/>.</remarks>
public abstract class Constraint : IConfigurable
{
    /// <summary>Avoids division by zero norms.</summary>
    private protected const double Epsilon = 1e-7;

    internal static readonly Registry<Constraint> Known = new("constraint", "keras.constraints")
    {
        MaxNorm.FromConfig, MinMaxNorm.FromConfig, NonNeg.FromConfig, UnitNorm.FromConfig,
    };

    /// <summary>Projects weights onto the constraint; the shape is unchanged.</summary>
    /// <param name="w">Weights, float32 or float64.</param>
    public abstract Tensor Call(Tensor w);

    /// <summary>Projects a variable's value onto the constraint.</summary>
    internal Tensor Apply(Variable w)
    {
        using var code = RunningCode.Enter(RunningCode.IsUsers(this));
        return Call(w);
    }

    /// <summary>Returns the constraint registered under a name, in Keras's spelling, with default settings.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message suggests the closest one.</exception>
    public static Constraint Get(string name) => Known.Get(name);

    /// <summary>Converts a name to a constraint, as <see cref="Get"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Constraint?(string? name) => name is null ? null : Get(name);

    /// <inheritdoc/>
    public virtual Config GetConfig() => [];

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Known.Serialize(this);

    /// <summary>L2 norms along axes, which are kept with size 1.</summary>
    private protected static Tensor Norm(Tensor w, Axes axis) => Ops.Sqrt(Ops.Sum(Ops.Square(w), axis, keepdims: true));
}
