namespace Glassbox;

/// <summary>The activation functions by name. The formulas are those of the functions of the same name in <see cref="Ops"/>.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/activations/"/>.</remarks>
public static class Activations
{
    /// <summary>x itself.</summary>
    public static readonly ActivationFunction Linear = new("linear", x => x);

    /// <inheritdoc cref="Ops.Relu"/>
    public static readonly ActivationFunction Relu = new("relu", Ops.Relu);

    /// <inheritdoc cref="Ops.Sigmoid"/>
    public static readonly ActivationFunction Sigmoid = new("sigmoid", Ops.Sigmoid);

    /// <inheritdoc cref="Ops.Tanh"/>
    public static readonly ActivationFunction Tanh = new("tanh", Ops.Tanh);

    /// <summary>eˣ / Σ eˣ along the last axis.</summary>
    public static readonly ActivationFunction Softmax = new("softmax", x => Ops.Softmax(x));

    /// <summary>log(softmax(x)) along the last axis.</summary>
    public static readonly ActivationFunction LogSoftmax = new("log_softmax", x => Ops.LogSoftmax(x));

    /// <inheritdoc cref="Ops.Softplus"/>
    public static readonly ActivationFunction Softplus = new("softplus", Ops.Softplus);

    /// <inheritdoc cref="Ops.Softsign"/>
    public static readonly ActivationFunction Softsign = new("softsign", Ops.Softsign);

    /// <inheritdoc cref="Ops.Exp"/>
    public static readonly ActivationFunction Exponential = new("exponential", Ops.Exp);

    /// <inheritdoc cref="Ops.Elu"/>
    public static readonly ActivationFunction Elu = new("elu", x => Ops.Elu(x));

    /// <inheritdoc cref="Ops.Selu"/>
    public static readonly ActivationFunction Selu = new("selu", Ops.Selu);

    /// <inheritdoc cref="Ops.Silu"/>
    public static readonly ActivationFunction Silu = new("silu", Ops.Silu);

    /// <inheritdoc cref="Ops.LeakyRelu"/>
    public static readonly ActivationFunction LeakyRelu = new("leaky_relu", x => Ops.LeakyRelu(x));

    /// <inheritdoc cref="Ops.Relu6"/>
    public static readonly ActivationFunction Relu6 = new("relu6", Ops.Relu6);

    /// <inheritdoc cref="Ops.HardSigmoid"/>
    public static readonly ActivationFunction HardSigmoid = new("hard_sigmoid", Ops.HardSigmoid);

    private static readonly ActivationFunction[] All =
    [
        Linear, Relu, Sigmoid, Tanh, Softmax, LogSoftmax, Softplus, Softsign, Exponential, Elu, Selu, Silu, LeakyRelu, Relu6, HardSigmoid,
    ];

    /// <summary>Whether it is one of these, which files mean by name.</summary>
    internal static bool IsKnown(ActivationFunction function) => Array.IndexOf(All, function) >= 0;

    /// <summary>The function of a name, in Keras's spelling or as it is called here; <c>swish</c> is silu.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static ActivationFunction Get(string name)
    {
        var wanted = Identifiers.Normalize(name == "swish" ? "silu" : name);
        return Array.Find(All, function => Identifiers.Normalize(function.Name) == wanted)
            ?? throw new ArgumentException(Identifiers.Unknown("activation", name, All.Select(function => function.Name)), nameof(name));
    }
}
