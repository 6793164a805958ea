using System.Numerics;

namespace Glassbox;

/// <content>Overflow checks for shapes.</content>
internal static partial class ExtentMath
{
    /// <summary>Whether one tensor can hold a shape, as far as its sizes are known.</summary>
    public static bool Fits(Shape shape) => Count(shape.AsSpan()) <= MostElements;

    /// <summary>Returns the shape if one tensor can hold it.</summary>
    /// <inheritdoc cref="Unfit(Shape, string, string, string)"/>
    /// <exception cref="ArgumentException">It has too many elements.</exception>
    public static Shape Fit(Shape shape, string owner, string what, string remedy) =>
        Fits(shape) ? shape : throw Unfit(shape, owner, what, remedy);

    /// <summary>The exception for a shape that is too large.</summary>
    /// <param name="shape">The shape of a result or a weight.</param>
    /// <param name="owner">The layer or operation, for the message.</param>
    /// <param name="what">What has the shape.</param>
    /// <param name="remedy">What to change.</param>
    public static ArgumentException Unfit(Shape shape, string owner, string what, string remedy) => new(
        $"{owner}: {what} of shape {shape} would have {Elements(shape):N0} elements, {4 * Elements(shape):N0} bytes in float32; one tensor "
            + $"can hold {MostElements:N0} elements. {remedy}",
        nameof(shape));

    /// <summary>The number of elements, without overflow; unknown sizes count as 1.</summary>
    private static BigInteger Elements(Shape shape) =>
        shape.Aggregate(BigInteger.One, (count, extent) => extent == Shape.Unknown ? count : count * extent);
}
