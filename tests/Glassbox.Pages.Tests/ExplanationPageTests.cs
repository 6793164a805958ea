using System.Globalization;
using Glassbox.Layers;
using Microsoft.Playwright;

namespace Glassbox.Pages.Tests;

public sealed class ExplanationPageTests(Browser browser)
{
    public static TheoryData<string> Models => ["classifier", "convolution"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Any_unit_of_any_layer_can_be_chosen_and_is_written_out_with_its_own_numbers(string kind)
    {
        var explanation = Explain(kind);
        await using var open = await browser.Open(explanation);
        foreach (var layer in explanation.Layers)
        {
            for (var unit = 0; unit < Math.Min(5, layer.Output.Size); unit++)
            {
                var neuron = layer.Neuron(unit);
                var rows = await open.Choose(layer.Name, unit);
                var title = (await open.Chosen.InnerTextAsync()).Split(" = ");
                Assert.Equal($"{neuron}".Split(" = ")[0], title[0]);
                Assert.Equal(neuron.Output, Number(title[1]), 1e-4);

                Term[] terms = [.. neuron.Terms.Take(10)];
                var shown = rows.Skip(1).Take(terms.Length).ToArray();
                Assert.Equal(terms.Select(term => term.Place), shown.Select(row => row[0]));
                Assert.All(terms.Zip(shown), pair => Assert.Equal(pair.First.Product, Number(pair.Second[3]), 1e-4));
                Assert.Equal(
                    neuron.Activations.Select(step => $"→ {step.Name}"), rows.Select(row => row[0]).Where(text => text.StartsWith('→')));
            }
        }

        await open.Page.Locator("[data-map]").Last.ClickAsync();
        Assert.Empty(open.Errors);
        var (missing, unread) = await open.DataUse();
        Assert.Empty(missing);
        Assert.Empty(unread);
    }

    /// <summary>Names as those of ImageNet's classes.</summary>
    private static readonly string[] LongNames =
        [.. new[] { "golden", "labrador", "flat_coated", "curly_coated" }.Select((kind, place) => $"n0209960{place}_{kind}_retriever_dog")];

    [Fact]
    public async Task A_sum_is_a_table_of_its_terms_that_add_up()
    {
        await using var open = await browser.Open(Examples.Known().Explain(new float[] { 1, 2, 0.5f }));

        Assert.Equal("end[0] = 0.9996", await open.Chosen.InnerTextAsync());
        Assert.Equal(
            """
            from | value | weight | value · weight
            hidden[1] | 4.0000 | 2.0000 | 8.0000
            bias |  |  | 0.0000
            sum |  |  | 8.0000
            → softmax |  |  | 0.9996
            """,
            Lines(await open.Rows()),
            ignoreLineEndingDifferences: true);

        Assert.Equal(
            """
            from | value | weight | value · weight
            input 0 | 1.0000 | 2.0000 | 2.0000
            input 2 | 0.5000 | 4.0000 | 2.0000
            input 1 | 2.0000 | 0.5000 | 1.0000
            bias |  |  | −1.0000
            sum |  |  | 4.0000
            → relu |  |  | 4.0000
            """,
            Lines(await open.Choose("hidden", 1)),
            ignoreLineEndingDifferences: true);
        Assert.Equal("hidden[1] = 4.0000", await open.Chosen.InnerTextAsync());
    }

    [Fact]
    public async Task The_source_of_a_term_leads_to_the_unit_it_comes_from_and_the_browser_leads_back()
    {
        var explanation = Explain("classifier");
        await using var open = await browser.Open(explanation);
        await open.Choose("scores", 1);
        var term = explanation.Neuron("scores", 1).Terms[0];

        await open.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = term.Place, Exact = true }).ClickAsync();
        Assert.Equal("bend", await open.Layer.EvaluateAsync<string>("layer => layer.selectedOptions[0].text"));
        Assert.Equal($"{term.Index}", await open.Unit.InputValueAsync());
        Assert.StartsWith($"bend[{term.Index}] = ", await open.Chosen.InnerTextAsync(), StringComparison.Ordinal);

