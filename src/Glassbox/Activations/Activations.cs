namespace Glassbox;

/// <summary>Activation functions by name. Their formulas are documented at the functions of the same name in <see cref="Ops"/>.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/activations/"/>.</remarks>
public static class Activations
{
    /// <summary>Identity.</summary>
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

    /// <inheritdoc cref="Ops.Celu"/>
    public static readonly ActivationFunction Celu = new("celu", x => Ops.Celu(x));

    /// <inheritdoc cref="Ops.Gelu"/>
    public static readonly ActivationFunction Gelu = new("gelu", x => Ops.Gelu(x));

    /// <inheritdoc cref="Ops.Glu"/>
    public static readonly ActivationFunction Glu = new("glu", x => Ops.Glu(x));

    /// <inheritdoc cref="Ops.HardShrink"/>
    public static readonly ActivationFunction HardShrink = new("hard_shrink", x => Ops.HardShrink(x));

    /// <inheritdoc cref="Ops.HardSilu"/>
    public static readonly ActivationFunction HardSilu = new("hard_silu", Ops.HardSilu);

    /// <inheritdoc cref="Ops.HardTanh"/>
    public static readonly ActivationFunction HardTanh = new("hard_tanh", Ops.HardTanh);

    /// <inheritdoc cref="Ops.LogSigmoid"/>
    public static readonly ActivationFunction LogSigmoid = new("log_sigmoid", Ops.LogSigmoid);

    /// <inheritdoc cref="Ops.Mish"/>
    public static readonly ActivationFunction Mish = new("mish", Ops.Mish);

    /// <inheritdoc cref="Ops.SoftShrink"/>
    public static readonly ActivationFunction SoftShrink = new("soft_shrink", x => Ops.SoftShrink(x));

    /// <inheritdoc cref="Ops.SparsePlus"/>
    public static readonly ActivationFunction SparsePlus = new("sparse_plus", Ops.SparsePlus);

    /// <inheritdoc cref="Ops.SparseSigmoid"/>
    public static readonly ActivationFunction SparseSigmoid = new("sparse_sigmoid", Ops.SparseSigmoid);

    /// <inheritdoc cref="Ops.Sparsemax"/>
    public static readonly ActivationFunction Sparsemax = new("sparsemax", x => Ops.Sparsemax(x));

    /// <inheritdoc cref="Ops.Squareplus"/>
    public static readonly ActivationFunction Squareplus = new("squareplus", x => Ops.Squareplus(x));

    /// <inheritdoc cref="Ops.TanhShrink"/>
    public static readonly ActivationFunction TanhShrink = new("tanh_shrink", Ops.TanhShrink);

    private static readonly ActivationFunction[] All =
    [
        Linear, Relu, Sigmoid, Tanh, Softmax, LogSoftmax, Softplus, Softsign, Exponential, Elu, Selu, Silu, LeakyRelu, Relu6, HardSigmoid,
        Celu, Gelu, Glu, HardShrink, HardSilu, HardTanh, LogSigmoid, Mish, SoftShrink, SparsePlus, SparseSigmoid, Sparsemax, Squareplus,
        TanhShrink,
    ];

    /// <summary>Whether a function is one of these, which files identify by name.</summary>
    internal static bool IsKnown(ActivationFunction function) => Array.IndexOf(All, function) >= 0;

    /// <inheritdoc cref="Ops.Threshold"/>
    public static ActivationFunction Threshold(double threshold, double defaultValue) =>
        new("threshold", x => Ops.Threshold(x, threshold, defaultValue));

    /// <summary>
    /// Returns the function registered under a name, in Keras's or .NET's spelling; <c>swish</c> is silu and <c>hard_swish</c> hard_silu.
    /// </summary>
    /// <exception cref="ArgumentException">The name is unknown; the message suggests the closest one.</exception>
    public static ActivationFunction Get(string name)
    {
        var wanted = Identifiers.Normalize(name).Replace("swish", "silu", StringComparison.Ordinal);
        return Array.Find(All, function => Identifiers.Normalize(function.Name) == wanted)
            ?? throw new ArgumentException(Identifiers.Unknown("activation", name, All.Select(function => function.Name)), nameof(name));
    }
}
