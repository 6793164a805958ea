using System.Runtime.InteropServices;
using Glassbox.Layers;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Explaining;

public sealed class ExplanationTests
{
    private static readonly Tensor Image = Tensor.RandomUniform([4, 4], seed: 7);

    [Fact]
    public void The_numbers_are_those_that_Predict_computes_to_the_bit()
    {
        var model = Classifier();
        var explanation = model.Explain(Image);

        var predicted = model.Predict(Image.Reshape(1, 16), verbose: 0)[0];
        Assert.True(MemoryMarshal.AsBytes(predicted.AsSpan<float>())
            .SequenceEqual(MemoryMarshal.AsBytes(explanation.Output.AsSpan<float>())));
        Assert.Equal(explanation.Output.ToArray<float>(), explanation.Softmax.Select(row => (float)row.Probability));
        Assert.Equal(explanation.Output.ToArray<float>(), explanation.Layers[^1].Output.ToArray<float>());
    }

    [Fact]
    public void Each_layer_has_its_formula_shapes_and_values()
    {
        var explanation = Classifier().Explain(Image);

        Assert.Equal(["hidden", "bend", "scores", "decide"], explanation.Layers.Select(layer => layer.Name));
        Assert.Equal(["y = x·kernel + bias", "y = max(0, x)", "y = x·kernel + bias", "y = eˣ / Σ eˣ"],
            explanation.Layers.Select(layer => layer.Formula));
        Assert.Equal([16, 6, 6, 3], explanation.Layers.Select(layer => layer.Inputs[0].Size));
        Assert.Same(explanation.Layer("scores"), explanation.Layers[2]);
        Assert.Equal(Image.ToArray<float>(), explanation.Layers[0].Inputs[0].ToArray<float>());
    }

    [Fact]
    public void A_neuron_is_the_sum_of_its_terms_and_its_bias_with_the_weights_of_the_kernel()
    {
        var model = Classifier();
        var explanation = model.Explain(Image);
        var dense = (Dense)model.Layers[0];
        for (var unit = 0; unit < 6; unit++)
        {
            var neuron = explanation.Neuron("hidden", unit);

            Assert.Equal(neuron.Sum, neuron.Terms.Sum(term => term.Product) + neuron.Bias, 1e-5);
            Assert.Equal((double)dense.Bias!.Value[unit], neuron.Bias);
            Assert.Equal((float)explanation.Layers[0].Output[unit], (float)neuron.Sum);
            Assert.Equal(16, neuron.Terms.Count);
            Assert.All(neuron.Terms, term => Assert.Equal((double)dense.Kernel!.Value[term.Index, unit], term.Weight));
            Assert.All(neuron.Terms, term => Assert.Equal($"pixel {term.Index / 4},{term.Index % 4}", term.Place));
            Assert.Equal(neuron.Terms.OrderByDescending(term => Math.Abs(term.Product)), neuron.Terms);
        }
    }

    [Fact]
    public void The_activation_of_a_neuron_is_found_in_the_layer_or_in_the_next()
    {
        var apart = Classifier().Explain(Image);
        var together = new Sequential { new Dense(6, activation: "relu", inputShape: [16], name: "both"), new Dense(2, name: "end") };
        together.Layers[0].SetWeights([.. Classifier().Layers[0].GetWeights()]);
        var neuron = apart.Neuron("hidden", 2);

        Assert.Equal(("relu", Math.Max(0, neuron.Sum)), Assert.Single(neuron.Activations));
        Assert.Equal(neuron.Activations, together.Explain(Image).Neuron("both", 2).Activations);
        Assert.Equal(neuron.Sum, apart.Neuron("bend", 2).Sum);
        Assert.Equal(Math.Max(0, neuron.Sum), apart.Neuron("bend", 2).Output);
        Assert.Empty(apart.Neuron("scores", 0).Activations);
    }

    [Fact]
    public void The_softmax_table_goes_from_logits_to_probabilities()
    {
        var table = Classifier().Explain(Image, classNames: ["cat", "dog", "owl"]).Softmax;
        var total = table.Sum(row => row.Exponential);

        Assert.Equal(["cat", "dog", "owl"], table.Select(row => row.Name));
        Assert.Equal(1, table.Max(row => row.Exponential));
        Assert.All(table, row => Assert.Equal(row.Exponential / total, row.Probability, 1e-6));
    }

