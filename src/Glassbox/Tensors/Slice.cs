namespace Glassbox;

/// <summary>
/// What to take along one axis: a position (<c>x[2]</c>, <c>x[^1]</c>), which removes the axis; a range (<c>x[..100]</c>), which keeps it;
/// or every so many elements of a range (<c>x[Slice.Step(.., 2)]</c>).
/// </summary>
public readonly struct Slice
{
    private readonly Range range;
    private readonly int step;

    private Slice(Range range, int step, bool isPosition)
    {
        this.range = range;
        this.step = step;
        IsPosition = isPosition;
    }

    /// <summary>Whether a single position is taken, and the axis goes.</summary>
    public bool IsPosition { get; }

    /// <summary>From where to where; a position begins and ends at itself.</summary>
    internal Range Range => range;

    /// <summary>How far apart the elements are.</summary>
    internal int StepLength => step;

    /// <summary>Every <paramref name="step"/>-th element of a range, from its first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive.</exception>
    public static Slice Step(Range range, int step) =>
        step > 0 ? new Slice(range, step, false)
            : throw new ArgumentOutOfRangeException(nameof(step), step, "A slice's step must be 1 or more.");

    /// <summary>A position from the front; a negative one counts from the end, as in NumPy.</summary>
    public static implicit operator Slice(int position) => (Index)(position < 0 ? ^-position : position);

    /// <summary>A position from the front or, with <c>^</c>, from the end.</summary>
    public static implicit operator Slice(Index position) => new(new Range(position, position), 1, true);

    /// <summary>A range of positions.</summary>
    public static implicit operator Slice(Range range) => new(range, 1, false);

    /// <summary>
    /// The first position, how many, and how far apart. Ranges are cut to the extent, as in NumPy; a position must exist.
    /// </summary>
    internal (int Start, int Count, int Step) Resolve(int extent, int axis, Shape shape)
    {
        var start = range.Start.GetOffset(extent);
        if (IsPosition)
        {
            return (uint)start < (uint)extent
                ? (start, 1, 1)
                : throw new ArgumentOutOfRangeException(
                    nameof(axis), start, $"Position {(range.Start.IsFromEnd ? $"^{range.Start.Value}" : start)} is out of range for axis "
                    + $"{axis} of a tensor of shape {shape}.");
        }

        start = Math.Clamp(start, 0, extent);
        var end = Math.Clamp(range.End.GetOffset(extent), start, extent);
        return (start, (end - start + step - 1) / step, step);
    }
}
