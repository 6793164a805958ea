using System.Collections;
using System.Runtime.CompilerServices;

namespace Glassbox;

/// <summary>
/// The sizes of a tensor's axes, written as a collection: <c>Shape s = [128, 784]</c>. Prints as NumPy does: <c>(128, 784)</c>. In the
/// shapes of models the batch size is not known yet; it is <see cref="Unknown"/> and prints as <c>None</c>.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    /// <summary>A size that is unknown until there is data, such as the batch size.</summary>
    public const int Unknown = -1;

    /// <summary>The shape of a scalar: no axes.</summary>
    public static readonly Shape Scalar = new([]);

    private readonly int[] extents;

    private Shape(int[] extents) => this.extents = extents;

    /// <summary>The number of axes.</summary>
    public int Rank => extents.Length;

    /// <summary>The number of axes; the same as <see cref="Rank"/>.</summary>
    public int Count => extents.Length;

    /// <summary>The number of elements; 1 for a scalar.</summary>
    /// <exception cref="InvalidOperationException">A size is unknown.</exception>
    /// <exception cref="OverflowException">There are more elements than one tensor can hold, 2,147,483,591.</exception>
    public int Size
    {
        get
        {
            if (!IsKnown)
            {
                throw new InvalidOperationException($"The shape {this} has no size: the size of an axis is unknown.");
            }

            var size = ExtentMath.Count(extents);
            return ExtentMath.Fits(size) ? (int)size : throw new OverflowException(
                $"A tensor of shape {this} has more elements than the {ExtentMath.MostElements:N0} that one tensor can hold.");
        }
    }

    /// <summary>Whether all sizes are known.</summary>
    public bool IsKnown => Array.IndexOf(extents, Unknown) < 0;

    /// <summary>The size of an axis; <c>shape[^1]</c> is the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The axis is out of range.</exception>
    public int this[int axis] => (uint)axis < (uint)extents.Length
        ? extents[axis]
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"The shape {this} has {Rank} axes; axis {axis} does not exist.");

    /// <summary>Creates a shape from the sizes of its axes.</summary>
    /// <param name="extents">Non-negative sizes, or <see cref="Unknown"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static Shape Create(ReadOnlySpan<int> extents)
    {
        foreach (var extent in extents)
        {
            if (extent < Unknown)
            {
                throw new ArgumentOutOfRangeException(nameof(extents), extent,
                    $"A shape's sizes must be 0 or more, or -1 where unknown; received {Join(extents)}.");
            }
        }

        return extents.IsEmpty && Scalar is not null ? Scalar : new Shape(extents.ToArray());
    }

    /// <summary>This shape with a batch axis prepended, by default of unknown size.</summary>
    public Shape WithBatch(int batchSize = Unknown) => [batchSize, .. extents];

    /// <summary>A range of axes; <c>shape[1..]</c> drops the first.</summary>
    public Shape Slice(int start, int length) => Create(extents.AsSpan(start, length));

    /// <summary>
    /// Whether a tensor of the shape <paramref name="other"/> is compatible: equal sizes, where an unknown size accepts any.
    /// </summary>
    public bool Accepts(Shape other)
    {
        if (Rank != other.Rank)
        {
            return false;
        }

        for (var axis = 0; axis < Rank; axis++)
        {
            if (extents[axis] != other.extents[axis] && extents[axis] != Unknown && other.extents[axis] != Unknown)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A copy of the sizes as an array.</summary>
    public int[] ToArray() => (int[])extents.Clone();

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && extents.AsSpan().SequenceEqual(other.extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var extent in extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)extents).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The NumPy and Keras notation: <c>(None, 784)</c>, <c>(3,)</c>, <c>()</c>.</summary>
    public override string ToString() => Join(extents);

    /// <summary>
    /// A shape of one axis, as NumPy accepts an integer for a shape. For windows and strides of layers it applies to every axis.
    /// </summary>
    public static implicit operator Shape(int extent) => Create([extent]);

    /// <summary>A shape of two axes, written as in Python: <c>(3, 3)</c>.</summary>
    public static implicit operator Shape((int First, int Second) extents) => Create([extents.First, extents.Second]);

    /// <summary>A shape of three axes, written as in Python: <c>(28, 28, 1)</c>.</summary>
    public static implicit operator Shape((int First, int Second, int Third) extents) =>
        Create([extents.First, extents.Second, extents.Third]);

    /// <summary>A shape of four axes, written as in Python: <c>(16, 28, 28, 1)</c>.</summary>
    public static implicit operator Shape((int First, int Second, int Third, int Fourth) extents) =>
        Create([extents.First, extents.Second, extents.Third, extents.Fourth]);

    /// <summary>A shape of two axes with possibly unknown sizes: <c>(null, 64)</c>.</summary>
    public static implicit operator Shape((int? First, int? Second) extents) =>
        Create([extents.First ?? Unknown, extents.Second ?? Unknown]);

    /// <summary>A shape of three axes with possibly unknown sizes: <c>(null, null, 1)</c>.</summary>
    public static implicit operator Shape((int? First, int? Second, int? Third) extents) =>
        Create([extents.First ?? Unknown, extents.Second ?? Unknown, extents.Third ?? Unknown]);

    /// <summary>A shape of four axes with possibly unknown sizes: <c>(null, null, null, 3)</c>.</summary>
    public static implicit operator Shape((int? First, int? Second, int? Third, int? Fourth) extents) =>
        Create([extents.First ?? Unknown, extents.Second ?? Unknown, extents.Third ?? Unknown, extents.Fourth ?? Unknown]);

    /// <summary>A shape from an array of sizes; the notation for F# and Visual Basic.</summary>
    public static implicit operator Shape(int[] extents) => Create(extents);

    /// <summary>The sizes of a shape of two axes: <c>var (rows, columns) = x.Shape</c>.</summary>
    /// <exception cref="InvalidOperationException">The rank differs.</exception>
    public void Deconstruct(out int first, out int second)
    {
        RequireRank(2);
        (first, second) = (extents[0], extents[1]);
    }

    /// <summary>The sizes of a shape of three axes.</summary>
    /// <inheritdoc cref="Deconstruct(out int, out int)"/>
    public void Deconstruct(out int first, out int second, out int third)
    {
        RequireRank(3);
        (first, second, third) = (extents[0], extents[1], extents[2]);
    }

    /// <summary>The sizes of a shape of four axes: <c>var (samples, height, width, channels) = images.Shape</c>.</summary>
    /// <inheritdoc cref="Deconstruct(out int, out int)"/>
    public void Deconstruct(out int first, out int second, out int third, out int fourth)
    {
        RequireRank(4);
        (first, second, third, fourth) = (extents[0], extents[1], extents[2], extents[3]);
    }

    /// <summary>Whether the shapes are equal.</summary>
    public static bool operator ==(Shape? a, Shape? b) => a is null ? b is null : a.Equals(b);

    /// <summary>Whether the shapes differ.</summary>
    public static bool operator !=(Shape? a, Shape? b) => !(a == b);

    private void RequireRank(int count)
    {
        if (Rank != count)
        {
            throw new InvalidOperationException($"The shape {this} has {Rank} axes, and {count} sizes were requested.");
        }
    }

    internal ReadOnlySpan<int> AsSpan() => extents;

    /// <summary>Validates an axis and converts a negative one.</summary>
    internal int Axis(int axis, string parameter = "axis")
    {
        var counted = axis < 0 ? axis + Rank : axis;
        return (uint)counted < (uint)Rank
            ? counted
            : throw new ArgumentOutOfRangeException(parameter, axis,
            $"Axis {axis} does not exist in a tensor of shape {this}, which has {Rank} axes (use {-Rank} to {Rank - 1}).");
    }

    /// <summary>The shape without some of its axes, given as non-negative indices.</summary>
    internal Shape Without(ReadOnlySpan<int> axes)
    {
        var kept = new int[Rank - axes.Length];
        for (int axis = 0, i = 0; axis < Rank; axis++)
        {
            if (!axes.Contains(axis))
            {
                kept[i++] = extents[axis];
            }
        }

        return kept.Length == 0 ? Scalar : new Shape(kept);
    }

    /// <summary>The shape with some of its axes set to another size.</summary>
    internal Shape Replaced(ReadOnlySpan<int> axes, int extent)
    {
        var replaced = ToArray();
        foreach (var axis in axes)
        {
            replaced[axis] = extent;
        }

        return Create(replaced);
    }

    internal int[] Strides()
    {
        var strides = new int[Rank];
        for (int axis = Rank - 1, stride = 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= extents[axis];
        }

        return strides;
    }

    private static string Join(ReadOnlySpan<int> extents)
    {
        var names = new string[extents.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = extents[i] == Unknown ? "None" : extents[i].ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return names.Length == 1 ? $"({names[0]},)" : $"({string.Join(", ", names)})";
    }
}
