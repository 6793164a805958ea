namespace Glassbox.Reference;

/// <summary>The names of Keras, by family, from keras.txt.</summary>
public static class KerasNames
{
    /// <summary>The names of a family, such as <c>layers</c>.</summary>
    public static string[] Of(string family)
    {
        var lines = File.ReadAllLines(Path.Combine(ReferencePage.Docs, "Reference", "keras.txt"));
        var start = Array.IndexOf(lines, family + ":") + 1;
        return [.. lines[start..].TakeWhile(line => line.Length > 0).SelectMany(line => line.Split(' '))];
    }

    /// <summary>What the constructors of a family take, by their names in the form of <see cref="Key"/>, from arguments.txt.</summary>
    public static ILookup<string, string> ArgumentsOf(string family)
    {
        var lines = File.ReadAllLines(Path.Combine(ReferencePage.Docs, "Reference", "arguments.txt"));
        var start = Array.IndexOf(lines, family + ":") + 1;
        return (start == 0 ? [] : lines[start..].TakeWhile(line => line.Length > 0)).Select(line => line.Split(": "))
            .SelectMany(parts => parts[1].Split(' ').Select(argument => (Class: Key(parts[0]), argument)))
            .ToLookup(pair => pair.Class, pair => pair.argument);
    }

    /// <summary>What is compared: <c>log_softmax</c> and <c>LogSoftmax</c> are the same name.</summary>
    public static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
