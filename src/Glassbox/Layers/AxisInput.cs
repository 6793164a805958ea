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
}
