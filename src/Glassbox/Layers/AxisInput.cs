namespace Glassbox.Layers;

/// <summary>The check that all layers along given axes share.</summary>
internal static class AxisInput
{
    /// <summary>Refuses inputs that lack an axis.</summary>
    /// <exception cref="ArgumentException">The input has fewer axes.</exception>
    public static void Check(Layer layer, Shape inputShape, params ReadOnlySpan<int> axes)
    {
        foreach (var axis in axes)
        {
            if (axis < -inputShape.Rank || axis >= inputShape.Rank)
            {
                throw new ArgumentException(
                    $"Layer '{layer.Name}' ({layer.ClassName}) works along axis {axis}, which is not there in input of shape "
                    + $"{inputShape}; its axes are {-inputShape.Rank} to {inputShape.Rank - 1}.", nameof(inputShape));
            }
        }
    }

    /// <summary>Refuses inputs that lack an axis, or whose extents along the axes are not those that a layer was built for.</summary>
    /// <param name="layer">Whose weights depend on these axes alone.</param>
    /// <param name="built">The shape that it was built for; null before.</param>
    /// <param name="inputShape">With the batch axis.</param>
    /// <param name="anyRank">Whether there may be more or fewer of the other axes.</param>
    /// <param name="axes">The axes that matter.</param>
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
