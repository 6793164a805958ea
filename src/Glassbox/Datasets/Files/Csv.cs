using Sylvan.Data.Csv;

namespace Glassbox.Datasets;

/// <summary>Tables in text files: values separated by commas or another character, in quotes where they contain it (RFC 4180).</summary>
public static class Csv
{
    /// <summary>Reads a table: <c>var x = Csv.Load("houses.csv")["rooms", "age"]</c>.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="delimiter">What separates the values of a row; by default the one of comma, semicolon, tab and bar that the first row
    /// has most of.</param>
    /// <param name="hasHeader">Whether the first row names the columns; without names they are called "0", "1", …</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no table: rows of different lengths, columns of the same name, a quote that is
    /// never closed, or no columns.</exception>
    public static CsvTable Load(string path, char? delimiter = null, bool hasHeader = true)
    {
        using var text = new StreamReader(path);
        try
        {
            return Read(text, path, delimiter, hasHeader);
        }
        catch (Exception exception) when (exception
            is CsvFormatException or CsvRecordTooLargeException or CsvMissingHeadersException or CsvInvalidCharacterException)
        {
            throw new InvalidDataException($"{path}: this is no table of separated values, or it is damaged "
                + $"({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    private static CsvTable Read(StreamReader text, string path, char? delimiter, bool hasHeader)
    {
        using var reader = CsvDataReader.Create(text,
            new CsvDataReaderOptions { Delimiter = delimiter, HasHeaders = hasHeader, MaxBufferSize = 1 << 20 });
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(i => hasHeader ? reader.GetName(i).Trim() : $"{i}")];
        if (names.Length == 0)
        {
            throw new InvalidDataException($"{path}: the file is empty; a table has at least one column.");
        }

        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"{path}: two columns are named '{twice.Key}'. Columns are asked for by name, so each needs "
                + "its own.");
        }

        var columns = names.Select(_ => new List<string>()).ToArray();
        while (reader.Read())
        {
            if (reader.RowFieldCount != names.Length)
            {
                throw new InvalidDataException($"{path}: row {columns[0].Count + 1} has {reader.RowFieldCount} values; there are "
                    + $"{names.Length} columns.");
            }

            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Add(reader.GetString(i));
            }
        }

        return new CsvTable(path, names, columns);
    }
}
