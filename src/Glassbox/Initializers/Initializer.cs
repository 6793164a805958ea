using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Initializers;

/// <summary>Computes the initial values of a weight. A string converts to one: <c>kernelInitializer: "he_normal"</c>.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/initializers/"/>.</remarks>
public abstract class Initializer : IConfigurable
{
    internal static readonly Registry<Initializer> Known = new("initializer", "keras.initializers")
    {
        { Zeros.FromConfig, ["zeros", "zero"] }, { Ones.FromConfig, ["ones", "one"] }, Constant.FromConfig,
        { RandomUniform.FromConfig, ["random_uniform", "uniform"] }, { RandomNormal.FromConfig, ["random_normal", "normal"] },
        TruncatedNormal.FromConfig,
        GlorotUniform.FromConfig, GlorotNormal.FromConfig, HeUniform.FromConfig, HeNormal.FromConfig, LecunUniform.FromConfig,
        LecunNormal.FromConfig, VarianceScaling.FromConfig, { Identity.FromConfig, ["identity", "identity_initializer"] },
        { Orthogonal.FromConfig, ["orthogonal", "orthogonal_initializer"] }, { STFT.FromConfig, ["stft", "stft_initializer"] },
    };

    /// <summary>Returns the initial values of a weight.</summary>
    /// <param name="shape">The weight's shape.</param>
    /// <param name="dtype">Type; float32 by default.</param>
    public abstract Tensor Call(Shape shape, DType? dtype = null);

    /// <summary>Returns the initializer registered under a name, in Keras's spelling.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message suggests the closest one.</exception>
    public static Initializer Get(string name) => Known.Get(name);

    /// <summary>Converts a name to an initializer, as <see cref="Get"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Initializer?(string? name) => name is null ? null : Get(name);

    /// <inheritdoc/>
    public virtual Config GetConfig() => [];

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Known.Serialize(this);
}
