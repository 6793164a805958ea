using Glassbox.Layers;

namespace Glassbox.Plotting;

/// <summary>The weights of a layer's units as images.</summary>
internal static class WeightsPicture
{
    public static Figure Draw(Layer layer, Shape? imageShape, int count, Theme? theme)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (layer.Weights.Count == 0)
        {
            throw new InvalidOperationException($"Layer '{layer.Name}' ({layer.GetType().Name}) has no weights to "
                + $"show{(layer.Built ? "" : ": it is not built yet. Give the model an input shape, or call it on data first")}.");
        }

        var images = Images(layer, layer.Weights[0].Value, imageShape);
        var sizes = Ops.Max(Ops.Abs(images.Reshape(images.Shape[0], -1)), axis: 1).Cast(DType.Float64).ToArray<double>();
        int[] units = [.. Enumerable.Range(0, sizes.Length).OrderByDescending(unit => sizes[unit]).Take(count)];
        var columns = (int)Math.Ceiling(Math.Sqrt(units.Length));
        var rows = ((units.Length - 1) / columns) + 1;
        var figure = new Figure(Math.Max(4, columns * 1.15), Math.Max(2.2, (rows * 1.35) + 0.4), theme: theme)
            .SupTitle($"Weights of {layer.Name}: blue for, red against");
        for (var i = 0; i < units.Length; i++)
        {
            // Zero maps to the middle of the colormap.
            var largest = Math.Max(sizes[units[i]], 1e-12);
            figure.Subplot(rows, columns, i + 1).ImShow(images[units[i]], "RdBu", -largest, largest).Ticks(false)
                .Title($"unit {units[i]}", size: 11);
        }

        return figure;
    }

    /// <summary>[units, height, width].</summary>
    private static Tensor Images(Layer layer, Tensor kernel, Shape? imageShape)
    {
        if (kernel.Rank == 4)
        {
            return Ops.Transpose(Ops.Sum(kernel, 2), [2, 0, 1]);
        }

        if (kernel.Rank != 2)
        {
            throw new ArgumentException($"Layer '{layer.Name}' has a first weight of shape {kernel.Shape}; images can be made of "
                + "(inputs, units) and of (height, width, channels, units).", nameof(layer));
        }

        var side = (int)Math.Round(Math.Sqrt(kernel.Shape[0]));
        var shape = imageShape ?? [side, side];
        if (shape.Rank != 2 || !shape.IsKnown || shape.Size != kernel.Shape[0])
        {
            throw new ArgumentException(
                $"Layer '{layer.Name}' has {kernel.Shape[0]} inputs, which do not make images of shape {shape}. Give the shape of the "
                + "images: Pictures.Weights(layer, imageShape: [height, width]).", nameof(imageShape));
        }

        return Ops.Transpose(kernel).Reshape(kernel.Shape[1], shape[0], shape[1]);
    }
}
