using System.Globalization;

namespace Glassbox.Plotting.Tests.Figures;

public sealed class FigureTests
{
    private static readonly byte[,] Corner = { { 255, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } };

    [Fact]
    public void An_image_has_its_first_row_on_top_and_its_first_column_on_the_left()
    {
        var figure = new Figure(3, 3);
        figure.Subplot().ImShow(Corner, "gray").Ticks(false);
        using var drawn = new Drawn(figure);
        var (left, top, right, bottom) = drawn.Box("#000000");
        var third = (right - left) / 3;

        Assert.Equal("ffffff", drawn[left + (third / 2), top + (third / 2)]);
        Assert.Equal("000000", drawn[right - (third / 2), top + (third / 2)]);
        Assert.Equal("000000", drawn[left + (third / 2), bottom - (third / 2)]);
    }

    [Fact]
    public void Pixels_are_squares_whatever_the_shape_of_the_figure()
    {
        var figure = new Figure(6, 3);
        figure.Subplot().ImShow(new byte[10, 20], "gray", 0, 255).Ticks(false);
        using var drawn = new Drawn(figure);
        var (left, top, right, bottom) = drawn.Box("#000000");

        Assert.Equal(2.0, (right - left) / (double)(bottom - top), 0.03);
    }

    [Fact]
    public void Colours_of_an_image_are_shown_as_they_are()
    {
        var image = Tensor.FromArray(new byte[,,] { { { 255, 0, 0 }, { 0, 128, 255 } } });
        var figure = new Figure(4, 2);
        figure.Subplot().ImShow(image).Ticks(false);
        using var drawn = new Drawn(figure);

        Assert.True(drawn.Count("#ff0000") > 1000);
        Assert.Equal(drawn.Count("#ff0000"), drawn.Count("#0080ff"), 300.0);
    }

    [Fact]
    public void A_figure_has_as_many_pixels_as_its_inches_and_dpi_say()
    {
        using var drawn = new Drawn(new Figure(3, 2, dpi: 150));

        Assert.Equal((450, 300), (drawn.Width, drawn.Height));
    }

    [Fact]
    public void A_dark_figure_is_dark_between_the_plots()
    {
        var figure = new Figure(theme: Theme.Dark);
        figure.Subplot().Plot(new double[] { 1, 2, 3 });
        using var drawn = new Drawn(figure);

        Assert.Equal("0f1318", drawn[2, 2]);
    }

    [Fact]
    public void An_svg_holds_titles_labels_and_legend_as_text()
    {
        var figure = new Figure();
        figure.Subplot().Plot(new double[] { 1, 3, 2 }, "training").Title("loss").XLabel("epoch").YLabel("value").Legend();
        var texts = Texts(figure.ToSvg());

        Assert.Superset(new HashSet<string> { "loss", "epoch", "value", "training" }, texts.ToHashSet());
    }

