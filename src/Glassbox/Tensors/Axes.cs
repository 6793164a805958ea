using System.Runtime.CompilerServices;

namespace Glassbox;

/// <summary>
/// One or several axes of a tensor, written as an integer or as a collection: <c>axis: 1</c>, <c>axis: [0, -1]</c>. Negative axes count
/// from the end.
/// </summary>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public sealed class Axes
{
    private readonly int[] axes;

    private Axes(int[] axes) => this.axes = axes;

    /// <summary>Several axes.</summary>
    public static Axes Create(ReadOnlySpan<int> axes) => new(axes.ToArray());

    /// <summary>One axis.</summary>
    public static implicit operator Axes(int axis) => new([axis]);

    /// <summary>Two axes, written as in Python: <c>axis: (1, 2)</c>.</summary>
    public static implicit operator Axes((int First, int Second) axes) => new([axes.First, axes.Second]);

    /// <summary>Three axes, written as in Python: <c>axis: (1, 2, 3)</c>.</summary>
    public static implicit operator Axes((int First, int Second, int Third) axes) => new([axes.First, axes.Second, axes.Third]);

    /// <summary>Four axes, written as in Python: <c>axes: (0, 2, 1, 3)</c>.</summary>
    public static implicit operator Axes((int First, int Second, int Third, int Fourth) axes) =>
        new([axes.First, axes.Second, axes.Third, axes.Fourth]);

    /// <summary>Enumerates the axes as given.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)axes).GetEnumerator();

    /// <summary>The axes as non-negative indices, ascending; all axes for null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An axis is out of range.</exception>
    /// <exception cref="ArgumentException">An axis is given twice.</exception>
    internal static int[] Of(Axes? axes, Shape shape)
    {
        if (axes is null)
        {
            var all = new int[shape.Rank];
            for (var axis = 0; axis < all.Length; axis++)
            {
                all[axis] = axis;
            }

            return all;
        }

        var counted = new int[axes.axes.Length];
        for (var i = 0; i < counted.Length; i++)
        {
            counted[i] = shape.Axis(axes.axes[i]);
        }

        Array.Sort(counted);
        for (var i = 1; i < counted.Length; i++)
        {
            if (counted[i] == counted[i - 1])
            {
                throw new ArgumentException($"The axes [{string.Join(", ", axes.axes)}] name an axis of {shape} twice.", nameof(axes));
            }
        }

        return counted;
    }
}
