namespace Glassbox.Datasets;

/// <summary>A table of text with named columns, which become tensors when they are asked for. Made by <see cref="Csv.Load"/>.</summary>
public sealed class CsvTable
{
    private readonly string path;
    private readonly List<string>[] columns;
    private readonly string[] names;
    private readonly char decimalPoint;

    internal CsvTable(string path, string[] names, List<string>[] columns, char decimalPoint) =>
        (this.path, this.names, this.columns, this.decimalPoint) = (path, names, columns, decimalPoint);

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> ColumnNames => names;

    /// <summary>How many rows there are, the names not counted.</summary>
    public int Rows => columns[0].Count;

    /// <summary>
    /// The numbers of a column, of shape (rows,). The type is float32, unless that lacks a whole number of the column (16777217): then
    /// int64, or float64 where there are also fractions or missing values. Missing values (nothing, NA, N/A, NaN, null, None and others, as
    /// in pandas) are NaN; inf is infinite, True is 1 and False 0.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="InvalidDataException">A value is no number; the message names its row.</exception>
    public Tensor this[string column]
    {
        get
        {
            var numbers = Read(column);
            return numbers.As(numbers.Type);
        }
    }

    /// <summary>The numbers of several columns side by side, of shape (rows, columns), in a type that has those of all.</summary>
    /// <inheritdoc cref="this[string]"/>
    public Tensor this[params ReadOnlySpan<string> columns] => SideBySide(columns.ToArray(), null);

    /// <summary>The numbers of a column in a type, of shape (rows,).</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="dtype">float64, int64 or another.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="InvalidDataException">A value is no number of this type; the message names its row.</exception>
    public Tensor Numbers(string column, DType dtype) => Read(column).As(dtype);

    /// <summary>The numbers of several columns side by side in a type, of shape (rows, columns).</summary>
    /// <param name="columns">The columns' names.</param>
    /// <param name="dtype">float64, int64 or another.</param>
    /// <inheritdoc cref="Numbers(string, DType)"/>
    public Tensor Numbers(IReadOnlyList<string> columns, DType dtype) => SideBySide([.. columns], dtype);

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

    private Tensor SideBySide(string[] names, DType? dtype)
    {
        if (names.Length == 0)
        {
            return Tensor.Zeros([Rows, 0], dtype ?? DType.Float32);
        }

        var read = Array.ConvertAll(names, Read);
        var types = read.Select(numbers => numbers.Type).Distinct().ToArray();
        var common = dtype ?? (types.Length == 1 ? types[0] : DType.Float64);
        return Ops.Stack([.. read.Select(numbers => numbers.As(common))], axis: 1);
    }

    private CsvNumbers Read(string column) => new(Column(column), $"{path}: column '{column}'", decimalPoint);

    private List<string> Column(string name) => Array.IndexOf(names, name) is >= 0 and var i
        ? columns[i]
        : throw new KeyNotFoundException(Identifiers.Unknown($"column of {path}", name, names));
}
