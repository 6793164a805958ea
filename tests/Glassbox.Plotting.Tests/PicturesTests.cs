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
        Assert.Equal("#D64545", svg["Decision: 0 (60.0 %), wrong"].Color);
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
        Assert.Equal(["1", "2", "3", "epoch"], svg.Texts.Where(text => text.Y > 330 && text.X < 480).OrderBy(text => text.Value)
            .Select(text => text.Value));
    }

    [Fact]
    public void A_history_without_epochs_is_refused() =>
        Assert.Contains("no epoch ran", Assert.Throws<ArgumentException>(() => Pictures.History(new History())).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_confusion_matrix_counts_right_classes_in_rows_and_decisions_in_columns()
    {
        var figure = Pictures.ConfusionMatrix(new[] { 0, 0, 0, 1, 2 }, new[] { 0, 0, 1, 1, 0 });
        var svg = new Svg(figure.ToSvg());
        string[] Cells(int row) => [.. svg.Texts.Where(text => text.X > 100 && Math.Abs(text.Y - (90 + (row * 80))) < 30)
            .OrderBy(text => text.X).Select(text => text.Value)];

        Assert.Contains(svg.Texts, text => text.Value == "Confusion matrix, 60.0 % right");
        Assert.Equal(["2", "1"], Cells(0));
        Assert.Equal(["1"], Cells(1));
        Assert.Equal(["1"], Cells(2));
    }

    public static TheoryData<string, Tensor> PredictionsOfOneUnit => new()
    {
        { "probabilities (n, 1)", new[,] { { 0.9 }, { 0.8 }, { 0.3 }, { 0.7 } } },
        { "probabilities (n,)", new[] { 0.9, 0.8, 0.3, 0.7 } },
        { "whole floats", new[] { 1f, 1f, 0f, 1f } },
        { "thresholded (n, 1)", new[,] { { 1 }, { 1 }, { 0 }, { 1 } } },
        { "true and false", new[] { true, true, false, true } },
        { "one-hot", new[,] { { 0, 1 }, { 0, 1 }, { 1, 0 }, { 0, 1 } } },
        { "two probabilities", new[,] { { 0.1, 0.9 }, { 0.2, 0.8 }, { 0.7, 0.3 }, { 0.3, 0.7 } } },
    };

    public static TheoryData<string, Tensor> LabelsOfTwoClasses => new()
    {
        { "numbers", new[] { 0, 0, 0, 1 } },
        { "bytes", new byte[] { 0, 0, 0, 1 } },
        { "floats (n, 1)", new[,] { { 0f }, { 0f }, { 0f }, { 1f } } },
        { "true and false", new[] { false, false, false, true } },
        { "one-hot", new[,] { { 1f, 0f }, { 1f, 0f }, { 1f, 0f }, { 0f, 1f } } },
    };

    [Theory]
    [MemberData(nameof(PredictionsOfOneUnit))]
    public void A_single_output_unit_decides_for_class_1_above_one_half(string kind, Tensor predictions)
    {
        _ = kind;
        var svg = new Svg(Pictures.ConfusionMatrix(new[] { 0, 0, 0, 1 }, predictions).ToSvg());

        Assert.Contains(svg.Texts, text => text.Value == "Confusion matrix, 50.0 % right");
        Assert.Equal(["1", "2", "1"], Cells(svg));
    }

    [Theory]
    [MemberData(nameof(LabelsOfTwoClasses))]
    public void Labels_are_class_numbers_of_any_type_or_one_hot_rows(string kind, Tensor labels)
    {
        _ = kind;
        var svg = new Svg(Pictures.ConfusionMatrix(labels, new[,] { { 0.9f }, { 0.8f }, { 0.3f }, { 0.7f } }).ToSvg());

        Assert.Equal(["1", "2", "1"], Cells(svg));
        Tensor probabilities = new[] { 0.9, 0.8, 0.3, 0.7 };
        Assert.Equal(2 + 2, Texts(Pictures.Mistakes(Digits[..4], labels, probabilities)).Count(text => text == "0, taken for 1"));
        Assert.Equal(3, Texts(Pictures.Predictions(Digits[..4], probabilities, labels)).Count(text => text == "Digit: 0"));
    }

    [Fact]
    public void No_decision_for_class_1_is_right_where_all_labels_are_0()
    {
        Tensor labels = new[] { 0, 0, 0 }, probabilities = new[,] { { 0.9f }, { 0.8f }, { 0.7f } };

        Assert.Contains("Confusion matrix, 0.0 % right", Texts(Pictures.ConfusionMatrix(labels, probabilities)));
        Assert.Contains("Decision: 1 (90.0 %), wrong", Texts(Pictures.Predictions(Digits[..3], probabilities, labels)));
        Assert.Equal(6, Texts(Pictures.Mistakes(Digits[..3], labels, probabilities)).Count(text => text == "0, taken for 1"));
    }

    [Fact]
    public void One_half_is_not_above_one_half() =>
        Assert.Contains("Decision: 0 (50.0 %)", Texts(Pictures.Predictions(Digits[..1], new[] { 0.5f })));

    [Fact]
    public void A_single_unit_is_shown_as_the_probabilities_of_both_classes()
    {
        using var drawn = new Drawn(Pictures.Predictions(Digits[..1], new[] { 0.25 }));
        var (decided, other) = (drawn.Box("#ff7f0e"), drawn.Box("#1f77b4"));

        Assert.True(decided.Right < other.Left);
        Assert.Equal(3, (decided.Bottom - decided.Top) / (double)(other.Bottom - other.Top), 0.1);
    }

    [Fact]
    public void Mistakes_say_what_each_row_shows()
    {
        var texts = Texts(Pictures.Mistakes(Digits[..3], new[] { 0, 1, 0 }, new[] { 0.9, 0.8, 0.4 }));
        Assert.Superset(new HashSet<string> { "surest mistakes", "least sure", "90.0 % sure", "60.0 % sure" }, texts.ToHashSet());

        texts = Texts(Pictures.Mistakes(Digits[..3], new[] { 1, 1, 0 }, new[] { 0.9, 0.8, 0.4 }));
        Assert.DoesNotContain("surest mistakes", texts);
        Assert.Superset(new HashSet<string> { "No mistakes; the least sure decisions", "least sure" }, texts.ToHashSet());
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
    public void The_mistake_that_the_model_was_surest_of_comes_first()
    {
        var probabilities = new[,] { { 0.0, 0.6, 0.4 }, { 0.1, 0.9, 0.0 } };
        var svg = new Svg(Pictures.Mistakes(Digits[..2], new[] { 0, 0 }, probabilities, each: 2).ToSvg());

        var first = svg.Texts.Where(text => text.Value.EndsWith(" % sure", StringComparison.Ordinal) && text.Y < 250);
        Assert.Equal(["90.0 % sure", "60.0 % sure"], first.OrderBy(text => text.X).Select(text => text.Value));
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
        void Refuses<T>(string part, Action action)
            where T : Exception => Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

        Refuses<ArgumentException>("received (8, 8)", () => Pictures.Images(Digits[0]));
        Refuses<ArgumentException>("9 images and 1 titles", () => Pictures.Images(Digits, ["one"]));
        Refuses<ArgumentException>("(2, classes)", () => Pictures.Predictions(Digits[..2], new double[3, 2]));
        Refuses<ArgumentException>("Ops.Sigmoid", () => Pictures.Predictions(Digits[..1], new[] { 1.5 }));
        Refuses<ArgumentException>("from 0 to 1; received 1.5", () => Pictures.ConfusionMatrix(new[] { 0, 1 }, new[,] { { 1.5 }, { 0 } }));
        Refuses<ArgumentException>("NaN", () => Pictures.ConfusionMatrix(new[] { 0, 1 }, new[] { double.NaN, 0 }));
        Refuses<ArgumentException>("NaN", () => Pictures.ConfusionMatrix(new[] { 0 }, new[,] { { double.NaN, 0 } }));
        Refuses<ArgumentException>("received 0.5 in labels", () => Pictures.ConfusionMatrix(new[] { 0, 0.5 }, new[] { 0, 1 }));
        Refuses<ArgumentException>("received -1 in labels", () => Pictures.ConfusionMatrix(new[] { 0, -1 }, new[] { 0, 1 }));
        Refuses<ArgumentException>("for 2 classes; received 2", () => Pictures.ConfusionMatrix(new[] { 0, 2 }, new[] { 0.3, 0.7 }));
        Refuses<ArgumentException>("a single 1", () => Pictures.ConfusionMatrix(new[,] { { 0.5, 0.5 } }, new[] { 1 }));
        Refuses<ArgumentException>("a single 1", () => Pictures.ConfusionMatrix(new[] { 1 }, new[,] { { true, true } }));
        Refuses<ArgumentException>("one-hot rows of shape (1, 3)", () => Pictures.ConfusionMatrix(new[,] { { 1, 0, 0 } }, new[] { 0.3 }));
        Refuses<ArgumentException>("0 to 1; received 2", () => Pictures.ConfusionMatrix(new[] { 0, 1 }, new[] { 0, 2 }, ["no", "yes"]));
        Refuses<ArgumentException>("2000 classes", () => Pictures.ConfusionMatrix(new[] { 0 }, new[] { 70_000 }));
        Refuses<ArgumentException>("from 0 to 1; received 3", () => Pictures.Predictions(Digits[..1], new double[,] { { 3, -2 } }));
        Refuses<ArgumentException>("from 0 to 1, for 2 classes; received 7", () =>
            Pictures.Predictions(Digits[..1], new[,] { { 0.5, 0.5 } }, new[] { 7 }));
        Refuses<ArgumentException>("5 integers", () => Pictures.ConfusionMatrix(new[] { 1, 0 }, new[] { 0, 0, 1, 1, 0 }));
        Refuses<InvalidOperationException>("not built", () => Pictures.Weights(new Dense(3, name: "unbuilt")));
        var built = new Dense(2, inputShape: [6], name: "six");
        _ = new Sequential { built };
        Refuses<ArgumentException>("6 inputs", () => Pictures.Weights(built));
    }

    private static List<string> Texts(Figure figure) => [.. new Svg(figure.ToSvg()).Texts.Select(text => text.Value)];

    /// <summary>The counts in a matrix of two classes, row by row.</summary>
    private static string[] Cells(Svg svg)
    {
        var counts = svg.Texts.Where(text => text.X > 90 && text.Y is > 60 and < 290 && text.Value.Length == 1);
        return [.. counts.OrderBy(text => Math.Round(text.Y / 40)).ThenBy(text => text.X).Select(text => text.Value)];
    }
}
