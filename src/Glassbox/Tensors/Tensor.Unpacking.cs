namespace Glassbox;

public partial class Tensor
{
    /// <summary>
    /// The slices along the first axis, <c>foreach (var row in x)</c>, as in NumPy; for the result of a layer or model with several
    /// outputs, the outputs.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tensor is a scalar, or the size of its first axis is unknown.</exception>
    public IEnumerator<Tensor> GetEnumerator() => Unpack().GetEnumerator();

    /// <summary>
    /// The two slices along the first axis, as Python unpacks an array; for the result of a layer or model with two outputs, the outputs:
    /// <c>var (a, b) = model.Predict(x)</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The number of slices or outputs differs.</exception>
    public void Deconstruct(out Tensor first, out Tensor second)
    {
        var parts = Unpack(2);
        (first, second) = (parts[0], parts[1]);
    }

    /// <summary>The three slices along the first axis, or the three outputs of a layer or model.</summary>
    /// <inheritdoc cref="Deconstruct(out Tensor, out Tensor)"/>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        var parts = Unpack(3);
        (first, second, third) = (parts[0], parts[1], parts[2]);
    }

    /// <summary>The four slices along the first axis, or the four outputs of a layer or model.</summary>
    /// <inheritdoc cref="Deconstruct(out Tensor, out Tensor)"/>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third, out Tensor fourth)
    {
        var parts = Unpack(4);
        (first, second, third, fourth) = (parts[0], parts[1], parts[2], parts[3]);
    }

    private protected virtual IReadOnlyList<Tensor> Unpack() => Rank == 0
        ? throw new InvalidOperationException("A scalar has no axis to iterate over; this tensor has shape ().")
        : Shape[0] == Shape.Unknown
            ? throw new InvalidOperationException($"The first axis of a tensor of shape {Shape} has no known size to iterate over.")
            : [.. Enumerable.Range(0, Shape[0]).Select(position => this[position])];

    private IReadOnlyList<Tensor> Unpack(int count)
    {
        var parts = Unpack();
        return parts.Count == count ? parts : throw new InvalidOperationException(
            this is OutputList ? $"{parts.Count} outputs cannot be deconstructed into {count}: {this}."
            : $"A tensor of shape {Shape} has {parts.Count} slices along its first axis, and {count} were requested.");
    }
}
