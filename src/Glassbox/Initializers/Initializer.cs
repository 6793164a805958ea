using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Initializers;

/// <summary>
/// Makes the first values of a weight. A string is accepted wherever one is: <c>kernelInitializer: "he_normal"</c>.
/// </summary>
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

    /// <summary>The first values of a weight.</summary>
    /// <param name="shape">The weight's shape.</param>
    /// <param name="dtype">float32 by default.</param>
    public abstract Tensor Call(Shape shape, DType? dtype = null);

    /// <summary>The initializer of a name, in Keras's spelling.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Initializer Get(string name) => Known.Get(name);

    /// <summary>The initializer of a name, as <see cref="Get"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Initializer?(string? name) => name is null ? null : Get(name);

    /// <inheritdoc/>
    public virtual Config GetConfig() => [];

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Known.Serialize(this);
}
