using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Glassbox.Pages.Tests;

/// <summary>A page in the browser, with everything that went wrong on it.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    /// <summary>Notes which properties of its data the page's script reads, and which of these there are none.</summary>
    private const string WatchData = """
        window.missing = [];
        window.read = new Set();
        window.given = new Set();
        const parse = JSON.parse;
        const names = value => {
          if (typeof value !== "object" || value === null) return;
          for (const [name, part] of Object.entries(value)) {
            if (!/^\d+$/.test(name)) given.add(name);
            names(part);
          }
        };
        const watch = value => typeof value !== "object" || value === null ? value : new Proxy(value, {
          get(target, name) {
            if (typeof name === "string" && !Array.isArray(target)) {
              if (!Object.hasOwn(target, name)) missing.push(name); else if (!/^\d+$/.test(name)) read.add(name);
            }
            return watch(Reflect.get(target, name));
          },
        });
        JSON.parse = text => {
          const value = parse(text);
          if (!text.startsWith('{"layers"')) return value;
          names(value);
          return watch(value);
        };
        """;

    private readonly string file = Path.Combine(Path.GetTempPath(), $"glassbox-{Guid.NewGuid():N}.html");
    private readonly List<string> errors = [];

    private OpenPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Exceptions of the script, what the console says, and what was asked of the network, in order.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>The message below the fields.</summary>
    public ILocator Problem => Page.Locator("[role=alert]");

    /// <summary>The name and value of the unit that is written out.</summary>
    public ILocator Chosen => Page.Locator("#sum h3");

    public ILocator Layer => Page.GetByLabel("layer");

    public ILocator Unit => Page.GetByLabel("unit", new PageGetByLabelOptions { Exact = true });

    internal static async Task<OpenPage> Of(IPage page, Explanation explanation)
    {
        var open = new OpenPage(page);
        page.SetDefaultTimeout(5000);
        page.PageError += (_, error) => open.errors.Add(error);
        page.Console += (_, message) => open.errors.Add($"{message.Type}: {message.Text}");
        page.Request += (_, request) => open.AddRequest(request.Url);
        await page.AddInitScriptAsync(WatchData);
        explanation.SaveHtml(open.file);
        await page.GotoAsync(new Uri(open.file).AbsoluteUri);
        return open;
    }

    /// <summary>Chooses a unit with the two fields, and gives the cells of the rows that are written out.</summary>
    public async Task<string[][]> Choose(string layer, int unit)
    {
        await Layer.SelectOptionAsync(layer);
        await Unit.FillAsync($"{unit}");
        return await Rows();
    }

    /// <summary>The rows of the unit that is written out, without the column of bars.</summary>
    public async Task<string[][]> Rows() => [.. (await Cells("#sum tr")).Select(row => row[..^1])];

    /// <summary>The cells of all rows that a selector finds.</summary>
    public Task<string[][]> Cells(string rows) =>
        Page.Locator(rows).EvaluateAllAsync<string[][]>("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))");

    /// <summary>What the map with such a name tells of the cell that was pointed at.</summary>
    public static Task<string> Told(ILocator map) => map.Locator("xpath=..").Locator("output").InnerTextAsync();

    /// <summary>What the script reads of its data and what of it is not there, and what is there and it has not read.</summary>
    public async Task<(string[] Missing, string[] Unread)> DataUse() =>
    (
        await Page.EvaluateAsync<string[]>("() => missing"),
        await Page.EvaluateAsync<string[]>("() => [...given].filter(name => !read.has(name))"));

    /// <summary>What keeps people from using the page: missing names, faint colours, and other faults that axe knows.</summary>
    public async Task<string[]> Barriers()
    {
        var found = await Page.RunAxe();
        return [.. found.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}"))];
    }

    /// <summary>What is wider than the window.</summary>
    public async Task<string[]> Overflowing() => await Page.EvaluateAsync<string[]>("""
        () => {
          const width = document.documentElement.clientWidth;
          const wide = [...document.querySelectorAll("main *")].filter(element => element.getBoundingClientRect().right > width + 0.5);
          const page = document.documentElement.scrollWidth > width ? ["the page"] : [];
          return [...wide.map(element => element.outerHTML.slice(0, 80)), ...page];
        }
        """);

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
