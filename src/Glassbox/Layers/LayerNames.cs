using Glassbox.Backends;

namespace Glassbox.Layers;

/// <summary>Automatic names: the class name in Keras's snake_case and a number starting at one, <c>dense_1</c>, <c>dense_2</c>.</summary>
internal static class LayerNames
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Counters = [];

    /// <summary>The next automatic name for a class name.</summary>
    public static string Next(string className)
    {
        var stem = Identifiers.SnakeCase(className);
        lock (Gate)
        {
            return $"{stem}_{Counters[stem] = Counters.GetValueOrDefault(stem) + 1}";
        }
    }

    /// <summary>Restarts the numbering at one.</summary>
    public static void Reset()
    {
        lock (Gate)
        {
            Counters.Clear();
        }
    }

    /// <summary>
    /// Keras's name of a function: its name in snake case. The compiler mangles the name of a local function,
    /// <c>&lt;Main&gt;g__Contrastive|0_1</c>; a lambda has none.
    /// </summary>
    public static string OfFunction(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var name = function.Method.Name;
        var local = name.IndexOf(">g__", StringComparison.Ordinal);
        return local >= 0 ? Identifiers.SnakeCase(name[(local + 4)..name.IndexOf('|', local)])
            : name.Contains('<', StringComparison.Ordinal) ? "lambda"
            : Identifiers.SnakeCase(name);
    }
}
