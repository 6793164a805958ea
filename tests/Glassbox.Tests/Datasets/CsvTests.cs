using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Columns_become_tensors()
    {
        var table = Load("rooms,age,town,price\n3,12.5,Ulm,1e3\n4,,\"Bonn, Rhein\",2000\n5,-1,Ulm,3000\n");
        Assert.Equal(3, table.Rows);
        Assert.Equal(["rooms", "age", "town", "price"], table.ColumnNames);
        Assert.Equal("[[   3.   12.5]\n [   4.    nan]\n [   5.   -1. ]]".Replace(" ", "", StringComparison.Ordinal),
            $"{table["rooms", "age"]}".Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("[1000. 2000. 3000.]", $"{table["price"]}");
        Assert.Equal(DType.Float32, table["price"].DType);
        var (codes, categories) = table.Categories("town");
        Assert.Equal(("[1 0 1]", "Bonn, Rhein|Ulm"), ($"{codes}", string.Join('|', categories)));
        Assert.Equal("Bonn, Rhein", table.Text("town")[1]);
    }

    [Theory]
    [InlineData("a;b\n1;2\n")]
    [InlineData("a\tb\r\n1\t2\r\n")]
    [InlineData("a|b\n1|2")]
    [InlineData("\uFEFFa,b\n\"1\",\"2\"\n")]
    public void The_separator_is_found(string text)
    {
        var table = Load(text);
        Assert.Equal("[[1. 2.]]", $"{table["a", "b"]}");
    }

    [Fact]
    public void Without_a_header_columns_are_numbered()
    {
        File.WriteAllText(folder["a.csv"], "1,2\n3,4\n");
        Assert.Equal("[2. 4.]", $"{Csv.Load(folder["a.csv"], hasHeader: false)["1"]}");
    }

    [Fact]
    public void A_value_that_is_no_number_is_named_with_its_place()
    {
        var exception = Assert.Throws<InvalidDataException>(() => Load("a,b\n1,2\n3,four\n")["b"]);
        Assert.Contains("column 'b' has 'four' in row 2", exception.Message, StringComparison.Ordinal);
        Assert.Contains(folder["a.csv"], exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_column_is_refused_with_the_nearest_name() =>
        Assert.Contains("Did you mean 'price'?", Assert.Throws<KeyNotFoundException>(() => Load("price,age\n1,2\n")["prize"]).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "row 2 has 1 values; there are 2 columns")]
    [InlineData("a,b\n1,2,3\n", "row 1 has 3 values")]
    [InlineData("a,a\n1,2\n", "two columns are named 'a'")]
    [InlineData("", "")]
    [InlineData("a,b\n1,\"2\n", "")]
    public void What_is_no_table_is_refused(string text, string part)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Load(text));
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder["a.csv"], exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_reported_as_such() => Assert.Throws<FileNotFoundException>(() => Csv.Load(folder["none.csv"]));

    [Fact]
    public void A_table_of_names_alone_has_no_rows()
    {
        var table = Load("a,b\n");
        Assert.Equal((0, "(0, 2)"), (table.Rows, $"{table["a", "b"].Shape}"));
    }

    private CsvTable Load(string text)
    {
        File.WriteAllText(folder["a.csv"], text);
        return Csv.Load(folder["a.csv"]);
    }
}
