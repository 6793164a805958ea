namespace Glassbox.Initializers;

/// <summary>
/// Makes the first values of a weight. A string is accepted wherever one is: <c>kernelInitializer: "he_normal"</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/initializers/"/>.</remarks>
public abstract class Initializer
{
    private static readonly (string Name, Func<Initializer> Make)[] Known =
    [
        ("zeros", () => new Zeros()), ("ones", () => new Ones()), ("constant", () => new Constant()),
        ("random_uniform", () => new RandomUniform()), ("random_normal", () => new RandomNormal()), ("truncated_normal", () => new TruncatedNormal()),
        ("glorot_uniform", () => new GlorotUniform()), ("glorot_normal", () => new GlorotNormal()),
        ("he_uniform", () => new HeUniform()), ("he_normal", () => new HeNormal()),
        ("lecun_uniform", () => new LecunUniform()), ("lecun_normal", () => new LecunNormal()),
        ("variance_scaling", () => new VarianceScaling()),
    ];

    /// <summary>The first values of a weight.</summary>
    /// <param name="shape">The weight's shape.</param>
    /// <param name="dtype">float32 by default.</param>
    public abstract Tensor Call(Shape shape, DType? dtype = null);

    /// <summary>The initializer of a name, in Keras's spelling.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Initializer Get(string name)
    {
        var wanted = Identifiers.Normalize(name);
        var found = Array.Find(Known, entry => Identifiers.Normalize(entry.Name) == wanted);
        return found.Make?.Invoke() ?? throw new ArgumentException(Identifiers.Unknown("initializer", name, Known.Select(entry => entry.Name)), nameof(name));
    }

    /// <summary>The initializer of a name, as <see cref="Get"/>.</summary>
    public static implicit operator Initializer(string name) => Get(name);
}
