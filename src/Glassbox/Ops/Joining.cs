using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>Tensors one behind the other along an axis.</summary>
    /// <param name="tensors">At least one; their shapes agree but for that axis.</param>
    /// <param name="axis">Along which axis.</param>
    /// <exception cref="ArgumentException">There are none, or the shapes disagree.</exception>
    public static Tensor Concatenate(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        if (tensors.Count == 0)
        {
            throw new ArgumentException("Concatenate needs at least one tensor.", nameof(tensors));
        }

        var dtype = tensors.Select(tensor => tensor.DType).Aggregate(DType.Promote);
        Tensor[] parts = [.. tensors.Select(tensor => Cast(tensor, dtype))];
        var first = parts[0].Shape;
        var along = first.Axis(axis);
        foreach (var part in parts)
        {
            if (part.Rank != first.Rank || !first.Where((_, a) => a != along).SequenceEqual(part.Shape.Where((_, a) => a != along)))
            {
                throw new ArgumentException($"Concatenate along axis {axis} needs shapes that agree elsewhere; received {string.Join(", ", parts.Select(p => p.Shape))}.", nameof(tensors));
            }
        }

        var joined = ExtentMath.Fit(
            parts.Sum(part => (long)part.Shape[along]), "Concatenate", "the extent of all tensors together", "Join fewer or smaller ones.",
            nameof(tensors));
        Shape shape = [.. first.Select((extent, a) => a == along ? joined : extent)];
        var strides = shape.Strides();
        var y = Tensor.Allocate(dtype, shape);
        var operands = new (Tensor, Func<Tensor, Tensor>)[parts.Length];
        var start = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var window = new Window(start * strides[along], parts[i].Shape.ToArray(), strides);
            Kernels.Write(parts[i], y, window);
            operands[i] = (parts[i], dy => ReadWindow(dy, window));
            start += parts[i].Shape[along];
        }

        return Record("concatenate", y, operands);
    }

    /// <summary>Tensors of one shape side by side along a new axis.</summary>
    /// <exception cref="ArgumentException">There are none, or the shapes disagree.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        if (tensors.Count == 0)
        {
            throw new ArgumentException("Stack needs at least one tensor.", nameof(tensors));
        }

        if (tensors.Any(tensor => tensor.Shape != tensors[0].Shape))
        {
            throw new ArgumentException($"Stack needs tensors of one shape; received {string.Join(", ", tensors.Select(tensor => tensor.Shape))}.", nameof(tensors));
        }

        return Concatenate([.. tensors.Select(tensor => ExpandDims(tensor, axis))], axis);
    }

    /// <summary>What a window shows of x; its gradient is put back where it came from.</summary>
    private static Tensor ReadWindow(Tensor x, Window window) =>
        Record("slice", Kernels.Read(x, window, [.. window.Extents]), (x, dy => WriteWindow(dy, window, x.Shape)));

    private static Tensor WriteWindow(Tensor x, Window window, Shape shape) =>
        Record("slice_gradient", Kernels.WriteIntoZeros(x, window, shape), (x, dy => ReadWindow(dy, window)));
}
