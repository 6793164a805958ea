using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>The first input minus the second, element-wise.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/subtract/"/>.</remarks>
public sealed class Subtract : Merge
{
    /// <summary>Creates a layer for two inputs: <c>new Subtract().Apply([a, b])</c>.</summary>
    /// <param name="name">Layer name; by default <c>subtract_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Subtract(string? name = null, DType? dtype = null)
        : base(name, dtype)
    {
    }

    internal static Subtract FromConfig(Config config) => new(config.GetName(), config.GetDType());

    private protected override Tensor Join(Tensor[] inputs) => inputs[0] - inputs[1];

    /// <inheritdoc/>
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
        base.CheckInput(inputShapes);
        if (inputShapes.Count != 2)
        {
            throw new ArgumentException($"Layer '{Name}' (Subtract) takes two inputs; received {inputShapes.Count}, of shapes "
                + $"{inputShapes}.", nameof(inputShapes));
        }
    }
}
