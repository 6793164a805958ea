namespace Glassbox.Saving;

/// <summary>Arrays by path, independent of the file format.</summary>
/// <param name="name">Name of the file in messages.</param>
internal abstract class WeightSource(string name)
{
    /// <summary>Name in messages.</summary>
    public string Name { get; } = name;

    /// <summary>Number of arrays in a group.</summary>
    public abstract int CountIn(string group);

    /// <summary>Shape of an array; null if it does not exist.</summary>
    public abstract Shape? ShapeOf(string path);

    /// <summary>Reads an existing array.</summary>
    public abstract Tensor Read(string path);

    /// <summary>Loads a model's weights.</summary>
    /// <param name="model">The model; must be built.</param>
    /// <param name="skipMismatch">Whether to skip layers whose weights do not match.</param>
    /// <param name="hint">Additional advice for a mismatch.</param>
    /// <exception cref="InvalidDataException">A weight is missing or has another shape; no weight is changed then.</exception>
    public void LoadInto(Model model, bool skipMismatch = false, string hint = "")
    {
        var values = new List<(Variable Variable, Tensor Value)>();
        foreach (var group in WeightGroup.Of(model))
        {
            if (Mismatch(model, group) is not { } mismatch)
            {
                values.AddRange(group.Variables.Select((variable, i) => (variable, Read($"{group.Path}/{i}"))));
            }
            else if (!skipMismatch)
            {
                throw new InvalidDataException($"{Name}: {mismatch} No weight was changed.{hint}");
            }
        }

        foreach (var (variable, value) in values)
        {
            variable.Assign(value);
        }
    }

    /// <summary>The arrays 0, 1, … of a group.</summary>
    public IReadOnlyList<Tensor> ReadAll(string group) =>
        [.. Enumerable.Range(0, CountIn(group)).Select(i => ShapeOf($"{group}/{i}") is null
        ? throw new InvalidDataException($"{Name}: the arrays of {group} are not numbered from 0; {i} is missing.")
        : Read($"{group}/{i}"))];

    private string? Mismatch(Model model, WeightGroup group)
    {
        var count = CountIn(group.Path);
        if (count != group.Variables.Count)
        {
            return $"layer '{group.Name}' has {group.Variables.Count} weights, and the file has {count} for it (in {group.Path})." +
                (model.Built ? " Is it the file of another model?"
                : " The model has no weights yet: give it an input shape or call it on data first.");
        }

        for (var i = 0; i < count; i++)
        {
            if (ShapeOf($"{group.Path}/{i}") != group.Variables[i].Shape)
            {
                return $"weight '{group.Variables[i].Path}' has shape {group.Variables[i].Shape}; received "
                    + $"{ShapeOf($"{group.Path}/{i}")?.ToString() ?? "nothing"} ({group.Path}/{i}).";
            }
        }

        return null;
    }
}
