namespace Glassbox.Layers;

/// <summary>Input checks shared by image layers.</summary>
internal static class ImageInput
{
    /// <summary>Throws if the input is neither a batch of images nor a single image.</summary>
    /// <exception cref="ArgumentException">The rank is wrong.</exception>
    public static void CheckOneOrMore(Layer layer, Shape inputShape, string dataFormat)
    {
        if (inputShape.Rank is not (3 or 4))
        {
            var axes = DataFormats.IsChannelsFirst(dataFormat) ? "channels, height, width" : "height, width, channels";
            throw new ArgumentException(
                $"Layer '{layer.Name}' ({layer.GetType().Name}) expects images (batch, {axes}), or one image ({axes}); received shape "
                + $"{inputShape}.{(inputShape.Rank == 2 ? " An image without a channel axis needs one: Ops.ExpandDims(x, -1)." : "")}",
                nameof(inputShape));
        }
    }

    /// <summary>Applies a function of batches; a single image is treated as a batch of one.</summary>
    public static Tensor OneOrMore(Tensor x, Func<Tensor, Tensor> batch) =>
        x.Rank == 3 ? Ops.Squeeze(batch(Ops.ExpandDims(x, 0)), 0) : batch(x);

    /// <summary>The output shape of a function of batches; a single image is treated as a batch of one.</summary>
    public static Shape OneOrMore(Shape shape, Func<Shape, Shape> batch) => shape.Rank == 3 ? batch([1, .. shape])[1..] : batch(shape);

    /// <summary>Throws if the input is not a batch of images with the given number of spatial axes.</summary>
    /// <exception cref="ArgumentException">The rank is wrong.</exception>
    public static void Check(Layer layer, Shape inputShape, int rank, string dataFormat)
    {
        if (inputShape.Rank != rank + 2)
        {
            var first = DataFormats.IsChannelsFirst(dataFormat);
            var hint = inputShape.Rank == rank + 1 ? $" Images without a channel axis need one: Ops.ExpandDims(x, {(first ? 1 : -1)})."
                : "";
            throw new ArgumentException(
                $"Layer '{layer.Name}' ({layer.GetType().Name}) expects input of rank {rank + 2}, "
                + $"{(first ? "(batch, channels, …)" : "(batch, …, channels)")}; received shape {inputShape}.{hint}", nameof(inputShape));
        }
    }
}
