namespace Glassbox.Datasets;

/// <summary>Delimited text files: values separated by commas or another character, quoted where they contain it (RFC 4180).</summary>
public static class Csv
{
    private const string Separators = ",;\t|";

    /// <summary>Reads a table: <c>var x = Csv.Load("houses.csv")["rooms", "age"]</c>. Blank lines are skipped.</summary>
    /// <param name="path">Path of the file, in UTF-8.</param>
    /// <param name="delimiter">Delimiter; by default whichever of comma, semicolon, tab and vertical bar occurs most often outside quotes
    /// in the first row.</param>
    /// <param name="hasHeader">Whether the first row holds column names; otherwise they are "0", "1", …</param>
    /// <param name="decimalPoint">Decimal separator: a point or a comma.</param>
    /// <exception cref="ArgumentException">The delimiter and the decimal separator are the same, or characters that occur in
    /// numbers.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid table: rows of different lengths, duplicate column names, an unclosed
    /// quote, or no columns.</exception>
    public static CsvTable Load(string path, char? delimiter = null, bool hasHeader = true, char decimalPoint = '.')
    {
        if (decimalPoint is not ('.' or ','))
        {
            throw new ArgumentException($"A decimal point is '.' or ','; received '{decimalPoint}'.", nameof(decimalPoint));
        }

        if (delimiter == decimalPoint || delimiter is '"' or '\n' or '\r' or '-' or '+' || (delimiter is { } given && char.IsDigit(given)))
        {
            throw new ArgumentException(
                $"Values that contain '{delimiter}' cannot be told apart by it, with the decimal point '{decimalPoint}'. Take ';' or "
                + "'\\t'.",
                nameof(delimiter));
        }

        using var text = new StreamReader(path);
        var separators = Separators.Replace($"{decimalPoint}", "", StringComparison.Ordinal).AsMemory();
        return Read(new CsvReader(text, path, delimiter, separators), path, hasHeader, decimalPoint);
    }

    private static CsvTable Read(CsvReader reader, string path, bool hasHeader, char decimalPoint)
    {
        var row = reader.Next() ?? throw new InvalidDataException($"{path}: the file is empty; a table has at least one column.");
        string[] names = [.. row.Select((name, i) => hasHeader ? name.Trim() : $"{i}")];
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"{path}: two columns are named '{twice.Key}'. Columns are asked for by name, so each needs "
                + "its own.");
        }

        var columns = names.Select(_ => new List<string>()).ToArray();
        for (var values = hasHeader ? reader.Next() : row; values is not null; values = reader.Next())
        {
            if (values.Length != names.Length)
            {
                throw new InvalidDataException($"{path}: row {columns[0].Count + 1} has {values.Length} values; there are "
                    + $"{names.Length} columns. It is in line {reader.Line}.");
            }

            for (var i = 0; i < values.Length; i++)
            {
                columns[i].Add(values[i]);
            }
        }

        return new CsvTable(path, names, columns, decimalPoint);
    }
}
