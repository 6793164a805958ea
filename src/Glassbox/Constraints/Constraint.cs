using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Constraints;

/// <summary>
/// What weights must keep to: they are brought back to it after each step of the optimizer. A string is accepted wherever one is:
/// <c>kernelConstraint: "non_neg"</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/constraints/"/>.</remarks>
public abstract class Constraint : IConfigurable
{
    /// <summary>Keeps norms of zero from dividing.</summary>
    private protected const double Epsilon = 1e-7;

    internal static readonly Registry<Constraint> Known = new("constraint", "keras.constraints")
    {
        MaxNorm.FromConfig, MinMaxNorm.FromConfig, NonNeg.FromConfig, UnitNorm.FromConfig,
    };

    /// <summary>The nearest weights that keep to the constraint, of the same shape.</summary>
    /// <param name="w">Weights, float32 or float64.</param>
    public abstract Tensor Call(Tensor w);

    /// <summary>The nearest weights to those of a variable.</summary>
    internal Tensor Apply(Variable w)
    {
        using var code = RunningCode.Enter(RunningCode.IsUsers(this));
        return Call(w);
    }

    /// <summary>The constraint of a name, in Keras's spelling, with its default settings.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Constraint Get(string name) => Known.Get(name);

    /// <summary>The constraint of a name, as <see cref="Get"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Constraint?(string? name) => name is null ? null : Get(name);

    /// <inheritdoc/>
    public virtual Config GetConfig() => [];

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Known.Serialize(this);

    /// <summary>The lengths of the vectors along some axes, which stay with extent 1.</summary>
    private protected static Tensor Norm(Tensor w, Axes axis) => Ops.Sqrt(Ops.Sum(Ops.Square(w), axis, keepdims: true));
}
