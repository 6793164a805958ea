using System.Text;

namespace Glassbox;

public partial class Tensor : IFormattable
{
    // NumPy's print options: summarize above 1000 elements, 3 at each edge, lines of 75 characters.
    private const int Threshold = 1000;
    private const int EdgeItems = 3;
    private const int LineWidth = 75;

    /// <summary>The values as NumPy prints them: aligned, in nested brackets, with large tensors summarized.</summary>
    /// <remarks>Source: <see href="https://numpy.org/doc/stable/reference/generated/numpy.array2string.html"/>.</remarks>
    public override string ToString()
    {
        if (Rank == 0)
        {
            return NumberFormat.Scalar(Element(0));
        }

        if (Size == 0)
        {
            return "[]";
        }

        return Nested(shown => NumberFormat.For(this, shown));
    }

    /// <summary>
    /// The values in a .NET number format, as in <c>$"{loss:F4}"</c>. It is applied to each element, nested in brackets and aligned as by
    /// <see cref="ToString()"/>. Booleans and symbolic tensors ignore the format.
    /// </summary>
    /// <param name="format">A format string of the element type, such as <c>F4</c> or <c>P1</c>; null or empty for NumPy's format.</param>
    /// <param name="formatProvider">The culture of the format; null for the current one. NumPy's format is culture-invariant.</param>
    /// <exception cref="FormatException">The element type does not support the format.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (string.IsNullOrEmpty(format) || !HasValues || DType == DType.Bool || Size == 0)
        {
            return ToString();
        }

        string Word(int position) => ((IFormattable)Element(position)).ToString(format, formatProvider);
        return Rank == 0 ? Word(0) : Nested(shown =>
        {
            var width = shown.Max(position => Word(position).Length);
            return value => ((IFormattable)value).ToString(format, formatProvider).PadLeft(width);
        });
    }

    /// <summary>Nested brackets around the printed elements, in a format determined from these.</summary>
    private string Nested(Func<IReadOnlyList<int>, Func<object, string>> format)
    {
        var summarize = Size > Threshold;
        var positions = new List<int>();
        VisitShown(0, 0, summarize, positions);
        return Nested(0, 0, summarize, format(positions), " ", LineWidth);
    }

    /// <summary>The printed indices along an axis; null stands for the ellipsis.</summary>
    private IEnumerable<int?> Shown(int axis, bool summarize)
    {
        var extent = Shape[axis];
        var cut = summarize && extent > 2 * EdgeItems;
        for (var i = 0; i < extent; i++)
        {
            if (cut && i == EdgeItems)
            {
                yield return null;
                i = extent - EdgeItems;
            }

            yield return i;
        }
    }

    private void VisitShown(int axis, int offset, bool summarize, List<int> positions)
    {
        if (axis == Rank)
        {
            positions.Add(offset);
            return;
        }

        foreach (var i in Shown(axis, summarize))
        {
            if (i is { } position)
            {
                VisitShown(axis + 1, (offset * Shape[axis]) + position, summarize, positions);
            }
        }
    }

    private string Nested(int axis, int offset, bool summarize, Func<object, string> format, string indent, int width)
    {
        var text = new StringBuilder("[");
        if (axis == Rank - 1)
        {
            var line = new StringBuilder(indent, width);
            var first = true;
            foreach (var i in Shown(axis, summarize))
            {
                var word = i is { } position ? format(Element((offset * Shape[axis]) + position)) : "...";
                if (!first)
                {
                    line.Append(' ');
                }

                if (line.Length > indent.Length && line.Length + word.Length > width - 1)
                {
                    text.Append(line.ToString().TrimEnd()).Append('\n');
                    line.Clear().Append(indent);
                }

                line.Append(word);
                first = false;
            }

            text.Append(line);
        }
        else
        {
            var separator = new string('\n', Rank - 1 - axis);
            text.AppendJoin(separator, Shown(axis, summarize).Select(i =>
                indent + (i is { } position ? Nested(axis + 1, (offset * Shape[axis]) + position, summarize, format, indent + " ",
                    width - 1) : "...")));
        }

        // The bracket replaces the first line's indentation.
        return text.Remove(1, indent.Length).Append(']').ToString();
    }
}