        // By the keyboard, from the activation to the sum before it. The terms of that are pixels, which lead nowhere.
        Assert.Equal("H3", await open.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));
        await open.Page.Keyboard.PressAsync("Tab");
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.StartsWith($"hidden[{term.Index}] = ", await open.Chosen.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await open.Page.Locator("#sum button").CountAsync());

        await open.Page.GoBackAsync();
        await Assertions.Expect(open.Chosen).ToContainTextAsync($"bend[{term.Index}] = ");
        await open.Page.GoBackAsync();
        await Assertions.Expect(open.Chosen).ToContainTextAsync("scores[1] = ");
        Assert.Equal("1", await open.Unit.InputValueAsync());
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task What_is_no_unit_is_refused_with_those_that_there_are()
    {
        await using var open = await browser.Open(Explain("classifier"));
        await open.Layer.SelectOptionAsync("scores");
        foreach (var typed in new[] { "-1", "3", "1.5", "1e300", "99999999999999999999999999", "", "e", "two" })
        {
            await open.Unit.PressAsync("Control+a");
            await open.Unit.PressAsync("Delete");
            await open.Unit.PressSequentiallyAsync(typed);

            Assert.Equal("Enter a whole number from 0 to 2: scores has 3 units.", await open.Problem.InnerTextAsync());
            Assert.Equal("true", await open.Unit.GetAttributeAsync("aria-invalid"));
            Assert.Empty(await open.Rows());

            await open.Unit.FillAsync("2");
            Assert.Equal("", await open.Problem.InnerTextAsync());
            Assert.StartsWith("scores[2] = ", await open.Chosen.InnerTextAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Of_a_large_layer_the_page_has_the_units_that_other_sums_refer_to_and_says_so_of_the_others()
    {
        var model = new Sequential
        {
            new Dense(1200, inputShape: [4], kernelInitializer: new Initializers.RandomNormal(seed: 1), name: "wide"),
            new Dense(2, kernelInitializer: new Initializers.RandomNormal(seed: 2), name: "end"),
        };
        var explanation = model.Explain(new float[] { 1, 2, 3, 4 });
        await using var open = await browser.Open(explanation);
        var smallest = (int)Ops.Abs(explanation.Layer("wide").Output).ArgMin();

        Assert.Equal(10, await open.Page.Locator("#sum button").CountAsync());
        await open.Choose("wide", smallest);
        Assert.StartsWith(
            $"The sum of wide[{smallest}] is not on this page, which has 1024 of the 1200 units of wide",
            await open.Problem.InnerTextAsync(),
            StringComparison.Ordinal);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_map_tells_the_number_under_the_pointer_and_writes_the_unit_out_that_is_pressed()
    {
        var explanation = Explain("convolution");
        await using var open = await browser.Open(explanation);

        // Two channels of 4 x 4 with a line between them: row 2, column 3 of the second one.
        var map = open.Page.GetByLabel("the values of conv, a tile for each of its 2 channels");
        var box = (await map.BoundingBoxAsync())!;
        var image = map.Locator("img");
        Assert.Equal("9 x 4", await image.EvaluateAsync<string>("image => `${image.naturalWidth} x ${image.naturalHeight}`"));
        var place = new Position { X = box.Width * 8.5f / 9, Y = box.Height * 2.5f / 4 };
        await map.HoverAsync(new LocatorHoverOptions { Position = place });
        var value = (double)explanation.Layer("conv").Output[2, 3, 1];
        var told = await OpenPage.Told(map);
        Assert.StartsWith("conv[2,3,1]: ", told, StringComparison.Ordinal);
        Assert.Equal(value, Number(told.Split(": ")[1]), 1e-4);

        await map.ClickAsync(new LocatorClickOptions { Position = place });
        Assert.StartsWith("conv[2,3,1] = ", await open.Chosen.InnerTextAsync(), StringComparison.Ordinal);

        // From the last column of the first channel over the line to the first of the second, by keys.
        await map.FocusAsync();
        await map.PressAsync("ArrowLeft");
        await map.PressAsync("ArrowLeft");
        await map.PressAsync("ArrowLeft");
        Assert.StartsWith("conv[2,0,1]: ", await OpenPage.Told(map), StringComparison.Ordinal);
        await map.PressAsync("ArrowLeft");
        await map.PressAsync("ArrowDown");
        await map.PressAsync("ArrowDown");
        Assert.StartsWith("conv[3,3,0]: ", await OpenPage.Told(map), StringComparison.Ordinal);
        await map.PressAsync("Enter");
        Assert.StartsWith("conv[3,3,0] = ", await open.Chosen.InnerTextAsync(), StringComparison.Ordinal);

        var input = open.Page.GetByLabel("The input: ");
        await input.HoverAsync(new LocatorHoverOptions { Position = new Position { X = 2, Y = 2 } });
        told = await OpenPage.Told(input);
        Assert.StartsWith("pixel 0,0: ", told, StringComparison.Ordinal);
        Assert.Equal((double)Examples.Image[0, 0], Number(told.Split(": ")[1]), 1e-4);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task The_page_says_whether_the_decision_is_right_and_shows_the_evidence_for_the_label()
    {
        var unknown = Explain("classifier");
        int[] order = [.. Enumerable.Range(0, 3).OrderByDescending(place => (double)unknown.Output[place])];
        string[] names = ["cat", "<dog>", "owl"], roles = ["decision", "runner-up", "label"];
        await using var open = await browser.Open(Examples.Classifier().Explain(Examples.Image, classNames: names, label: order[2]));

        Assert.Contains($"which is wrong: the label is {names[order[2]]} (", await Text(open.Page.Locator("h1")), StringComparison.Ordinal);
        Assert.Equal(
            names.Select((name, place) => (name, roles[Array.IndexOf(order, place)])),
            (await open.Cells(".bars tbody tr")).Select(row => (row[0], row[3])));
        Assert.Equal(
            [$"{names[order[0]]}, the decision", $"{names[order[1]]}, the runner-up", $"{names[order[2]]}, the label"],
            (await open.Page.Locator(".row .card h3").AllInnerTextsAsync()).Select(text => text.Split(": ")[0]));
        Assert.Equal(6, await open.Page.GetByLabel("for ").CountAsync());
    }

    [Fact]
    public async Task A_single_sigmoid_unit_is_the_probability_of_class_1()
    {
        await using var open = await browser.Open(Examples.Binary().Explain(new float[] { 0.25f, 0 }, classNames: ["no", "yes"], label: 0));

        Assert.Equal("binary decides: no (56.22 %), which is right", await Text(open.Page.Locator("h1")));
        Assert.Equal(["56.22\u00a0%", "43.78\u00a0%"], (await open.Cells(".bars tbody tr")).Select(row => row[2]));
        Assert.Contains(
            "the probability of yes: with the logit z = −0.25 it is 1 / (1 + e−z) = 43.78 %. The probability of no is the rest, 56.22 %.",
            await Text(open.Page.Locator("main")),
            StringComparison.Ordinal);
        Assert.Equal("yes[0] = 0.43782", await open.Chosen.InnerTextAsync());
        Assert.Contains("no, the decision and the label: score 0.25", await Text(open.Page.Locator("main")), StringComparison.Ordinal);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_model_that_gives_NaN_is_shown_to_the_layer_where_it_began()
    {
        var model = Examples.Classifier();
        var scores = model.Layers[2];
        scores.SetWeights([Tensor.Full([6, 3], double.NaN, "float32"), Tensor.Zeros([3])]);
        await using var open = await browser.Open(model.Explain(Examples.Image));

        Assert.EndsWith("decides for no class: its output is NaN", await Text(open.Page.Locator("h1")), StringComparison.Ordinal);
        Assert.Equal("scores[0] = NaN", await open.Chosen.InnerTextAsync());
        await open.Choose("bend", 0);
        Assert.DoesNotContain("NaN", await open.Chosen.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task The_page_fits_windows_of_any_width()
    {
        await using var open = await browser.Open(Explain("convolution", label: 1));
        await open.Choose("conv", 3);
        foreach (var width in new[] { 375, 768, 1280 })
        {
            await open.Page.SetViewportSizeAsync(width, 800);
            Assert.Empty(await open.Overflowing());
        }

        await using var named = await browser.Open(Explain("convolution", label: 1, classNames: LongNames));
        await named.Page.SetViewportSizeAsync(375, 800);
        Assert.Empty(await named.Overflowing());

        // Narrower still, a table may scroll within its card.
        await open.Page.SetViewportSizeAsync(320, 800);
        Assert.DoesNotContain("the page", await open.Overflowing());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_page_keeps_nobody_out(ColorScheme scheme)
    {
        await using var open = await browser.Open(Explain("convolution", label: 1), scheme);
        await open.Choose("conv", 3);

        Assert.Empty(await open.Barriers());
    }

    private static Explanation Explain(string kind, int? label = null, string[]? classNames = null)
    {
        Tensor? right = label is { } known ? (Tensor)known : null;
        return kind == "classifier"
            ? Examples.Classifier().Explain(Examples.Image, label: right, classNames: classNames)
            : Examples.Convolution().Explain(Examples.Image.Reshape(4, 4, 1), label: right, classNames: classNames);
    }

    private static string Lines(string[][] rows) => string.Join('\n', rows.Select(row => string.Join(" | ", row)));

    private static double Number(string text) => double.Parse(text.Replace('−', '-').TrimStart('<', '>'), CultureInfo.InvariantCulture);

    /// <summary>The text with common spaces.</summary>
    private static async Task<string> Text(ILocator element) => (await element.InnerTextAsync()).Replace('\u00a0', ' ');
}
