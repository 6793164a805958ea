using System.Globalization;

namespace Glassbox;

/// <summary>
/// The selection along one axis: an index (<c>x[2]</c>, <c>x[^1]</c>), which removes the axis; a range (<c>x[..100]</c>), which keeps it; a
/// range with a step (<c>x[Slice.Step(.., 2)]</c>); a new axis (<c>x[.., null]</c>, <c>x[Slice.NewAxis]</c>); or an ellipsis for all
/// unmentioned axes (<c>x["...", 0]</c>). A string is parsed as NumPy's subscript: <c>x["::-1"]</c>, <c>x["1:-1"]</c>.
/// </summary>
/// <remarks>Source: <see href="https://numpy.org/doc/stable/user/basics.indexing.html"/>.</remarks>
public readonly struct Slice
{
    private enum Kind
    {
        Range,
        Position,
        NewAxis,
        Ellipsis,
    }

    private readonly Kind kind;
    private readonly int stepLessOne;

    private Slice(Kind kind, int? start = null, int? stop = null, int step = 1) =>
        (this.kind, Start, Stop, stepLessOne) = (kind, start, stop, step - 1);

    /// <summary>A new axis of size 1, like <c>None</c> and <c>numpy.newaxis</c>; <c>null</c> means the same.</summary>
    public static Slice NewAxis => new(Kind.NewAxis);

    /// <summary>All axes not covered by the other slices; the string <c>"..."</c> means the same.</summary>
    public static Slice Ellipsis => new(Kind.Ellipsis);

    /// <summary>Whether it is an index, which removes the axis.</summary>
    public bool IsPosition => kind == Kind.Position;

    /// <summary>Whether it inserts an axis of size 1.</summary>
    public bool IsNewAxis => kind == Kind.NewAxis;

    /// <summary>Whether it stands for all axes not covered by the other slices.</summary>
    public bool IsEllipsis => kind == Kind.Ellipsis;

    /// <summary>The start as in Python, negative from the end; null for the default of the step's direction.</summary>
    internal int? Start { get; }

    /// <summary>The exclusive end; null for none.</summary>
    internal int? Stop { get; }

    /// <summary>The step; negative for a reversed range.</summary>
    internal int StepLength => stepLessOne + 1;

    /// <summary>
    /// Every <paramref name="step"/>-th element of a range from its first, or with a negative step backward from its last:
    /// <c>Slice.Step(.., -1)</c> reverses an axis.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Slice Step(Range range, int step)
    {
        var (start, stop) = (FromIndex(range.Start), range.End.Equals(Index.End) ? (int?)null : FromIndex(range.End));
        return step switch
        {
            > 0 => new Slice(Kind.Range, start, stop, step),
            0 => throw new ArgumentOutOfRangeException(nameof(step), step, "A slice's step must not be 0."),
            _ when stop == 0 => new Slice(Kind.Range, 0, 0),
            _ => new Slice(Kind.Range, stop - 1, start == 0 ? null : start - 1, step),
        };
    }

    /// <summary>Python's <c>start:stop:step</c>, where negative indices count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Slice Python(int? start, int? stop, int? step = null) => step == 0
        ? throw new ArgumentOutOfRangeException(nameof(step), step, "A slice's step must not be 0.")
        : new Slice(Kind.Range, start, stop, step ?? 1);

    /// <summary>An index; a negative one counts from the end, as in NumPy.</summary>
    public static implicit operator Slice(int position) => new(Kind.Position, position);

    /// <summary>An index from the start or, with <c>^</c>, from the end.</summary>
    public static implicit operator Slice(Index position) => new(Kind.Position, FromIndex(position));

    /// <summary>A range of indices.</summary>
    public static implicit operator Slice(Range range) => Step(range, 1);

    /// <summary>
    /// A new axis for null; otherwise a NumPy subscript: <c>"::2"</c>, <c>"1:-1"</c>, <c>"..."</c>, <c>"3"</c>, <c>"None"</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The string is none of these.</exception>
    public static implicit operator Slice(string? text) => text?.Trim() switch
    {
        null or "None" or "newaxis" => NewAxis,
        "..." => Ellipsis,
        { } other =>
        other.Split(':') is { Length: <= 3 } parts && Array.TrueForAll(parts, IsBound) && (parts.Length > 1 || other.Length > 0)
            ? parts.Length == 1 ? Bound(parts[0])!.Value
            : Python(Bound(parts[0]), Bound(parts[1]), parts.Length > 2 ? Bound(parts[2]) : null)
            : throw new ArgumentException(
                $"A slice is written as in NumPy: \"1:5\", \"::-1\", \"...\", \"None\" or a position; received \"{text}\".", nameof(text)),
    };

    /// <summary>The start, count and step. Ranges are clipped to the size of the axis, as in NumPy; an index must be in range.</summary>
    internal (int Start, int Count, int Step) Resolve(int extent, int axis, Shape shape)
    {
        if (IsPosition)
        {
            var position = Start < 0 ? Start.Value + extent : Start!.Value;
            return (uint)position < (uint)extent
                ? (position, 1, 1)
                : throw new ArgumentOutOfRangeException(
                    nameof(axis), position, $"Position {(Start < 0 ? $"^{-(long)Start.Value}" : position)} is out of range for axis "
                    + $"{axis} of a tensor of shape {shape}.");
        }

        // As in Python's slice.indices, the bounds of a reversed range are shifted by one toward the start.
        var (lowest, highest) = StepLength > 0 ? (0, extent) : (-1, extent - 1);
        int Within(int? bound, int missing) =>
            bound is { } given ? (int)Math.Clamp(given < 0 ? (long)given + extent : given, lowest, highest) : missing;
        var (start, stop) = StepLength > 0 ? (Within(Start, 0), Within(Stop, extent)) : (Within(Start, extent - 1), Within(Stop, -1));
        var distance = StepLength > 0 ? (long)stop - start : (long)start - stop;
        var count = distance <= 0 ? 0 : (int)((distance + Math.Abs((long)StepLength) - 1) / Math.Abs((long)StepLength));
        return (count == 0 ? 0 : start, count, count <= 1 ? 1 : StepLength);
    }

    private static int FromIndex(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? int.MaxValue : -index.Value;

    private static bool IsBound(string text) =>
        text.Trim().Length == 0 || int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    private static int? Bound(string text) => text.Trim().Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);
}
