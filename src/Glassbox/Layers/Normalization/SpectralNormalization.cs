using Glassbox.Initializers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Spectral normalization: wraps a layer and divides its kernel by its largest singular value at each training step, which bounds the
/// kernel's spectral norm by 1. The singular value is estimated by power iteration.
/// </summary>
/// <remarks>
/// Source: Miyato et al., arXiv:1802.05957; <see href="https://keras.io/api/layers/normalization_layers/spectral_normalization/"/>.
/// </remarks>
public sealed class SpectralNormalization : Layer
{
    private Variable? direction;
    private Variable? kernel;

    /// <summary>Wraps a layer.</summary>
    /// <param name="layer">A layer with a weight named kernel, such as Dense or Conv2D.</param>
    /// <param name="powerIterations">Power iterations per training step, 1 or more; 1 by default.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="powerIterations"/> is less than 1.</exception>
    public SpectralNormalization(Layer layer, int powerIterations = 1, string? name = null, DType? dtype = null)
        : base(name: name, dtype: dtype)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(powerIterations, 1);
        Layer = layer;
        PowerIterations = powerIterations;
    }

    /// <summary>The wrapped layer.</summary>
    public Layer Layer { get; }

    /// <summary>Power iterations per training step.</summary>
    public int PowerIterations { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return Layer.ComputeOutputShape(inputShape);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "layer", Layer }, { "power_iterations", PowerIterations } };

    internal static SpectralNormalization FromConfig(Config config) => new(
        config.GetLayer("layer") ?? throw config.Missing("layer"), config.GetInt32("power_iterations", 1), name: config.GetName(),
        dtype: config.GetDType());

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        if (!Built)
        {
            return;
        }

        try
        {
            Layer.ComputeOutputShape(inputShape);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{Described}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Layer.BuildFor(inputShape);
        kernel = Layer.Weights.FirstOrDefault(weight => weight.Name is "kernel" or "embeddings")
            ?? throw new ArgumentException($"Layer '{Name}' (SpectralNormalization) needs a layer with a weight named kernel; "
            + $"'{Layer.Name}' ({Layer.ClassName}) has none.");
        direction = AddWeight("vector_u", [1, kernel.Shape[^1]], new TruncatedNormal(stddev: 0.02), trainable: false);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        if (call.Training)
        {
            Normalize(call);
        }

        var y = Layer.Apply(x, call);
        return !call.Training || call.WasRead(kernel!) ? y : throw new InvalidOperationException(
            $"Layer '{Name}' (SpectralNormalization): the wrapped layer, '{Layer.Name}' ({Layer.ClassName}), does not read its weight " +
            $"'{kernel!.Name}' from the call and would ignore the normalization. Read it in Call with call.Read({kernel.Name}).");
    }

    /// <summary>
    /// Divides the kernel by its largest singular value, unless it is all zeros. Both cases are computed and one is selected, which avoids
    /// a device synchronization.
    /// </summary>
    private void Normalize(CallContext call)
    {
        var weights = Ops.StopGradient(Ops.Reshape(call.Read(kernel!), [-1, kernel!.Shape[^1]]));
        var old = call.Read(direction!);
        var (u, v) = (old, old);
        for (var round = 0; round < PowerIterations; round++)
        {
            v = Unit(Ops.MatMul(u, Ops.Transpose(weights)));
            u = Unit(Ops.MatMul(v, weights));
        }

        var largest = Ops.MatMul(Ops.MatMul(v, weights), Ops.Transpose(u));
        var isNotZero = Ops.Any(weights);
        call.Assign(direction!, Ops.Where(isNotZero, u, old));
        call.Assign(kernel, Ops.Reshape(Ops.Where(isNotZero, weights / largest, weights), kernel.Shape));
    }

    private static Tensor Unit(Tensor x) => x / Ops.Maximum(Ops.Sqrt(Ops.Sum(Ops.Square(x))), 1e-12);
}
