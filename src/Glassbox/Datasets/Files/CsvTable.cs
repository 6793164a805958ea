namespace Glassbox.Datasets;

/// <summary>A table of text with named columns that are converted to tensors on access. Created by <see cref="Csv.Load"/>.</summary>
public sealed class CsvTable
{
    private readonly string path;
    private readonly List<string>[] columns;
    private readonly string[] names;
    private readonly char decimalPoint;

    internal CsvTable(string path, string[] names, List<string>[] columns, char decimalPoint) =>
        (this.path, this.names, this.columns, this.decimalPoint) = (path, names, columns, decimalPoint);

    /// <summary>Column names, in order.</summary>
    public IReadOnlyList<string> ColumnNames => names;

    /// <summary>Number of rows, excluding the header.</summary>
    public int Rows => columns[0].Count;

    /// <summary>
    /// The numbers of a column, of shape (rows,). The type is float32, unless it cannot represent an integer of the column (16777217): then
    /// int64, or float64 if there are also fractions or missing values. Missing values (empty, NA, N/A, NaN, null, None and others, as in
    /// pandas) are NaN; inf is infinite, True is 1 and False 0.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The column does not exist.</exception>
    /// <exception cref="InvalidDataException">A value is not a number; the message specifies its row.</exception>
    public Tensor this[string column]
    {
        get
        {
            var numbers = Read(column);
            return numbers.As(numbers.Type);
        }
    }

    /// <summary>The numbers of several columns, of shape (rows, columns), in a type that represents them all.</summary>
    /// <inheritdoc cref="this[string]"/>
    public Tensor this[params ReadOnlySpan<string> columns] => SideBySide(columns.ToArray(), null);

    /// <summary>The numbers of a column as a given type, of shape (rows,).</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="dtype">float64, int64 or another type.</param>
    /// <exception cref="KeyNotFoundException">The column does not exist.</exception>
    /// <exception cref="InvalidDataException">A value is not a number of this type; the message specifies its row.</exception>
    public Tensor Numbers(string column, DType dtype) => Read(column).As(dtype);

    /// <summary>The numbers of several columns as a given type, of shape (rows, columns).</summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="dtype">float64, int64 or another type.</param>
    /// <inheritdoc cref="Numbers(string, DType)"/>
    public Tensor Numbers(IReadOnlyList<string> columns, DType dtype) => SideBySide([.. columns], dtype);

    /// <summary>The text values of a column.</summary>
    /// <exception cref="KeyNotFoundException">The column does not exist.</exception>
    public IReadOnlyList<string> Text(string column) => Column(column);

    /// <summary>
    /// Ordinal encoding: the distinct values of a column in alphabetical order, and for each row the index of its value: int64 of shape
    /// (rows,).
    /// </summary>
    /// <exception cref="KeyNotFoundException">The column does not exist.</exception>
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