    [Fact]
    public void Text_of_an_svg_keeps_its_length_in_any_typeface()
    {
        var figure = new Figure();
        figure.Subplot().Title("a < b & c").Ticks(false);
        var svg = figure.ToSvg();

        Assert.Contains(">a &lt; b &amp; c</text>", svg, StringComparison.Ordinal);
        var length = double.Parse(svg.Split("textLength=\"")[1].Split('"')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(length, 60, 100);
        Assert.Contains("sans-serif", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Ticks_can_be_set_and_switched_off()
    {
        var figure = new Figure();
        var axes = figure.Subplot().Plot(new double[] { 1, 3, 2 }).XTicks([0, 1, 2], ["a", "b", "c"]);
        Assert.Superset(new HashSet<string> { "a", "b", "c" }, Texts(figure.ToSvg()).ToHashSet());

        axes.Ticks(false);
        Assert.Empty(Texts(figure.ToSvg()));
    }

    [Theory]
    [InlineData("0 0.25 0.5 1", "0.00 0.25 0.50 1.00")]
    [InlineData("0 5 10", "0 5 10")]
    [InlineData("-1.5 0 1000.5", "−1.5 0.0 1,000.5")]
    [InlineData("0 0.00005 0.0001 0.00015", "0 0.5e-4 1.0e-4 1.5e-4")]
    [InlineData("0 20000000 100000000", "0 0.2e8 1.0e8")]
    [InlineData("", "")]
    public void The_ticks_of_an_axis_have_the_same_decimals(string values, string labels) =>
        Assert.Equal(
            Words(labels.Replace('-', '−')),
            NumberTicks.Labels([.. Words(values).Select(value => double.Parse(value, CultureInfo.InvariantCulture))]));

    [Fact]
    public void Automatic_ticks_have_the_same_decimals()
    {
        var figure = new Figure();
        figure.Subplot().Plot(new[] { 0, 1.5 }).XTicks([]);
        string[] ticks = [.. Texts(figure.ToSvg()).Where(text => text.Length > 0)];

        Assert.Contains("0.0", ticks);
        Assert.All(ticks, tick => Assert.Equal(1, tick.Length - tick.IndexOf('.', StringComparison.Ordinal) - 1));
    }

    [Fact]
    public void A_label_beside_one_image_leaves_all_images_of_the_grid_equally_large()
    {
        var figure = new Figure(6, 4);
        for (var i = 1; i <= 6; i++)
        {
            figure.Subplot(2, 3, i).ImShow(new byte[,] { { 0 } }, "gray").Ticks(false);
        }

        figure.Subplot(2, 3, 1).YLabel("first row").Title("first column");
        using var drawn = new Drawn(figure);
        var middle = drawn.Box("#000000").Bottom - 20;
        int[] widths = [.. Runs(Enumerable.Range(0, drawn.Width).Select(x => drawn[x, middle] == "000000"))];

        Assert.Equal(3, widths.Length);
        Assert.InRange(widths.Max() - widths.Min(), 0, 1);
    }

    [Fact]
    public void The_plots_of_a_grid_do_not_overlap_and_stay_in_the_figure()
    {
        var figure = new Figure(6, 6);
        for (var i = 1; i <= 9; i++)
        {
            figure.Subplot(3, 3, i).ImShow(new byte[4, 4], "gray", 0, 1).Title($"Digit: {i}").Ticks(false);
        }

        using var drawn = new Drawn(figure);
        // Between two rows of images there is a stripe with a title in it; at the borders there is background.
        var (left, top, right, bottom) = drawn.Box("#000000");
        Assert.True(left > 5 && top > 5 && right < 595 && bottom < 595);
        var black = drawn.Count("#000000");
        Assert.InRange(black, 9 * 100 * 100, 9 * 180 * 180);
    }

    [Fact]
    public void The_same_place_of_a_grid_is_the_same_axes()
    {
        var figure = new Figure();

        Assert.Same(figure.Subplot(2, 2, 3), figure.Subplot(2, 2, 3));
        Assert.NotSame(figure.Subplot(2, 2, 3), figure.Subplot(2, 1, 2));
    }

    [Fact]
    public void A_histogram_has_bars_as_high_as_the_counts()
    {
        var figure = new Figure(4, 4);
        figure.Subplot().Hist(new double[] { 0, 0, 0, 1 }, bins: 2, color: "#ff0000").YLim(0, 3).XLim(0, 1);
        using var drawn = new Drawn(figure);
        var (left, top, right, bottom) = drawn.Box("#ff0000");
        var middle = (left + right) / 2;

        // Three of four on the left fill the height, one on the right a third of it.
        Assert.Equal("ff0000", drawn[left + 10, top + 10]);
        Assert.Equal("ffffff", drawn[middle + 20, top + ((bottom - top) / 2)]);
        Assert.Equal("ff0000", drawn[middle + 20, bottom - 10]);
    }

    [Fact]
    public void The_highlighted_bar_has_another_colour()
    {
        var figure = new Figure();
        figure.Subplot().Bar(["a", "b"], new double[] { 1, 2 }, color: "#0000ff", highlight: 1);
        using var drawn = new Drawn(figure);

        Assert.Equal(2.0, drawn.Count("#ff7f0e") / (double)drawn.Count("#0000ff"), 0.1);
    }

    [Fact]
    public void Ten_thousand_points_are_all_drawn()
    {
        var values = new double[10_000];
        values[7_000] = 1;
        var figure = new Figure();
        figure.Subplot().Plot(values, color: "#ff0000").XLim(0, 10_000).YLim(-0.1, 1);
        using var drawn = new Drawn(figure);
        var (left, top, right, bottom) = drawn.Box("#ff0000");

        // One needle in the line, at seven tenths of the way.
        var needle = Enumerable.Range(left, right - left)
            .First(x => Enumerable.Range(top, (bottom - top) / 2).Any(y => drawn[x, y] != "ffffff"));
        Assert.Equal(0.7, (needle - left) / (double)(right - left), 0.02);
    }

    [Fact]
    public void Figures_are_drawn_by_many_threads_at_once()
    {
        var pictures = Enumerable.Range(0, 8).AsParallel().Select(_ =>
        {
            var figure = new Figure();
            figure.Subplot().Plot(new double[] { 1, 3, 2 }).Title("the same");
            return Convert.ToHexString(figure.ToPng());
        });

        Assert.Single(pictures.ToHashSet());
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.svg")]
    public void Saving_writes_what_the_extension_says_and_nothing_else(string name)
    {
        using var folder = new TemporaryFolder();
        new Figure().Save(folder[name]);

        Assert.Equal([folder[name]], Directory.GetFiles(folder.Root));
        var start = File.ReadAllBytes(folder[name])[..4];
        Assert.Equal(name.EndsWith("png", StringComparison.Ordinal) ? [0x89, (byte)'P', (byte)'N', (byte)'G'] : "<?xm"u8.ToArray(), start);
    }

    [Fact]
    public void An_unknown_extension_a_missing_folder_and_a_folder_in_the_place_are_refused_without_a_trace()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["taken.png"]);

        Assert.Contains(".png or .svg", Assert.Throws<ArgumentException>(() => new Figure().Save(folder["a.gif"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("must be .png", Assert.Throws<ArgumentException>(() => new Figure().SavePng(folder["a.svg"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<DirectoryNotFoundException>(() =>
            new Figure().SavePng(folder["none/a.png"])).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => new Figure().SavePng(folder["taken.png"]));
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Bad_input_is_refused_with_what_was_expected_and_received()
    {
        var axes = new Figure().Subplot();
        void Refuses<T>(string part, Action action)
            where T : Exception => Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

        Refuses<ArgumentException>("received (2, 3, 2)", () => axes.ImShow(new byte[2, 3, 2]));
        Refuses<ArgumentException>("received (5,)", () => axes.ImShow(new byte[5]));
        Refuses<ArgumentException>("NaN", () => axes.ImShow(new float[,] { { float.NaN } }));
        Refuses<ArgumentException>("Divide by 255", () => axes.ImShow(new float[1, 1, 3] { { { 0, 12, 255 } } }));
        Refuses<ArgumentException>("vmin", () => axes.ImShow(new byte[2, 2], "gray", 3, 1));
        Refuses<ArgumentException>("Did you mean 'viridis'", () => axes.ImShow(new byte[2, 2], "viridi"));
        Refuses<ArgumentException>("(3,) and (2,)", () => axes.Plot(new double[3], new double[2]));
        Refuses<ArgumentException>("3 labels and 2 values", () => axes.Bar(["a", "b", "c"], new double[2]));
        Refuses<ArgumentException>("finite", () => axes.Bar(null, new[] { double.NaN }));
        Refuses<ArgumentException>("#rrggbb", () => axes.Plot(new double[2], color: "blue"));
        Refuses<ArgumentException>("legend", () => axes.Legend());
        Refuses<ArgumentException>("one finite number to another", () => axes.XLim(2, 2));
        Refuses<ArgumentOutOfRangeException>("places 1 to 4", () => new Figure().Subplot(2, 2, 5));
        Refuses<ArgumentOutOfRangeException>("32767", () => _ = new Figure(500, 1, dpi: 100));
    }

    [Fact]
    public void Without_a_screen_showing_says_where_the_file_is()
    {
        using var output = new StringWriter();
        var png = new Figure(1, 1).ToPng();
        var path = Viewer.Open(png, hasScreen: false, output);

        Assert.Equal($"The picture is in {path}{Environment.NewLine}", output.ToString());
        Assert.Equal(png, File.ReadAllBytes(path));
        File.Delete(path);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How long each run of true values is.</summary>
    private static IEnumerable<int> Runs(IEnumerable<bool> values)
    {
        var length = 0;
        foreach (var value in values.Append(false))
        {
            if (!value && length > 0)
            {
                yield return length;
            }

            length = value ? length + 1 : 0;
        }
    }

    private static IEnumerable<string> Texts(string svg) => new Svg(svg).Texts.Select(text => text.Value);
}
