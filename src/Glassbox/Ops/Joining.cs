using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>Concatenates tensors along an axis.</summary>
    /// <param name="tensors">At least one; the shapes are equal except along that axis.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">There are none, or the shapes disagree.</exception>
    public static Tensor Concatenate(IReadOnlyList<Tensor> tensors, int axis = 0) => tensors.Count > 0
        ? new ConcatenateOp(axis).Apply([.. tensors])
        : throw new ArgumentException("Concatenate needs at least one tensor.", nameof(tensors));

    /// <summary>Stacks tensors of one shape along a new axis.</summary>
    /// <exception cref="ArgumentException">There are none, or the shapes disagree.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0) => tensors.Count > 0
        ? new StackOp(axis).Apply([.. tensors])
        : throw new ArgumentException("Stack needs at least one tensor.", nameof(tensors));
}

internal sealed record ConcatenateOp(int Axis) : Operation
{
    public override string Formula => "the inputs joined along an axis";

    public override bool TakesList => true;

    public override Config GetConfig() => new() { { "axis", Axis } };

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var first = inputs[0].Shape;
        var along = first.Axis(Axis);
        var (extents, total, spec) = (first.ToArray(), 0L, inputs[0]);
        foreach (var input in inputs)
        {
            for (var axis = 0; axis < extents.Length; axis++)
            {
                if (input.Shape.Rank != first.Rank || (axis != along && !Agree(extents[axis], input.Shape[axis])))
                {
                    throw new ArgumentException(
                        $"Concatenate along axis {Axis} needs shapes that agree elsewhere; received "
                        + $"{string.Join(", ", inputs.ToArray().Select(i => i.Shape))}.", "tensors");
                }

                extents[axis] = extents[axis] == Shape.Unknown ? input.Shape[axis] : extents[axis];
            }

            total = total < 0 || input.Shape[along] == Shape.Unknown ? Shape.Unknown : total + input.Shape[along];
            spec = new(spec.Shape, Ops.Promote(spec, input), spec.IsWeak && input.IsWeak);
        }

        extents[along] = total == Shape.Unknown
            ? Shape.Unknown
            : ExtentMath.Fit(total, "Concatenate", "the total size of the axis", "Join fewer or smaller ones.", "tensors");
        return spec.With([.. extents]);
    }

    public override void Backpropagate(BackwardStep step)
    {
        for (var (i, start, along) = (0, 0, step.Output.Shape.Axis(Axis)); i < step.InputCount; start += step[i].Shape[along], i++)
        {
            if (step.Wants(i))
            {
                step.Give(i, new ReadWindowOp(Part(step[i].Shape, start, step.Output.Shape)).Apply(step.Dy));
            }
        }
    }

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var parts = inputs.ToArray();
        var spec = Infer(Array.ConvertAll(parts, part => part!.Spec));
        var y = Tensor.Allocate(spec, spec.IsWeak);
        var (start, along) = (0, spec.Shape.Axis(Axis));
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Ops.Cast(parts[i]!, spec.DType);
            Device.Current.Write(parts[i]!.Storage, y.Storage, Part(parts[i]!.Shape, start, spec.Shape));
            start += parts[i]!.Shape[along];
        }

        return Finish(y, parts);
    }

    private static bool Agree(int a, int b) => a == b || a == Shape.Unknown || b == Shape.Unknown;

    private Window Part(Shape part, int start, Shape whole)
    {
        var strides = whole.Strides();
        return new Window(start * strides[whole.Axis(Axis)], part.ToArray(), strides);
    }
}

internal sealed record StackOp(int Axis) : ComposedOperation
{
    public override bool TakesList => true;

    public override Config GetConfig() => new() { { "axis", Axis } };

    public override Tensor Define(ReadOnlySpan<Tensor?> inputs)
    {
        Tensor[] tensors = [.. inputs!];
        if (tensors.Any(tensor => tensor.Shape != tensors[0].Shape))
        {
            throw new ArgumentException(
                $"Stack needs tensors of one shape; received {string.Join(", ", tensors.Select(tensor => tensor.Shape))}.",
                nameof(tensors));
        }

        return Ops.Concatenate([.. tensors.Select(tensor => Ops.ExpandDims(tensor, Axis))], Axis);
    }
}
