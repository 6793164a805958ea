using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>Pads a tensor with zeros.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="padWidth">The number of zeros before and after each axis.</param>
    /// <exception cref="ArgumentException">
    /// There is not one pair per axis, a width is negative, or the result has more elements than a tensor can hold.
    /// </exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/numpy/"/>.</remarks>
    public static Tensor Pad(Tensor x, params ReadOnlySpan<(int Before, int After)> padWidth) => new PadOp(padWidth.ToArray()).Apply(x);

    /// <summary>Repeats each element along an axis: [a, b] becomes [a, a, b, b].</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="repeats">The number of repetitions, 1 or more.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1, or the axis does not exist.</exception>
    /// <exception cref="ArgumentException">The result has more elements than a tensor can hold.</exception>
    public static Tensor Repeat(Tensor x, int repeats, int axis)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        return new RepeatOp(repeats, axis).Apply(x);
    }
}

internal sealed record PadOp((int Before, int After)[] PadWidth) : ComposedFunction
{
    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new()
    {
        { "pad_width", new JsonArray([.. PadWidth.Select(width => new JsonArray(width.Before, width.After))]) }, { "mode", "constant" },
    };

    /// <summary>Reads the serialized widths: a pair per axis.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
    /// <exception cref="NotSupportedException">The padding mode is not constant.</exception>
    public static (int Before, int After)[] ReadWidths(Config config)
    {
        if (config.GetString("mode", "constant") is var mode and not "constant")
        {
            throw new NotSupportedException($"Pad supports mode 'constant' only; received mode '{mode}'.");
        }

        var node = config.GetNode("pad_width");
        return node is JsonArray pairs && pairs.All(pair =>
            pair is JsonArray { Count: 2 } two && two.All(width => width is JsonValue value && value.TryGetValue<int>(out _)))
            ? [.. pairs.Select(pair => (pair![0]!.GetValue<int>(), pair[1]!.GetValue<int>()))]
            : throw config.Wrong("pad_width", node, "a pair of integers for each axis");
    }

    protected override Tensor Define(Tensor x)
    {
        if (PadWidth.Length != x.Rank)
        {
            throw new ArgumentException($"Pad needs a pair of numbers for each of the {x.Rank} axes of {x.Shape}; received "
                + $"{PadWidth.Length}.", "padWidth");
        }

        var extents = x.Shape.ToArray();
        for (var axis = 0; axis < x.Rank; axis++)
        {
            if (PadWidth[axis].Before < 0 || PadWidth[axis].After < 0)
            {
                throw new ArgumentException($"Pad needs widths of 0 or more; received {PadWidth[axis]} for axis {axis}. To cut off, use "
                    + "a slice: x[1..^1].", "padWidth");
            }

            extents[axis] = ExtentMath.Fit(
                (long)extents[axis] + PadWidth[axis].Before + PadWidth[axis].After, "Pad",
                $"the size {extents[axis]} of axis {axis} with widths {PadWidth[axis]}", "Make them smaller.", "padWidth");
        }

        var shape = ExtentMath.Fit([.. extents], "Pad", "a padded tensor", "Make the widths smaller.");
        var strides = shape.Strides();
        var offset = 0;
        for (var axis = 0; axis < x.Rank; axis++)
        {
            offset += PadWidth[axis].Before * strides[axis];
        }

        return Ops.WriteWindow(x, new Window(offset, x.Shape.ToArray(), strides), shape);
    }
}

internal sealed record RepeatOp(int Repeats, int Axis) : ComposedFunction
{
    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new() { { "repeats", Repeats }, { "axis", Axis } };

    protected override Tensor Define(Tensor x)
    {
        var along = x.Shape.Axis(Axis);
        var before = x.Shape[..(along + 1)];
        var behind = x.Shape[(along + 1)..];
        var extent = ExtentMath.Fit(
            (long)x.Shape[along] * Repeats, "Repeat", $"{Repeats} times the size of axis {Axis} of {x.Shape}", "Make repeats smaller.",
            "repeats");
        var shape = ExtentMath.Fit([.. x.Shape[..along], extent, .. behind], "Repeat", "a repeated tensor", "Make repeats smaller.");
        var each = Ops.BroadcastTo(Ops.Reshape(x, [.. before, 1, .. behind]), [.. before, Repeats, .. behind]);
        return Ops.Reshape(each, shape);
    }
}
