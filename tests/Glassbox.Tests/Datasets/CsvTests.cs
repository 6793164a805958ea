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
    public void Rows_may_begin_with_any_character()
    {
        var table = Load("id,n\n#1,5\n\n  \n//2,6\n");
        Assert.Equal(["#1", "//2"], table.Text("id"));
        Assert.Equal("[5. 6.]", $"{table["n"]}");
    }

    [Fact]
    public void A_separator_in_quotes_does_not_count_when_the_separator_is_found()
    {
        var table = Load("\"a,b,c,d\";\"say \"\"hi\"\"\";n\n\"1,5\";\"two\nlines\";3\n");
        Assert.Equal(["a,b,c,d", "say \"hi\"", "n"], table.ColumnNames);
        Assert.Equal("two\nlines", table.Text("say \"hi\"")[0]);
    }

    [Fact]
    public void Whole_numbers_are_not_lost()
    {
        var table = Load("id,big,mixed,small\n16777217,9007199254740993,16777217,1\n2,-3,,2\n");
        Assert.Equal((DType.Int64, DType.Int64, DType.Float64, DType.Float32),
            (table["id"].DType, table["big"].DType, table["mixed"].DType, table["small"].DType));
        Assert.Equal([16777217L, 2], table["id"].ToArray<long>());
        Assert.Equal([9007199254740993L, -3], table["big"].ToArray<long>());
        Assert.Equal([16777217.0, double.NaN], table["mixed"].ToArray<double>());
        Assert.Equal((DType.Float64, 16777217.0), (table["id", "small"].DType, (double)table["id", "small"][0, 0]));
        Assert.Equal(DType.Int64, table.Numbers(["small", "id"], "int64").DType);
        Assert.Equal(0.1, (double)Load("x\n0.1\n").Numbers("x", "float64")[0]);
        Assert.Contains("'0.1' in row 1", Assert.Throws<InvalidDataException>(() => Load("x\n0.1\n").Numbers("x", "int32")).Message,
            StringComparison.Ordinal);
        Assert.Contains("does not fit into int32", Assert.Throws<InvalidDataException>(() =>
            Load("x\n3000000000\n").Numbers("x", "int32")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData("<NA>")]
    public void Missing_values_are_those_of_pandas(string word) =>
        Assert.Equal([1, float.NaN, 3], Load($"x,y\n1,0\n{word},0\n3,0\n")["x"].ToArray<float>());

    [Fact]
    public void Words_for_numbers_are_those_of_pandas()
    {
        var table = Load("x,y\ninf,True\n-inf,False\nInfinity,TRUE\n-1.5e3,false\n");
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity, -1500], table["x"].ToArray<float>());
        Assert.Equal([1f, 0, 1, 0], table["y"].ToArray<float>());
        Assert.Equal([true, false, true, false], table.Numbers("y", "bool").ToArray<bool>());
    }

    [Fact]
    public void A_comma_may_be_the_decimal_point()
    {
        File.WriteAllText(folder["a.csv"], "a;b\n1,5;-2\n,25;1e2\n");
        Assert.Equal("[[  1.5   -2.  ]\n [  0.25 100.  ]]", $"{Csv.Load(folder["a.csv"], decimalPoint: ',')["a", "b"]}");
        Assert.Contains("decimalPoint", Assert.Throws<InvalidDataException>(() => Csv.Load(folder["a.csv"])["a"]).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Csv.Load(folder["a.csv"], ',', decimalPoint: ','));
        Assert.Throws<ArgumentException>(() => Csv.Load(folder["a.csv"], decimalPoint: '\''));
    }

    [Fact]
    public void Rows_may_be_longer_than_any_buffer()
    {
        var text = new string('x', 3_000_000);
        var table = Load($"a,b\n\"{text}\",1\n{text},2\n");
        Assert.Equal((2, 3_000_000, 3_000_000), (table.Rows, table.Text("a")[0].Length, table.Text("a")[1].Length));
        Assert.Equal("[1. 2.]", $"{table["b"]}");
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
    [InlineData("", "empty")]
    [InlineData("\n \n", "empty")]
    [InlineData("a,b\n1,\"2\n", "a quote that begins in line 2 is never closed")]
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
