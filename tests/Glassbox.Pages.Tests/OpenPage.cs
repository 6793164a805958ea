using Microsoft.Playwright;

namespace Glassbox.Pages.Tests;

/// <summary>A page in the browser, with everything that went wrong on it.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"glassbox-{Guid.NewGuid():N}.html");
    private readonly List<string> errors = [];

    private OpenPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Exceptions of the script, and what the console says, in order.</summary>
    public IReadOnlyList<string> Errors => errors;

    internal static async Task<OpenPage> Of(IPage page, Explanation explanation)
    {
        var open = new OpenPage(page);
        page.SetDefaultTimeout(5000);
        page.PageError += (_, error) => open.errors.Add(error);
        page.Console += (_, message) => open.errors.Add($"{message.Type}: {message.Text}");
        page.Request += (_, request) => open.AddRequest(request.Url);
        explanation.SaveHtml(open.file);
        await page.GotoAsync(new Uri(open.file).AbsoluteUri);
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        File.Delete(file);
    }

    private void AddRequest(string url)
    {
        if (!url.StartsWith("file:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal))
        {
            errors.Add($"request: {url}");
        }
    }
}
