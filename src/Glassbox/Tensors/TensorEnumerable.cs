namespace Glassbox;

/// <summary>What LINQ does with numbers, for tensors.</summary>
public static class TensorEnumerable
{
    /// <summary>
    /// The sum of tensors, element by element, such as <c>model.Losses.Sum()</c>; 0 where there are none. It can be differentiated.
    /// </summary>
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
