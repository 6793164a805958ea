using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Glassbox.Pages.Tests.Browser))]

namespace Glassbox.Pages.Tests;

/// <summary>The Chromium of the system, started once for all tests; those are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is { } path)
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Headless = true,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync",
                ],
            });
        }
    }

    /// <summary>Opens the page of an explanation as a person does who opens the file.</summary>
    /// <param name="explanation">What the page shows.</param>
    /// <param name="scheme">Whether the system is light or dark.</param>
    public async Task<OpenPage> Open(Explanation explanation, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(browser is null, $"Chromium is not installed (looked for {string.Join(", ", Places)}): the page was not opened.");
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            ColorScheme = scheme,
            Offline = true,
        });
        return await OpenPage.Of(await context.NewPageAsync(), explanation);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
