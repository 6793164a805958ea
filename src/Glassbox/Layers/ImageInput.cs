namespace Glassbox.Layers;

/// <summary>The check that all layers over images share.</summary>
internal static class ImageInput
{
    /// <summary>Refuses inputs that are not a batch of images with so many axes of space.</summary>
    /// <exception cref="ArgumentException">The rank is another one.</exception>
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
