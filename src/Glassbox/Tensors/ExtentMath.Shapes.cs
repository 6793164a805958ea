using System.Numerics;

namespace Glassbox;

/// <content>The same for shapes.</content>
internal static partial class ExtentMath
{
    /// <summary>Whether one tensor can hold a shape, as far as its extents are known.</summary>
    public static bool Fits(Shape shape) => Count(shape.AsSpan()) <= MostElements;

    /// <summary>The shape itself, where one tensor can hold it.</summary>
    /// <inheritdoc cref="Unfit(Shape, string, string, string)"/>
    /// <exception cref="ArgumentException">It has more elements.</exception>
    public static Shape Fit(Shape shape, string owner, string what, string remedy) =>
        Fits(shape) ? shape : throw Unfit(shape, owner, what, remedy);

    /// <summary>What is wrong with a shape that does not fit.</summary>
    /// <param name="shape">The shape of a result or a weight.</param>
    /// <param name="owner">Whose it is: a layer or an operation.</param>
    /// <param name="what">What has the shape.</param>
    /// <param name="remedy">What to change.</param>
    public static ArgumentException Unfit(Shape shape, string owner, string what, string remedy) => new(
        $"{owner}: {what} of shape {shape} would have {Elements(shape):N0} elements, {4 * Elements(shape):N0} bytes in float32; one tensor "
            + $"can hold {MostElements:N0} elements. {remedy}",
        nameof(shape));

    /// <summary>How many elements there are, however many; unknown extents count as 1.</summary>
    private static BigInteger Elements(Shape shape) =>
        shape.Aggregate(BigInteger.One, (count, extent) => extent == Shape.Unknown ? count : count * extent);
}
