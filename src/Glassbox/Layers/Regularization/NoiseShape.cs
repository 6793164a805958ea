namespace Glassbox.Layers;

/// <summary>The shape of a dropout's mask: one extent for each axis of the input, 1 where the axis is dropped together.</summary>
internal static class NoiseShape
{
    /// <summary>Refuses a shape that does not broadcast to the input's without changing it.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void Check(Layer layer, Shape? noise, Shape input)
    {
        if (noise is not null && (noise.Rank != input.Rank || noise.Zip(input).Any(pair => !Fits(pair.First, pair.Second))))
        {
            throw new ArgumentException(
                $"Layer '{layer.Name}' ({layer.ClassName}) needs a noiseShape with an extent for each of the {input.Rank} axes of its "
                + $"input, that of the batch included: that of the input, 1, or -1 for that of the input; received {noise}, which does "
                + $"not fit input of shape {input}.", nameof(noise));
        }

        static bool Fits(int extent, int ofInput) =>
            extent == ofInput || extent is 1 or Shape.Unknown || (ofInput == Shape.Unknown && extent > 0);
    }

    /// <summary>The mask's extents for an input.</summary>
    public static Shape For(Layer layer, Shape? noise, Shape input)
    {
        Check(layer, noise, input);
        return noise is null ? input : [.. noise.Zip(input, (extent, ofInput) => extent == Shape.Unknown ? ofInput : extent)];
    }
}
