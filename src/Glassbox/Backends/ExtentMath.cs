using System.Numerics;

namespace Glassbox;

/// <summary>
/// Arithmetic of extents, in 64-bit numbers: what layers, operations and kernels add, multiply and count goes through here, so that
/// nothing overflows unseen.
/// </summary>
internal static partial class ExtentMath
{
    /// <summary>Stands for an extent that is not known yet.</summary>
    public const int Unknown = -1;

    /// <summary>The most elements that one array, and so one tensor, can hold.</summary>
    public static int MostElements => Array.MaxLength;

    /// <summary>The most axes that files may give an array: what the format with the fewest can say. NumPy has up to 64.</summary>
    public const int MostAxes = 255;

    /// <summary>
    /// How many elements there are, or a number above <see cref="MostElements"/> where there are more than that. One extent of 0 leaves
    /// none, whatever the others are. Extents that are unknown count as 1.
    /// </summary>
    public static long Count(ReadOnlySpan<int> extents)
    {
        long count = 1;
        foreach (var extent in extents)
        {
            // What is too large stays too large, unless it is multiplied by 0.
            count = extent == Unknown ? count : Math.Min(count, int.MaxValue) * extent;
        }

        return count;
    }

    /// <summary>Whether a tensor can have so many elements, and so an extent of that number.</summary>
    public static bool Fits(long number) => number >= 0 && number <= MostElements;

    /// <summary>A number of elements or positions that was worked out, as a 32-bit number.</summary>
    /// <inheritdoc cref="Unfit(long, string, string, string, string?)"/>
    /// <exception cref="ArgumentException">It is negative, or more than one tensor can hold.</exception>
    public static int Fit(long number, string owner, string what, string remedy, string? argument = null) =>
        Fits(number) ? (int)number : throw Unfit(number, owner, what, remedy, argument);

    /// <summary>What is wrong with a number that does not fit.</summary>
    /// <param name="number">The number.</param>
    /// <param name="owner">Whose it is: a layer or an operation.</param>
    /// <param name="what">What it counts, with the numbers that it comes from.</param>
    /// <param name="remedy">What to change.</param>
    /// <param name="argument">The argument that it comes from.</param>
    public static ArgumentException Unfit(long number, string owner, string what, string remedy, string? argument = null) => new(
        $"{owner}: {what} would be {number:N0}, which is not within 0 to {MostElements:N0}, the most elements that one tensor can hold. " +
            $"{remedy}",
        argument);
}
