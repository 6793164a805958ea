using System.Text;

namespace Glassbox.Tests.Terminals;

public sealed class TerminalTests
{
    private static readonly byte[,] Stairs = { { 255, 0, 0, 0 }, { 255, 255, 0, 0 }, { 255, 255, 255, 0 }, { 0, 0, 0, 0 } };

    [Fact]
    public void An_image_is_half_blocks_of_two_pixels_each() =>
        Assert.Equal("█▄\n▀▀▀".ReplaceLineEndings(), Terminal.Image(Stairs, color: false));

    [Fact]
    public void Grays_are_colours_of_the_palette_where_the_console_has_them() =>
        Assert.Equal("\x1b[38;5;231;48;5;16m▀\x1b[38;5;244;48;5;16m▀\x1b[0m", Terminal.Image(new byte[,] { { 255, 128 } }, color: true));

    [Fact]
    public void Coloured_images_have_true_colours_and_are_light_or_dark_without()
    {
        var image = Tensor.FromArray(new byte[,,] { { { 255, 255, 0 } }, { { 0, 0, 255 } } });

        Assert.Equal("\x1b[38;2;255;255;0;48;2;0;0;255m▀\x1b[0m", Terminal.Image(image, color: true));
        Assert.Equal("▀", Terminal.Image(image, color: false));
    }

    [Fact]
    public void Images_stand_side_by_side_under_their_titles_without_common_margins_and_wrap_at_the_width()
    {
        var images = Ops.Stack([(Tensor)Stairs, Stairs, Stairs]);

        Assert.Equal("""
            one  two
            █▄   █▄
            ▀▀▀  ▀▀▀
            six
            █▄
            ▀▀▀
            """.ReplaceLineEndings(), Terminal.Images(images, ["one", "two", "six"], width: 9, color: false));
    }

    [Fact]
    public void Bars_are_as_long_as_values_to_the_eighth() =>
        Assert.Equal(
            string.Join(Environment.NewLine, "  a █████      0.5", "bcd ▌          0.05"),
            Terminal.Bars(["a", "bcd"], new[] { 0.5, 0.05 }, width: 10, full: 1));

    [Fact]
    public void A_sparkline_shows_the_course_between_the_first_and_the_last_value()
    {
        Assert.Equal("2 █▆▃▁ 0.5", Terminal.Sparkline([2, 1.5, 1, 0.5]));
        Assert.Equal("█ ▁", Terminal.Sparkline([3, double.NaN, 1], format: ""));
        Assert.Equal("▅▅", Terminal.Sparkline([1, 1], format: ""));
    }

    [Fact]
    public void Long_rows_are_put_together_to_the_width() =>
        Assert.Equal("▁▃▆█", Terminal.Sparkline([0, 0, 1, 1, 2, 2, 3, 3], width: 4, format: ""));

    [Fact]
    public void Without_block_elements_there_is_ascii()
    {
        Assert.False(Glyphs.CanWriteBlocks(Encoding.ASCII));
        Assert.True(Glyphs.CanWriteBlocks(Encoding.UTF8));
        Assert.Equal("###", Glyphs.Bar(2.6, blocks: false));
        Assert.Equal("_#", $"{Glyphs.Level(0, blocks: false)}{Glyphs.Level(1, blocks: false)}");
        Assert.Equal("#\"_ ", string.Concat(new[] { (true, true), (true, false), (false, true), (false, false) }.Select(pair =>
            Glyphs.Halves(pair.Item1, pair.Item2, blocks: false))));
    }

    [Fact]
    public void Nothing_but_text_is_printed_where_there_is_no_screen()
    {
        // The tests' own output is no screen.
        Assert.DoesNotContain('\x1b', Terminal.Images(Ops.Stack([(Tensor)Stairs])));
        Assert.Equal(79, Terminal.Width);
    }

    [Fact]
    public void Bad_input_is_refused_with_what_was_expected_and_received()
    {
        void Refuses(string part, Action action) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

        Refuses("received (4,)", () => Terminal.Image(new byte[4]));
        Refuses("(count, height, width)", () => Terminal.Images(Stairs));
        Refuses("1 images and 2 titles", () => Terminal.Images(new byte[1, 2, 2], ["a", "b"]));
        Refuses("Divide by 255", () => Terminal.Image(new float[,] { { 0, 255 } }));
        Refuses("0 (black) to 255", () => Terminal.Image(new[,] { { -1, 7 } }));
        Refuses("0 or more", () => Terminal.Bars(["a"], new double[] { -1 }));
        Refuses("received none", () => Terminal.Sparkline([]));
        Refuses("width", () => Terminal.Sparkline([1], width: 0));
    }
}
