using System.Globalization;

namespace Glassbox.Datasets;

/// <summary>A table of text with named columns, which become tensors when they are asked for. Made by <see cref="Csv.Load"/>.</summary>
public sealed class CsvTable
{
    private readonly string path;
    private readonly List<string>[] columns;
    private readonly string[] names;

    internal CsvTable(string path, string[] names, List<string>[] columns) =>
        (this.path, this.names, this.columns) = (path, names, columns);

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> ColumnNames => names;

    /// <summary>How many rows there are, the names not counted.</summary>
    public int Rows => columns[0].Count;

    /// <summary>The numbers of a column, float32 of shape (rows,). An empty value is not a number (NaN), as in pandas.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="InvalidDataException">A value is no number; the message names its row.</exception>
    public Tensor this[string column] => Tensor.FromSpan<float>(Numbers(column));

    /// <summary>The numbers of several columns side by side, float32 of shape (rows, columns).</summary>
    /// <inheritdoc cref="this[string]"/>
    public Tensor this[params ReadOnlySpan<string> columns]
    {
        get
        {
            var values = new float[Rows * columns.Length];
            for (var j = 0; j < columns.Length; j++)
            {
                var numbers = Numbers(columns[j]);
                for (var i = 0; i < numbers.Length; i++)
                {
                    values[(i * columns.Length) + j] = numbers[i];
                }
            }

            return Tensor.FromSpan<float>(values, [Rows, columns.Length]);
        }
    }

    /// <summary>The text of a column.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public IReadOnlyList<string> Text(string column) => Column(column);

    /// <summary>
    /// The different values of a column in alphabetical order, and for each row the position of its value among them: int64 of shape
    /// (rows,).
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public (Tensor Codes, IReadOnlyList<string> Categories) Categories(string column)
    {
        var values = Column(column);
        string[] categories = [.. values.Distinct().Order(StringComparer.Ordinal)];
        var positions = categories.Select((category, i) => (category, i)).ToDictionary(pair => pair.category, pair => (long)pair.i);
        return (Tensor.FromSpan<long>(values.Select(value => positions[value]).ToArray()), categories);
    }

    private float[] Numbers(string column)
    {
        var values = Column(column);
        var numbers = new float[values.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = string.IsNullOrWhiteSpace(values[i])
                ? float.NaN
                : float.TryParse(values[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new InvalidDataException(
                        $"{path}: column '{column}' has '{values[i]}' in row {i + 1}, which is no number. Numbers have a decimal point "
                        + "and no separators; for text use Text or Categories.");
        }

        return numbers;
    }

    private List<string> Column(string name) => Array.IndexOf(names, name) is >= 0 and var i
        ? columns[i]
        : throw new KeyNotFoundException(Identifiers.Unknown($"column of {path}", name, names));
}
