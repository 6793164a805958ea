namespace Glassbox;

/// <summary>LINQ aggregates for tensors.</summary>
public static class TensorEnumerable
{
    /// <summary>The element-wise sum of tensors, such as <c>model.Losses.Sum()</c>; 0 for an empty sequence. Differentiable.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Sum(this IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Tensor? sum = null;
        foreach (var tensor in tensors)
        {
            sum = sum is null ? tensor : sum + tensor;
        }

        return sum ?? 0f;
    }
}
