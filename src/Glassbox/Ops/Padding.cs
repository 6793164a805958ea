using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>Zeros around a tensor.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="padWidth">How many in front of and behind each axis.</param>
    /// <exception cref="ArgumentException">
    /// There is not one pair for each axis, a number is negative, or the result has more elements than a tensor can hold.
    /// </exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/numpy/"/>.</remarks>
    public static Tensor Pad(Tensor x, params ReadOnlySpan<(int Before, int After)> padWidth)
    {
        if (padWidth.Length != x.Rank)
        {
            throw new ArgumentException($"Pad needs a pair of numbers for each of the {x.Rank} axes of {x.Shape}; received {padWidth.Length}.", nameof(padWidth));
        }

        var extents = x.Shape.ToArray();
        for (var axis = 0; axis < x.Rank; axis++)
        {
            if (padWidth[axis].Before < 0 || padWidth[axis].After < 0)
            {
                throw new ArgumentException($"Pad needs widths of 0 or more; received {padWidth[axis]} for axis {axis}. To cut off, use a slice: x[1..^1].", nameof(padWidth));
            }

            var extent = (long)extents[axis] + padWidth[axis].Before + padWidth[axis].After;
            extents[axis] = ExtentMath.Fits(extent) ? (int)extent : throw ExtentMath.Unfit(
                extent, "Pad", $"the extent {extents[axis]} of axis {axis} with widths {padWidth[axis]}", "Make them smaller.",
                nameof(padWidth));
        }

        var shape = ExtentMath.Fit([.. extents], "Pad", "a padded tensor", "Make the widths smaller.");
        var strides = shape.Strides();
        var offset = 0;
        for (var axis = 0; axis < x.Rank; axis++)
        {
            offset += padWidth[axis].Before * strides[axis];
        }

        return WriteWindow(x, new Window(offset, x.Shape.ToArray(), strides), shape);
    }

    /// <summary>Each position along an axis several times, one behind the other: [a, b] becomes [a, a, b, b].</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="repeats">How many times, 1 or more.</param>
    /// <param name="axis">Along which axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1, or the axis does not exist.</exception>
    /// <exception cref="ArgumentException">The result has more elements than a tensor can hold.</exception>
    public static Tensor Repeat(Tensor x, int repeats, int axis)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var along = x.Shape.Axis(axis);
        var before = x.Shape[..(along + 1)];
        var behind = x.Shape[(along + 1)..];
        var extent = (long)x.Shape[along] * repeats;
        if (!ExtentMath.Fits(extent))
        {
            throw ExtentMath.Unfit(
                extent, "Repeat", $"{repeats} times the extent of axis {axis} of {x.Shape}", "Make repeats smaller.", nameof(repeats));
        }

        var shape = ExtentMath.Fit([.. x.Shape[..along], (int)extent, .. behind], "Repeat", "a repeated tensor", "Make repeats smaller.");
        var each = BroadcastTo(Reshape(x, [.. before, 1, .. behind]), [.. before, repeats, .. behind]);
        return Reshape(each, shape);
    }
}
