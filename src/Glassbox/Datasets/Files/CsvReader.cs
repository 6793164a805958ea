using System.Text;

namespace Glassbox.Datasets;

/// <summary>
/// Reads the rows of delimited text in order. A value that begins with a quote ends with one and may contain delimiters, line breaks and
/// doubled quotes. Whitespace-only lines are skipped.
/// </summary>
internal sealed class CsvReader(TextReader text, string path, char? delimiter, ReadOnlyMemory<char> candidates)
{
    private readonly char[] buffer = new char[1 << 16];
    private readonly StringBuilder field = new();
    private readonly List<string> fields = [];
    private int position;
    private int length;
    private long line = 1;
    private char? separator = delimiter;

    /// <summary>The values of the next row; null after the last.</summary>
    /// <exception cref="InvalidDataException">A quote is not closed.</exception>
    public string[]? Next()
    {
        separator ??= Guess();
        fields.Clear();
        while (Peek() >= 0)
        {
            var (start, quoted) = (line, false);
            var more = true;
            while (more)
            {
                more = ReadField(ref quoted);
            }

            var isBlank = fields.Count == 1 && !quoted && string.IsNullOrWhiteSpace(fields[0]);
            if (!isBlank)
            {
                Line = start;
                return [.. fields];
            }

            fields.Clear();
        }

        return null;
    }

    /// <summary>One-based line number at which the last row begins.</summary>
    public long Line { get; private set; }

    /// <summary>Reads a value and its terminator; false if the terminator also ends the row.</summary>
    private bool ReadField(ref bool quoted)
    {
        field.Clear();
        if (Peek() == '"')
        {
            quoted = true;
            position++;
            ReadQuoted();
        }

        while (Peek() is >= 0 and var next)
        {
            position++;
            if (next == separator)
            {
                fields.Add(field.ToString());
                return true;
            }

            if (EndsLine((char)next))
            {
                break;
            }

            field.Append((char)next);
        }

        fields.Add(field.ToString());
        return false;
    }

    private void ReadQuoted()
    {
        var start = line;
        while (Peek() is >= 0 and var next)
        {
            position++;
            if (next == '"')
            {
                if (Peek() != '"')
                {
                    return;
                }

                position++;
            }

            field.Append((char)next);
            if (next == '\n')
            {
                line++;
            }
        }

        throw new InvalidDataException($"{path}: a quote that begins in line {start} is never closed.");
    }

    private bool EndsLine(char next)
    {
        if (next is not ('\n' or '\r'))
        {
            return false;
        }

        if (next == '\r' && Peek() == '\n')
        {
            position++;
        }

        line++;
        return true;
    }

    private int Peek()
    {
        if (position == length)
        {
            (position, length) = (0, text.Read(buffer));
        }

        return length == 0 ? -1 : buffer[position];
    }

    /// <summary>
    /// The candidate delimiter that occurs most often outside quotes in the first row; the first candidate if none occurs.
    /// </summary>
    private char Guess()
    {
        // Only the part of the first row that the buffer holds is examined.
        Peek();
        while (length < buffer.Length && text.Read(buffer, length, buffer.Length - length) is > 0 and var more)
        {
            length += more;
        }

        var counts = new int[candidates.Length];
        var (isQuoted, any) = (false, false);
        foreach (var next in buffer.AsSpan(0, length))
        {
            if (next is '\n' or '\r' && !isQuoted && any)
            {
                break;
            }

            any |= !char.IsWhiteSpace(next);
            isQuoted ^= next == '"';
            if (!isQuoted && candidates.Span.IndexOf(next) is >= 0 and var candidate)
            {
                counts[candidate]++;
            }
        }

        return candidates.Span[Array.IndexOf(counts, counts.Max())];
    }
}
