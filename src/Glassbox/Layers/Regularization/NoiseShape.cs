namespace Glassbox.Layers;

/// <summary>Shape of a dropout mask: the size of each axis, 1 where the mask is shared along the axis.</summary>
internal static class NoiseShape
{
    /// <summary>Throws if the shape does not broadcast to the input's.</summary>
    /// <exception cref="ArgumentException">A bound is out of range.</exception>
    public static void Check(Layer layer, Shape? noise, Shape input)
    {
        if (noise is not null && (noise.Rank != input.Rank || noise.Zip(input).Any(pair => !Fits(pair.First, pair.Second))))
        {
            throw new ArgumentException(
                $"Layer '{layer.Name}' ({layer.ClassName}) needs a noiseShape with a size for each of the {input.Rank} axes of its "
                + $"input, including the batch axis: the input's size, 1, or -1 for the input's size; received {noise}, which does "
                + $"not fit input of shape {input}.", nameof(noise));
        }

        static bool Fits(int extent, int ofInput) =>
            extent == ofInput || extent is 1 or Shape.Unknown || (ofInput == Shape.Unknown && extent > 0);
    }

    /// <summary>The mask's shape for an input.</summary>
    public static Shape For(Layer layer, Shape? noise, Shape input)
    {
        Check(layer, noise, input);
        return noise is null ? input : [.. noise.Zip(input, (extent, ofInput) => extent == Shape.Unknown ? ofInput : extent)];
    }
}
