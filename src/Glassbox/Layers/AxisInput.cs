namespace Glassbox.Layers;

/// <summary>Input checks shared by layers that operate along given axes.</summary>
internal static class AxisInput
{
    /// <summary>Throws if the input lacks one of the axes.</summary>
    /// <exception cref="ArgumentException">The input has too few axes.</exception>
    public static void Check(Layer layer, Shape inputShape, params ReadOnlySpan<int> axes)
    {
        foreach (var axis in axes)
        {
            if (axis < -inputShape.Rank || axis >= inputShape.Rank)
            {
                throw new ArgumentException(
                    $"Layer '{layer.Name}' ({layer.ClassName}) operates along axis {axis}, which does not exist in input of shape "
                    + $"{inputShape}; its axes are {-inputShape.Rank} to {inputShape.Rank - 1}.", nameof(inputShape));
            }
        }
    }

    /// <summary>
    /// Throws if the input lacks one of the axes, or if its sizes along them differ from those that the layer was built for.
    /// </summary>
    /// <param name="layer">A layer whose weights depend on these axes only.</param>
    /// <param name="built">The shape that the layer was built for; null before.</param>
    /// <param name="inputShape">The input shape, with the batch axis.</param>
    /// <param name="anyRank">Whether the rank may differ from that of the built shape.</param>
    /// <param name="axes">The axes to check.</param>
    /// <exception cref="ArgumentException">The input does not fit.</exception>
    public static void CheckBuilt(Layer layer, Shape? built, Shape inputShape, bool anyRank, params ReadOnlySpan<int> axes)
    {
        var fits = built is null || anyRank || built.Rank == inputShape.Rank;
        if (fits)
        {
            Check(layer, inputShape, axes);
        }

        if (built is null)
        {
            return;
        }

        var expected = Enumerable.Repeat(Shape.Unknown, built.Rank).ToArray();
        foreach (var axis in axes)
        {
            var extent = expected[built.Axis(axis)] = built[built.Axis(axis)];
            fits = fits && (extent == Shape.Unknown || extent == inputShape[inputShape.Axis(axis)]);
        }

        if (!fits)
        {
            throw layer.Misfit(Shape.Create(expected), inputShape);
        }
    }
}
