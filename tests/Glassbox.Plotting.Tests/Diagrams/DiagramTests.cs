using System.Text.RegularExpressions;
using Glassbox.Layers;

namespace Glassbox.Plotting.Tests.Diagrams;

public sealed partial class DiagramTests
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("residual")]
    public void The_dot_text_is_the_one_that_Keras_writes(string name)
    {
        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".dot"));

        Assert.Equal(Numbered(expected), Numbered((name == "mlp" ? Mlp() : Residual()).ModelToDot(showShapes: true)));
    }

    [Fact]
    public void Names_types_activations_and_what_is_trained_are_shown_when_asked_for()
    {
        var model = Mlp();
        model.Layers[2].Trainable = false;

        Assert.DoesNotContain("dense_1", model.ModelToDot(showLayerNames: false), StringComparison.Ordinal);
        var all = model.ModelToDot(showDtype: true, showLayerActivations: true, showTrainable: true);
        Assert.Equal(4, all.Split("Output dtype: <b>float32</b>").Length - 1);
        Assert.Contains("Activation: <b>softmax</b>", all, StringComparison.Ordinal);
        Assert.Single(TrainableCell().Matches(all));
        Assert.Equal(2, all.Split("Non-trainable").Length);
    }

    [Fact]
    public void Nested_models_are_frames_that_arrows_go_into()
    {
        var model = Nested();

        Assert.Equal(
            """
            flowchart LR
                n1["<b>a</b> (InputLayer)"]
                n2["<b>b</b> (InputLayer)"]
                subgraph n7["inner"]
                    n3["<b>p</b> (InputLayer)"]
                    n4["<b>q</b> (InputLayer)"]
                    n5["<b>both</b> (Concatenate)"]
                    n6["<b>mix</b> (Dense)"]
                    n3 --> n5
                    n4 --> n5
                    n5 --> n6
                end
                n8["<b>end</b> (Dense)"]
                n1 --> n3
                n2 --> n4
                n6 --> n8

            """.ReplaceLineEndings("\n"),
            model.ModelToMermaid(rankdir: "LR", expandNested: true));
        Assert.Contains("subgraph cluster_n7 {", model.ModelToDot(expandNested: true), StringComparison.Ordinal);
        Assert.DoesNotContain("mix", model.ModelToMermaid(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_has_each_layer_once_below_those_that_it_needs()
    {
        using var folder = new TemporaryFolder();
        Residual().PlotModel(folder["m.svg"], showLayerNames: true, showShapes: true);
        var svg = new Svg(File.ReadAllText(folder["m.svg"]));

        foreach (var (upper, lower) in new[] { ("x", "dense"), ("dense", "dense_1"), ("dense_2", "add"), ("dense", "add"), ("x", "dense_5"),
            ("activation_1", "concatenate"), ("dense_5", "concatenate"), ("concatenate", "probs") })
        {
            Assert.True(svg[upper].Y < svg[lower].Y, $"{upper} is above {lower}.");
        }

        Assert.Contains(svg.Texts, text => text.Value == "[(None, 16), (None, 4)]");
        Assert.Equal(15, svg.Texts.Count(text => text.Value == "Output shape:") + 2);
    }

    [Theory]
    [InlineData("TB")]
    [InlineData("BT")]
    [InlineData("LR")]
    [InlineData("RL")]
    public void The_picture_runs_in_the_direction_that_is_asked_for(string rankdir)
    {
        using var folder = new TemporaryFolder();
        Nested().PlotModel(folder["m.svg"], showLayerNames: true, rankdir: rankdir, expandNested: true);
        var svg = new Svg(File.ReadAllText(folder["m.svg"]));
        double Place(string name) => rankdir switch { "TB" => svg[name].Y, "BT" => -svg[name].Y, "LR" => svg[name].X, _ => -svg[name].X };

        Assert.True(Place("a") < Place("p") && Place("p") < Place("both") && Place("both") < Place("mix") && Place("mix") < Place("end"));
    }

    [Fact]
    public void Boxes_do_not_overlap()
    {
        using var folder = new TemporaryFolder();
        Residual().PlotModel(folder["m.png"], showLayerNames: true, dpi: 72);
        using var drawn = new Drawn(File.ReadAllBytes(folder["m.png"]));

        // Each of 13 boxes has a heading of 36 points; if two overlapped, dark pixels would be fewer.
        Assert.True(drawn.Count("#1e293b") > 13 * 36 * 60, $"{drawn.Count("#1e293b")} dark pixels.");
    }

    [Fact]
    public void Two_hundred_layers_are_drawn_as_large_as_a_picture_can_be()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential(Enumerable.Range(0, 200).Select(i => new Dense(4, inputShape: i == 0 ? [4] : null)));
        model.PlotModel(folder["m.png"], showShapes: true, dpi: 300);
        using var drawn = new Drawn(File.ReadAllBytes(folder["m.png"]));

        Assert.Equal(32767, drawn.Height);
    }

    [Fact]
    public void Layers_that_are_used_again_behind_themselves_are_drawn()
    {
        using var folder = new TemporaryFolder();
        var (x, shared, other) = (Keras.Input([4]), new Dense(4, name: "shared"), new Dense(4, name: "other"));
        new Model(x, shared.Apply(shared.Apply(other.Apply(shared.Apply(x))))).PlotModel(folder["m.svg"], showLayerNames: true);

        Assert.Single(new Svg(File.ReadAllText(folder["m.svg"])).Texts, text => text.Value == "shared");
    }

    [Fact]
    public void Text_formats_are_saved_by_their_extensions()
    {
        using var folder = new TemporaryFolder();
        Mlp().PlotModel(folder["m.dot"]);
        Mlp().PlotModel(folder["m.mmd"]);

        Assert.StartsWith("digraph", File.ReadAllText(folder["m.dot"]), StringComparison.Ordinal);
        Assert.StartsWith("flowchart", File.ReadAllText(folder["m.mmd"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_refused_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        void Refuses<T>(string part, Action action)
            where T : Exception => Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

        Refuses<InvalidOperationException>("not built", () => new Sequential { new Dense(2) }.PlotModel(folder["m.png"]));
        Refuses<ArgumentException>(".png, .svg, .dot or .mmd; received '.bmp'", () => Mlp().PlotModel(folder["m.bmp"]));
        Refuses<ArgumentException>("Known: TB, BT, LR, RL", () => Mlp().PlotModel(folder["m.png"], rankdir: "XX"));
        Refuses<ArgumentOutOfRangeException>("dpi", () => Mlp().PlotModel(folder["m.png"], dpi: 0));
        Refuses<DirectoryNotFoundException>("does not exist", () => Mlp().PlotModel(folder["none/m.png"]));
        Refuses<DirectoryNotFoundException>("does not exist", () => Mlp().PlotModel(folder["none/m.dot"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    private static Sequential Mlp() => new()
    {
        new Dense(784, inputShape: [784], name: "dense"), new Activation("relu", name: "activation"), new Dense(10, name: "dense_1"),
            new Activation("softmax", name: "activation_1"),
    };

    private static Model Residual()
    {
        var x = Keras.Input([10], name: "x");
        var first = new Dense(16, "relu", name: "dense").Apply(x);
        var second = Block(first, "dense_1", "dense_2", "add", "activation");
        var third = Block(second, "dense_3", "dense_4", "add_1", "activation_1");
        var joined = new Concatenate(name: "concatenate").Apply([third, new Dense(4, "tanh", name: "dense_5").Apply(x)]);
        return new Model(x, new Dense(3, "softmax", name: "probs").Apply(joined));

        static Tensor Block(Tensor x, string one, string two, string add, string activation) =>
            new Activation("relu", name: activation).Apply(new Add(name: add)
                .Apply([x, new Dense(16, name: two).Apply(new Dense(16, "relu", name: one).Apply(x))]));
    }

    private static Model Nested()
    {
        Tensor[] inner = [Keras.Input([4], name: "p"), Keras.Input([2], name: "q")];
        var within = new Model(inner, new Dense(3, name: "mix").Apply(new Concatenate(name: "both").Apply(inner)), name: "inner");
        Tensor[] outer = [Keras.Input([4], name: "a"), Keras.Input([2], name: "b")];
        return new Model(outer, new Dense(1, name: "end").Apply(within.Apply(outer)));
    }

    /// <summary>The text with the numbers 1, 2, 3, … as identifiers, in the order in which they are met.</summary>
    private static string Numbered(string dot)
    {
        var numbers = new Dictionary<string, int>();
        return Identifier().Replace(dot, match =>
            $"{(numbers.TryGetValue(match.Value, out var number) ? number : numbers[match.Value] = numbers.Count + 1)}").TrimEnd();
    }

    [GeneratedRegex(@"(?<=^|-> )n?\d+(?= )", RegexOptions.Multiline)]
    private static partial Regex Identifier();

    [GeneratedRegex("forestgreen")]
    private static partial Regex TrainableCell();
}
