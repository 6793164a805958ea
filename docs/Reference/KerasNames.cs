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

    /// <summary>What is compared: <c>log_softmax</c> and <c>LogSoftmax</c> are the same name.</summary>
    public static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
