using System.Text;

namespace Glassbox.Tests.Training;

/// <summary>The progress bar, on a screen and in a file, drawn at times that the test sets.</summary>
public sealed class ProgbarTests : IDisposable
{
    private static readonly KeyValuePair<string, double>[] Figures = [new("accuracy", 0.40625), new("loss", 1.09484)];

    private readonly Utf8Writer output = new();
    private TimeSpan now;

    public void Dispose() => output.Dispose();

    [Fact]
    public void A_screen_shows_steps_bar_time_and_figures_as_Keras_draws_them()
    {
        var bar = Bar(63, verbose: 1, terminal: true);
        At(5, () => bar.Update(3, Figures));

        // Keras's own line for the same figures, but for the backspaces with which it returns to the left edge.
        Assert.Equal(
            "\r\e[1m 3/63\e[0m \e[32m\e[0m\e[37m━━━━━━━━━━━━━━━━━━━━\e[0m \e[1m0s\e[0m 2ms/step - accuracy: 0.4062 - loss: 1.0948",
            output.ToString());
    }

    [Fact]
    public void A_bar_on_a_screen_goes_from_empty_to_full()
    {
        var bar = Bar(4, verbose: 1, terminal: true);
        for (var step = 1; step <= 4; step++)
        {
            At(100 * step, () => bar.Update(step, Figures));
        }

        bar.Update(4, [.. Figures, new("val_loss", double.NaN)], finalize: true);
        Snapshot.Match("progress bar on a screen", output.ToString().Replace("\r", "\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_gets_one_plain_line()
    {
        var bar = Bar(469, verbose: 1, terminal: false);
        for (var step = 1; step <= 469; step++)
        {
            At(4 * step, () => bar.Update(step, Figures));
        }

        bar.Update(469, Figures, finalize: true);
        Assert.Equal("469/469 ━━━━━━━━━━━━━━━━━━━━ 2s 4ms/step - accuracy: 0.4062 - loss: 1.0948\n", output.ToString());
    }

    [Fact]
    public void Verbose_2_prints_a_line_as_Keras_prints_it()
    {
        var bar = Bar(3, verbose: 2, terminal: true);
        At(4, () => bar.Update(1, Figures));
        At(12, () => bar.Update(3, Figures, finalize: true));
        Assert.Equal("3/3 - 0s - 4ms/step - accuracy: 0.4062 - loss: 1.0948\n", output.ToString());
    }

    [Fact]
    public void An_unknown_number_of_steps_is_said_to_be_so()
    {
        var bar = Bar(null, verbose: 1, terminal: true);
        At(100, () => bar.Update(7, []));
        Assert.StartsWith("\r\e[1m      7/Unknown\e[0m ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_step_does_not_count_for_the_time_of_a_step()
    {
        var bar = Bar(3, verbose: 2, terminal: true);
        At(1000, () => bar.Update(1, []));
        At(1010, () => bar.Update(3, [], finalize: true));
        Assert.Equal("3/3 - 1s - 5ms/step\n", output.ToString());
    }

    [Fact]
    public void A_screen_is_drawn_at_most_twenty_times_a_second()
    {
        var bar = Bar(1000, verbose: 1, terminal: true);
        for (var step = 1; step <= 100; step++)
        {
            At(step, () => bar.Update(step, []));
        }

        Assert.Equal(2, output.ToString().Count(character => character == '\r'));
    }

    [Theory]
    [InlineData(0.5, "0.5000")]
    [InlineData(12.34567, "12.3457")]
    [InlineData(0.001, "1.0000e-03")]
    [InlineData(0.00012345, "1.2345e-04")]
    [InlineData(0, "0.0000e+00")]
    [InlineData(-0.25, "-0.2500")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Figures_have_four_decimals_and_small_ones_an_exponent(double value, string text) =>
        Assert.Equal(text, Progbar.Format(value));

    private Progbar Bar(int? target, int verbose, bool terminal) => new(target, verbose, output, terminal, () => now);

    private void At(int milliseconds, Action action)
    {
        now = TimeSpan.FromMilliseconds(milliseconds);
        action();
    }

    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer() => NewLine = "\n";

        public override Encoding Encoding => Encoding.UTF8;
    }
}
