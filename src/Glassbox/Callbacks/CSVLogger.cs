using System.Buffers;
using System.Text;
using Glassbox.Datasets;
using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>
/// Writes the logs of each epoch to a CSV file. An entry that first appears in a later epoch, such as a validation metric, adds a column;
/// missing values are <c>NA</c>.
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

    /// <summary>Creates the callback.</summary>
    /// <param name="filename">Path of the file.</param>
    /// <param name="separator">Separator between values.</param>
    /// <param name="append">Whether to append to an existing file, in its column order; otherwise it is replaced.</param>
    /// <exception cref="ArgumentException">The separator is empty, or could occur in a number or a quoted value.</exception>
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
    /// <exception cref="InvalidDataException">The file to append to is not such a table.</exception>
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

    /// <summary>The file's columns after the epoch column; null if it is empty.</summary>
    private List<string>? ReadHeader()
    {
        var header = File.ReadLines(filename).FirstOrDefault();
        if (string.IsNullOrWhiteSpace(header))
        {
            return null;
        }

        var fields = Fields(header.TrimStart('\uFEFF'));
        return fields[0] == Epoch ? fields[1..] : throw new InvalidDataException(
            $"CSVLogger cannot append to '{filename}': its first column must be '{Epoch}', followed by '{separator}', and its first "
            + $"line is '{(header.Length <= 80 ? header : header[..80] + "…")}'. Choose another file, or append: false.");
    }

    private List<string> Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                // A doubled quote within a quoted value is an escaped quote.
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

    /// <summary>Rewrites the file with the added columns, which have no values in earlier rows.</summary>
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