    [Fact]
    public void Integrated_gradients_add_up_to_the_difference_from_the_baseline()
    {
        var model = Classifier();
        var baseline = Tensor.Full([4, 4], 0.5);
        foreach (var explanation in new[] { model.Explain(Image), model.Explain(Image, baseline) })
        {
            foreach (var evidence in new[] { explanation.Decision, explanation.RunnerUp! })
            {
                Assert.True(evidence.AddsUp);
                Assert.Equal(evidence.Difference, evidence.Total, 1e-3);
                Assert.Equal<Shape>([4, 4], evidence.IntegratedGradients.Shape);
            }
        }

        Assert.NotEqual(model.Explain(Image).Decision.BaselineScore, model.Explain(Image, baseline).Decision.BaselineScore);
    }

    [Fact]
    public void In_a_linear_model_both_kinds_of_evidence_are_the_terms_of_the_sum()
    {
        var model = new Sequential { new Dense(2, inputShape: [16], name: "line") };
        var explanation = model.Explain(Image);
        var terms = explanation.Neuron("line", explanation.Decision.Class).Terms.OrderBy(term => term.Index).Select(term => term.Product)
            .ToArray();

        foreach (var evidence in new[] { explanation.Decision.GradientTimesInput, explanation.Decision.IntegratedGradients })
        {
            Assert.All(terms.Zip(evidence.Reshape(-1).ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void Frozen_layers_layouts_and_dropout_do_not_disturb()
    {
        var model = new Sequential
        {
            new Flatten(inputShape: [4, 4], name: "flat"), new Dropout(0.5, name: "drop"), new Dense(3, name: "frozen", trainable: false),
                new Dense(2, activation: "softmax", name: "end"),
        };
        var explanation = model.Explain(Image);

        Assert.Equal("pixel 3,2", explanation.Neuron("frozen", 1).Terms.Single(term => term.Index == 14).Place);
        Assert.Equal(["frozen[0]", "frozen[1]", "frozen[2]"], explanation.Neuron("end", 0).Terms.Select(term => term.Place).Order());
        Assert.Equal(2, explanation.Softmax.Count);
        Assert.Equal("y = x", explanation.Layer("drop").Formula);
    }

    [Fact]
    public void Convolutions_are_sums_over_their_windows_and_computed_step_by_step()
    {
        var convolution = new Conv2D(2, 3, activation: "relu", inputShape: [4, 4, 1], kernelInitializer: new Initializers.GlorotUniform(1),
            biasInitializer: new Initializers.Ones(), name: "conv");
        var model = new Sequential { convolution, new Flatten(name: "flat"), new Dense(2, activation: "softmax", name: "end") };
        var explanation = model.Explain(Image.Reshape(4, 4, 1));
        var neuron = explanation.Neuron("conv", (1 * 2 * 2) + (0 * 2) + 1);

        Assert.Equal("y = x ∗ kernel + bias  →  max(0, x)", explanation.Layer("conv").Formula);
        Assert.Equal(9, neuron.Terms.Count);
        var corner = neuron.Terms.Single(term => term.Place == "pixel 1,0");
        Assert.Equal((double)convolution.Weights[0].Value[0, 0, 0, 1], corner.Weight, 1e-7);
        Assert.Equal(neuron.Sum, neuron.Terms.Sum(term => term.Product) + neuron.Bias, 1e-5);
        Assert.Equal((double)convolution.Weights[1].Value[1], neuron.Bias, 1e-7);
        Assert.StartsWith("conv[1,0,1] = ", neuron.ToString(), StringComparison.Ordinal);
        Assert.Contains(explanation.Neuron("end", 0).Terms, term => term.Place.StartsWith("conv[", StringComparison.Ordinal));
        Assert.True(MemoryMarshal.AsBytes(model.Predict(Image.Reshape(1, 4, 4, 1), verbose: 0)[0].AsSpan<float>())
            .SequenceEqual(MemoryMarshal.AsBytes(explanation.Output.AsSpan<float>())));
    }

    [Fact]
    public void Functional_models_are_explained_along_their_branches()
    {
        var x = Glassbox.Keras.Input([16], name: "x");
        var branch = new Dense(16, "relu", name: "branch").Apply(x);
        var model = new Model(x, new Dense(3, "softmax", name: "end").Apply(new Add(name: "skip").Apply([x, branch])));
        var explanation = model.Explain(Image);

        Assert.Equal(["branch", "skip", "end"], explanation.Layers.Select(layer => layer.Name).Where(name => name != "x"));
        Assert.Equal(2, explanation.Layer("skip").Inputs.Count);
        Assert.True(explanation.Decision.AddsUp);
        Assert.StartsWith("skip[", explanation.Neuron("end", 1).Terms[0].Place, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_tells_the_decision_the_sums_the_softmax_and_the_evidence()
    {
        var model = new Sequential { new Dense(2, activation: "relu", inputShape: [3], name: "hidden"),
            new Dense(2, activation: "softmax", name: "end") };
        model.Layers[0].SetWeights([new float[,] { { 1, 2 }, { -1, 0.5f }, { 0, 4 } }, new float[] { 0.5f, -1 }]);
        model.Layers[1].SetWeights([new float[,] { { 1, -1 }, { 2, 0 } }, new float[] { 0, 0.25f }]);
        model.Name = "tiny";

        Assert.Equal(
            """
            tiny decides: 0 (99.96 %); the runner-up is 1 (0.04 %)

            hidden (Dense): y = x·kernel + bias  →  max(0, x)
                (3,) → (2,), 8 parameters; values 0 to 4, mean 2, 1 of 2 zero
                hidden[1] = 1·2 (input 0) + 0.5·4 (input 2) + 2·0.5 (input 1) + bias −1 = 4 → relu: 4

            end (Dense): y = x·kernel + bias  →  eˣ / Σ eˣ
                (2,) → (2,), 6 parameters; values 4.31e−4 to 0.9996, mean 0.5
                end[0] = 4·2 (hidden[1]) + bias 0 = 8 → softmax: 0.9996

            softmax: the logits z become probabilities, e^(z − max) / Σ
                class           z   e^(z − max)  probability
                0          8.0000        1.0000      99.96 %  ◄ decision
                1          0.2500        0.0004       0.04 %  ◄ runner-up

            evidence for 0 (score 8), by integrated gradients in 256 steps:
                most for: input 0 (3.703), input 2 (3.203), input 1 (0.602)
                most against: nothing
                sum 7.5078; score 8.0000 − score of the baseline 0.5000 = 7.5000; the difference of 0.0078 is the error of 256 steps

            evidence for 1 (score 0.25), by integrated gradients in 64 steps:
                most for: input 1 (1.000)
                most against: input 0 (−0.5000)
                sum 0.50000; score 0.25000 − score of the baseline (−0.25000) = 0.50000: adds up
            """.ReplaceLineEndings(),
            model.Explain(new float[] { 1, 2, 0.5f }).ToString());
    }

    [Fact]
    public void The_step_from_a_sum_to_the_value_is_shown_where_it_depends_on_other_units_as_well()
    {
        var explanation = Classifier().Explain(Image);
        var apart = explanation.Neuron("decide", 1);
        var within = new Sequential { new Dense(2, activation: "softmax", inputShape: [16], name: "end") }.Explain(Image);

        Assert.Equal(("softmax", (double)explanation.Output[1]), Assert.Single(apart.Activations));
        Assert.Equal(((double)explanation.Layer("scores").Output[1], (double)explanation.Output[1]), (apart.Sum, apart.Output));
        Assert.Equal((double)within.Output[0], within.Neuron("end", 0).Output);
    }

    [Fact]
    public void What_becomes_of_a_normalized_value_is_one_step()
    {
        var norm = new BatchNormalization(inputShape: [2], name: "norm");
        var model = new Sequential { norm, new Activation("relu", name: "bend"), new Dense(2, name: "end") };
        norm.SetWeights([new float[] { 2, 2 }, new float[] { 1, 1 }, new float[] { 3, 3 }, new float[] { 0.999f, 0.999f }]);
        var neuron = model.Explain(new float[] { 4, 0 }).Neuron("norm", 0);

        Assert.Equal(4, neuron.Sum);
        Assert.Equal(["norm", "relu"], neuron.Activations.Select(step => step.Name));
        Assert.Equal(3, neuron.Activations[0].Value, 1e-5);
    }

    [Fact]
    public void Inputs_that_are_no_layers_output_are_not_called_those_of_the_sample()
    {
        var model = new OperationBetween();
        model.Apply(Tensor.Zeros([1, 4]));
        var explanation = model.Explain(new float[] { 1, 2, 3, 4 });

        Assert.Equal(["input 0", "input 1", "input 2", "input 3"], explanation.Neuron("first", 0).Terms.Select(term => term.Place).Order());
        Assert.All(explanation.Neuron("second", 0).Terms, term => Assert.StartsWith("multiply[", term.Place, StringComparison.Ordinal));
        Assert.All(explanation.Neuron("third", 0).Terms, term => Assert.StartsWith("second[", term.Place, StringComparison.Ordinal));
    }

    [Fact]
    public void The_label_says_whether_the_decision_is_right_and_has_evidence_of_its_own()
    {
        var order = Enumerable.Range(0, 3).OrderByDescending(place => (double)Classifier().Explain(Image).Output[place]).ToArray();
        var (right, second, wrong) = (Explain(order[0]), Explain(order[1]), Explain(Utils.ToCategorical(new[] { order[2] }, 3)));

        Assert.Equal((order[0], order[1], order[2]), (right.Label, second.Label, wrong.Label));
        Assert.Same(right.Decision, right.LabelEvidence);
        Assert.Same(second.RunnerUp, second.LabelEvidence);
        Assert.Equal(order[2], wrong.LabelEvidence!.Class);
        Assert.Contains(", which is right; the runner-up is", right.ToString(), StringComparison.Ordinal);
        Assert.Contains($", which is wrong: the label is {order[1]} (", second.ToString(), StringComparison.Ordinal);
        Assert.Contains($"evidence for {order[2]} (score", wrong.ToString(), StringComparison.Ordinal);
        Assert.Null(Classifier().Explain(Image).Label);
        Assert.Null(Classifier().Explain(Image).LabelEvidence);

        static Explanation Explain(Tensor label) => Classifier().Explain(Image, label: label);
    }

    [Theory]
    [InlineData(0.75, 1, "1 (56.22 %)")]
    [InlineData(0.25, 0, "0 (56.22 %)")]
    [InlineData(0.5, 0, "0 (50.00 %)")]
    public void A_single_sigmoid_unit_decides_for_class_1_above_one_half(double x, int decision, string headline)
    {
        var explanation = Binary("sigmoid").Explain(new[] { x });

        Assert.Equal(["0", "1"], explanation.ClassNames);
        Assert.Equal(decision, explanation.Decision.Class);
        Assert.Equal(decision == 1 ? x - 0.5 : 0.5 - x, explanation.Decision.Score);
        Assert.Null(explanation.RunnerUp);
        Assert.StartsWith($"binary decides: {headline}", explanation.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, explanation.Output.Size);
    }

    [Fact]
    public void What_speaks_for_class_0_of_a_single_sigmoid_unit_is_what_lowers_its_logit()
    {
        var explanation = Binary("sigmoid").Explain(new[] { 0.25 }, classNames: ["no", "yes"], label: true);

        Assert.Equal("no", explanation.Decision.Name);
        Assert.Equal(-0.25f, (float)explanation.Decision.IntegratedGradients[0]);
        Assert.Equal(0.25f, (float)explanation.LabelEvidence!.IntegratedGradients[0]);
        Assert.True(explanation.Decision.AddsUp);
        Assert.Contains("z = −0.25; probability of yes 43.78 %, of no 56.22 %", explanation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_unit_that_is_no_probability_gives_a_number_and_decides_for_no_class()
    {
        var explanation = Binary("linear").Explain(new[] { 3.0 });

        Assert.StartsWith("binary gives: 2.5", explanation.ToString(), StringComparison.Ordinal);
        Assert.Equal(["output"], explanation.ClassNames);
    }

    [Fact]
    public void NaN_decides_for_no_class()
    {
        var model = Classifier();
        model.Layers[2].SetWeights([Tensor.Full([6, 3], double.NaN, "float32"), Tensor.Zeros([3])]);

        Assert.Contains("decides for no class: its output is NaN", model.Explain(Image).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_holds_everything_and_loads_nothing()
    {
        var page = Classifier().Explain(Image, classNames: ["<cat>", "dog", "owl"]).ToHtml();

        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<cat>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;cat&gt;", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Equal(4 + 1 + 4, page.Split("data:image/png;base64,").Length - 1);
        Assert.Contains("scores[", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_their_percent_signs_stay_on_one_line_of_the_page()
    {
        var page = Classifier().Explain(Image, label: 0).ToHtml();
        Assert.DoesNotContain(" %", page.Split("<main>")[1].Split("<script")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_writes_the_page_or_nothing()
    {
        using var folder = new TemporaryFolder();
        var explanation = Classifier().Explain(Image);
        explanation.SaveHtml(folder["a.html"]);

        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(folder["a.html"]), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => explanation.SaveHtml(folder["a.pdf"]));
        Assert.Throws<DirectoryNotFoundException>(() => explanation.SaveHtml(folder["none/a.html"]));
        Assert.Equal([folder["a.html"]], Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Bad_input_is_refused_with_what_was_expected_and_received()
    {
        void Refuses<T>(string part, Action action)
            where T : Exception => Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
        var model = Classifier();

        Refuses<InvalidOperationException>("not built", () => new Sequential { new Dense(2, name: "unbuilt") }.Explain(Image));
        Refuses<ArgumentException>("takes samples of shape (16,); received an image of shape (5, 4)", () =>
            model.Explain(Tensor.Zeros([5, 4])));
        Refuses<ArgumentException>("one sample", () => model.Explain(Tensor.Zeros([2, 16])));
        Refuses<ArgumentException>("finite", () => model.Explain(Tensor.Full([4, 4], double.NaN)));
        Refuses<ArgumentException>("baseline", () => model.Explain(Image, Tensor.Zeros([3])));
        Refuses<ArgumentException>("3 classes; received 2 names", () => model.Explain(Image, classNames: ["a", "b"]));
        Refuses<ArgumentException>("from 0 to 2, for 3 classes; received 3", () => model.Explain(Image, label: 3));
        Refuses<ArgumentException>("integers", () => model.Explain(Image, label: 0.5));
        Refuses<ArgumentException>("end it with a sigmoid", () => Binary("linear").Explain(new[] { 1.0 }, label: 1));
        Refuses<ArgumentException>("received 2 names. For two", () => Binary("linear").Explain(new[] { 1.0 }, classNames: ["a", "b"]));
        Refuses<ArgumentException>("Did you mean 'hidden'", () => model.Explain(Image).Neuron("hiden", 0));
        Refuses<ArgumentOutOfRangeException>("0 to 5; received 6", () => model.Explain(Image).Neuron("hidden", 6));
        Refuses<ArgumentException>("(batch, classes)", () =>
            new Sequential { new Reshape([2, 8], inputShape: [16], name: "box") }.Explain(Image));
    }

    /// <summary>One unit: x − 0.5.</summary>
    private static Sequential Binary(string activation)
    {
        var layer = new Dense(1, activation: activation, inputShape: [1], name: "unit");
        var model = new Sequential([layer], name: "binary");
        layer.SetWeights([new float[,] { { 1 } }, new float[] { -0.5f }]);
        return model;
    }

    private static Sequential Classifier()
    {
        var model = new Sequential
        {
            new Dense(6, inputShape: [16], kernelInitializer: new Initializers.RandomNormal(stddev: 0.5, seed: 1),
                biasInitializer: new Initializers.RandomNormal(seed: 2), name: "hidden"),
            new Activation("relu", name: "bend"),
            new Dense(3, kernelInitializer: new Initializers.RandomNormal(stddev: 1, seed: 3), name: "scores"),
            new Activation("softmax", name: "decide"),
        };
        return model;
    }

    /// <summary>Two layers with an operation between them that is no layer.</summary>
    private sealed class OperationBetween : Model
    {
        private readonly Dense first = new(3, name: "first");
        private readonly Dense second = new(3, name: "second");
        private readonly Dense third = new(2, name: "third");

        protected override Tensor Call(Tensor x, CallContext context) => third.Apply(second.Apply(first.Apply(x) * 2).Reshape(-1, 3));
    }
}
