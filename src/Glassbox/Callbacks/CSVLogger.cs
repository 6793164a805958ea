using System.Buffers;
using System.Text;
using Glassbox.Datasets;
using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>
/// Writes the figures of each epoch into a table: a file of comma-separated values. A figure that comes later than the first epoch, such as
/// those of a validation, gets a column then; where it was not measured, <c>NA</c> stands in the rows.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/csv_logger/"/>.</remarks>
public sealed class CSVLogger : Callback
{
    private const string Epoch = "epoch";
    private const string Missing = "NA";

    private static readonly SearchValues<char> Unfit = SearchValues.Create("\"\r\n.+-");

    private readonly string filename;
    private readonly string separator;
    private readonly bool append;
    private List<string>? columns;

    /// <summary>A callback that writes a table.</summary>
    /// <param name="filename">Where to.</param>
    /// <param name="separator">What stands between values.</param>
    /// <param name="append">Whether a file that exists is gone on with, in the order of its columns; otherwise it is replaced.</param>
    /// <exception cref="ArgumentException">The separator is empty, or could be part of a number or of a quotation.</exception>
    public CSVLogger(string filename, string separator = ",", bool append = false)
    {
        ArgumentNullException.ThrowIfNull(filename);
        ArgumentException.ThrowIfNullOrEmpty(separator);
        this.separator = separator.AsSpan().ContainsAny(Unfit) || separator.Any(char.IsLetterOrDigit)
            ? throw new ArgumentException($"CSVLogger cannot tell values apart by '{separator}': take \",\", \";\" or \"\\t\".",
                nameof(separator))
            : separator;
        (this.filename, this.append) = (filename, append);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file to go on with is no such table.</exception>
    public override void OnTrainBegin()
    {
        columns = append && File.Exists(filename) ? ReadHeader() : null;
        if (!append)
        {
            File.WriteAllText(filename, "");
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        string[] added = [.. logs.Keys.Except(columns ?? []).Order(StringComparer.Ordinal)];
        if (columns is null)
        {
            columns = [.. added];
            File.AppendAllText(filename, Row(columns.Prepend(Epoch)));
        }
        else if (added.Length > 0)
        {
            columns.AddRange(added);
            Widen(added.Length);
        }

        var values = columns.Select(column => logs.TryGetValue(column, out var value) ? KerasJson.Number(value) : Missing);
        File.AppendAllText(filename, Row(values.Prepend($"{epoch}")));
    }

    private string Row(IEnumerable<string> fields) => string.Join(separator, fields.Select(Quoted)) + "\n";

    private string Quoted(string field) =>
        field.Contains(separator, StringComparison.Ordinal) || field.AsSpan().ContainsAny("\"\r\n")
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    /// <summary>The columns of the file behind that of the epochs; null if it is empty.</summary>
    private List<string>? ReadHeader()
    {
        var header = File.ReadLines(filename).FirstOrDefault();
        if (string.IsNullOrWhiteSpace(header))
        {
            return null;
        }

        var fields = Fields(header.TrimStart('\uFEFF'));
        return fields[0] == Epoch ? fields[1..] : throw new InvalidDataException(
            $"CSVLogger cannot append to '{filename}': its first column must be '{Epoch}', with '{separator}' behind it, and its first "
            + $"line is '{(header.Length <= 80 ? header : header[..80] + "…")}'. Choose another file, or append: false.");
    }

    private List<string> Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                // Two in a row, within a quotation, are one that belongs to the text.
                if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (!quoted && string.CompareOrdinal(line, i, separator, 0, separator.Length) == 0)
            {
                fields.Add(field.ToString());
                field.Clear();
                i += separator.Length - 1;
            }
            else
            {
                field.Append(line[i]);
            }
        }

        return [.. fields, field.ToString()];
    }

    /// <summary>Writes the file anew with the columns that came, which were not measured before.</summary>
    private void Widen(int added)
    {
        var rows = File.ReadAllLines(filename);
        var missing = string.Concat(Enumerable.Repeat(separator + Missing, added));
        AtomicFile.Write(filename, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(Row(columns!.Prepend(Epoch)));
            foreach (var row in rows.Skip(1).Where(row => row.Length > 0))
            {
                writer.Write(row + missing + "\n");
            }
        });
    }
}
