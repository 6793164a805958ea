using Glassbox.Layers;

namespace Glassbox.Plotting.Tests;

public sealed class PicturesTests
{
    private static readonly Tensor Digits = Tensor.RandomUniform([9, 8, 8], 0, 255, seed: 3).Cast(DType.UInt8);

    [Fact]
    public void The_grid_of_digits_shows_a_title_for_each_and_no_ticks()
    {
        var figure = Pictures.Images(Digits, [.. Enumerable.Range(0, 9).Select(i => $"Digit: {i}")]);

        var svg = new Svg(figure.ToSvg());

        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"Digit: {i}"), svg.Texts.Select(text => text.Value));
        Assert.Equal(9, svg.Count("image"));
    }

    [Fact]
    public void The_pixel_distribution_shows_the_digit_above_its_histogram()
    {
        var svg = new Svg(Pictures.PixelDistribution(Digits[0], "Digit: 5").ToSvg());

        Assert.InRange(svg["Digit: 5"].Y, 0, 100);
        Assert.InRange(svg["Pixel Value Distribution"].Y, 300, 400);
        Assert.InRange(svg["value"].Y, 550, 600);
        Assert.InRange(svg["pixels"].X, 0, 40);
    }

    [Fact]
    public void Predictions_mark_the_decision_and_say_whether_it_is_right()
    {
        var figure = Pictures.Predictions(Digits[..2], new[,] { { 0.1, 0.9 }, { 0.6, 0.4 } }, new[] { 1, 1 });

        var svg = new Svg(figure.ToSvg());

        Assert.Equal(2, svg.Texts.Count(text => text.Value == "Digit: 1"));
        Assert.Equal("#D64545", svg["Decision: 0 (60.0 %)"].Color);
        Assert.NotEqual("#D64545", svg["Decision: 1 (90.0 %)"].Color);
    }

    [Fact]
    public void The_curves_of_a_training_show_loss_and_metrics_for_training_and_validation()
    {
        var (x, y) = (Tensor.RandomNormal([20, 3], seed: 1), Tensor.RandomNormal([20, 1], seed: 2));
        var model = new Sequential { new Dense(1, inputShape: [3], name: "only") };
        model.Compile("sgd", "mse", ["mae"]);
        var figure = Pictures.History(model.Fit(x, y, epochs: 3, verbose: 0, validationSplit: 0.5));
        var svg = new Svg(figure.ToSvg());

        Assert.Equal(2, svg.Texts.Count(text => text.Value == "training"));
        Assert.Equal(2, svg.Texts.Count(text => text.Value == "validation"));
        Assert.True(svg["loss"].X < svg["mae"].X);
        Assert.Equal(["1", "2", "3", "epoch"], svg.Texts.Where(text => text.Y > 330 && text.X < 480).OrderBy(text => text.Value).Select(text => text.Value));
    }

    [Fact]
    public void A_history_without_epochs_is_refused() =>
        Assert.Contains("no epoch ran", Assert.Throws<ArgumentException>(() => Pictures.History(new History())).Message, StringComparison.Ordinal);

    [Fact]
    public void The_confusion_matrix_counts_right_classes_in_rows_and_decisions_in_columns()
    {
        var figure = Pictures.ConfusionMatrix(new[] { 0, 0, 0, 1, 2 }, new[] { 0, 0, 1, 1, 0 });
        var svg = new Svg(figure.ToSvg());
        string[] Cells(int row) => [.. svg.Texts.Where(text => text.X > 100 && Math.Abs(text.Y - (90 + (row * 80))) < 30).OrderBy(text => text.X).Select(text => text.Value)];

        Assert.Contains(svg.Texts, text => text.Value == "Confusion matrix, 60.0 % right");
        Assert.Equal(["2", "1"], Cells(0));
        Assert.Equal(["1"], Cells(1));
        Assert.Equal(["1"], Cells(2));
    }

    [Fact]
    public void Mistakes_show_the_surest_errors_first_and_then_the_least_sure_decisions()
    {
        var probabilities = new[,] { { 0.9, 0.1 }, { 0.3, 0.7 }, { 0.45, 0.55 }, { 0.2, 0.8 } };
        var figure = Pictures.Mistakes(Digits[..4], new[] { 1, 0, 1, 1 }, probabilities, each: 2);

        Assert.Equal(
            ["1, taken for 0", "0, taken for 1", "1, right", "0, taken for 1"],
            new Svg(figure.ToSvg()).Texts.Where(text => text.Value.Contains(", ", StringComparison.Ordinal))
                .OrderBy(text => text.Y > 150).ThenBy(text => text.X).Select(text => text.Value));
    }

    [Fact]
    public void Weights_are_images_blue_where_positive_and_red_where_negative()
    {
        var layer = new Dense(1, inputShape: [4], name: "eye");
        _ = new Sequential { layer };
        layer.SetWeights([new float[,] { { 1 }, { -1 }, { 0 }, { 0 } }, new float[] { 0 }]);
        using var drawn = new Drawn(Pictures.Weights(layer));

        Assert.True(drawn.Count("#053061") > 100);
        Assert.Equal(drawn.Count("#053061"), drawn.Count("#67001f"), 300.0);
        Assert.True(drawn.Box("#053061").Right <= drawn.Box("#67001f").Left);
    }

    [Fact]
    public void Bad_input_is_refused_with_what_was_expected_and_received()
    {
        void Refuses<T>(string part, Action action) where T : Exception => Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

        Refuses<ArgumentException>("received (8, 8)", () => Pictures.Images(Digits[0]));
        Refuses<ArgumentException>("9 images and 1 titles", () => Pictures.Images(Digits, ["one"]));
        Refuses<ArgumentException>("(2, classes)", () => Pictures.Predictions(Digits[..2], new double[3, 2]));
        Refuses<ArgumentException>("from 0 to 1; received 3", () => Pictures.Predictions(Digits[..1], new double[,] { { 3, -2 } }));
        Refuses<ArgumentException>("from 0 to 1, for 2 classes; received 7", () => Pictures.Predictions(Digits[..1], new[,] { { 0.5, 0.5 } }, new[] { 7 }));
        Refuses<ArgumentException>("5 whole numbers", () => Pictures.ConfusionMatrix(new[] { 1, 0 }, new[] { 0, 0, 1, 1, 0 }));
        Refuses<InvalidOperationException>("not built", () => Pictures.Weights(new Dense(3, name: "unbuilt")));
        var built = new Dense(2, inputShape: [6], name: "six");
        _ = new Sequential { built };
        Refuses<ArgumentException>("6 inputs", () => Pictures.Weights(built));
    }
}
