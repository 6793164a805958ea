using System.Numerics;

namespace Glassbox;

/// <summary>64-bit arithmetic of sizes: additions, products and counts of layers, operations and kernels, with overflow checks.</summary>
internal static partial class ExtentMath
{
    /// <summary>The value of an unknown size.</summary>
    public const int Unknown = -1;

    /// <summary>The maximum number of elements of an array, and so of a tensor.</summary>
    public static int MostElements => Array.MaxLength;

    /// <summary>The maximum rank of arrays in files: that of the most restrictive format. NumPy has up to 64.</summary>
    public const int MostAxes = 255;

    /// <summary>
    /// The number of elements, or a value above <see cref="MostElements"/> if it exceeds that. It is 0 if any size is 0. Unknown sizes
    /// count as 1.
    /// </summary>
    public static long Count(ReadOnlySpan<int> extents)
    {
        long count = 1;
        foreach (var extent in extents)
        {
            // The product saturates, unless it is multiplied by 0.
            count = extent == Unknown ? count : Math.Min(count, int.MaxValue) * extent;
        }

        return count;
    }

    /// <summary>Whether a tensor can have this many elements, or an axis this size.</summary>
    public static bool Fits(long number) => number >= 0 && number <= MostElements;

    /// <summary>A computed number of elements or positions, as a 32-bit integer.</summary>
    /// <inheritdoc cref="Unfit(long, string, string, string, string?)"/>
    /// <exception cref="ArgumentException">It is negative, or exceeds what one tensor can hold.</exception>
    public static int Fit(long number, string owner, string what, string remedy, string? argument = null) =>
        Fits(number) ? (int)number : throw Unfit(number, owner, what, remedy, argument);

    /// <summary>The exception for a number that does not fit.</summary>
    /// <param name="number">The number.</param>
    /// <param name="owner">The layer or operation, for the message.</param>
    /// <param name="what">What it counts, with the values it was computed from.</param>
    /// <param name="remedy">What to change.</param>
    /// <param name="argument">The argument it was computed from.</param>
    public static ArgumentException Unfit(long number, string owner, string what, string remedy, string? argument = null) => new(
        $"{owner}: {what} would be {number:N0}, which is not within 0 to {MostElements:N0}, the most elements that one tensor can hold. " +
            $"{remedy}",
        argument);
}
