using Glassbox.Layers;

namespace Glassbox;

/// <summary>Maps the data passed to a model to the order, rank and type of its inputs.</summary>
internal static class GraphInputs
{
    /// <summary>One value per input, from a single value, a list or a dictionary by name.</summary>
    /// <exception cref="ArgumentException">A value is missing, or there are too many.</exception>
    public static T[] InOrder<T>(string model, Structure<KerasTensor> inputs, Structure<T> given)
    {
        var names = inputs.Keys ?? [.. inputs.Select(input => input.Name)];
        if (given.Keys is null)
        {
            return given.Count == inputs.Count
                ? [.. given]
                : throw new ArgumentException($"Model '{model}' takes {inputs.Count} input{(inputs.Count == 1 ? "" : "s")} "
                + $"({Quoted(names)}); received {given.Count}.", nameof(inputs));
        }

        return [.. names.Select(name => given.TryGetValue(name, out var value)
            ? value
            : throw new ArgumentException($"Model '{model}' takes the inputs {Quoted(names)}; '{name}' is missing among those received: "
            + $"{Quoted(given.Keys)}.", nameof(inputs)))];
    }

    /// <summary>Casts a tensor to an input's type and adds or removes a trailing axis of size 1 to match its rank.</summary>
    /// <exception cref="ArgumentException">The shape is incompatible.</exception>
    public static Tensor Fit(string model, KerasTensor input, Tensor x)
    {
        var shape = Fit(model, input, x.Shape);
        return Ops.Cast(shape == x.Shape ? x : Ops.Reshape(x, shape), input.DType);
    }

    /// <inheritdoc cref="Fit(string, KerasTensor, Tensor)"/>
    public static Shape Fit(string model, KerasTensor input, Shape shape)
    {
        var fitted = WithRankOf(input.Shape, shape);
        return input.Shape.Accepts(fitted)
            ? fitted
            : throw new ArgumentException($"Model '{model}' expects shape {input.Shape} for its input '{input.Name}'; received "
            + $"{shape}.{ShapeHint.For(input.Shape, shape)}", nameof(shape));
    }

    /// <summary>Adds or removes a trailing axis of size 1 if that makes the rank match the expected one.</summary>
    public static Shape WithRankOf(Shape expected, Shape shape) => shape.Rank == expected.Rank + 1 && shape[^1] == 1 ? shape[..^1]
        : shape.Rank == expected.Rank - 1 && expected[^1] == 1 ? [.. shape, 1]
        : shape;

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
