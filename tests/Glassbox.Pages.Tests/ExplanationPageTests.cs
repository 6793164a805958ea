using Glassbox.Layers;

namespace Glassbox.Pages.Tests;

public sealed class ExplanationPageTests(Browser browser)
{
    [Fact]
    public async Task The_page_opens_without_an_error()
    {
        var model = new Sequential { new Dense(3, activation: "softmax", inputShape: [4], name: "end") };
        await using var open = await browser.Open(model.Explain(new float[] { 1, 2, 3, 4 }));

        Assert.Empty(open.Errors);
    }
}
