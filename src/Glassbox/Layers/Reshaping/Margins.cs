using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Margins to add or remove: one value for all sides; <c>(1, 2)</c>, which is before and after for one axis, and symmetric per axis for
/// two; or a pair per axis, <c>[(1, 0), (2, 3)]</c>.
/// </summary>
[CollectionBuilder(typeof(Margins), nameof(Create))]
public sealed class Margins
{
    private readonly int[] numbers;
    private readonly (int Before, int After)[] pairs;

    private Margins(int[] numbers, (int, int)[] pairs) => (this.numbers, this.pairs) = (numbers, pairs);

    /// <summary>A pair per axis: before and after.</summary>
    public static Margins Create(ReadOnlySpan<(int Before, int After)> pairs) => new([], pairs.ToArray());

    /// <summary>The same margin on all sides.</summary>
    public static implicit operator Margins(int all) => new([all], []);

    /// <summary>Before and after for one axis; for two axes, a symmetric margin for each.</summary>
    public static implicit operator Margins((int First, int Second) numbers) => new([numbers.First, numbers.Second], []);

    /// <summary>A symmetric margin for each of three axes.</summary>
    public static implicit operator Margins((int First, int Second, int Third) numbers) =>
        new([numbers.First, numbers.Second, numbers.Third], []);

    /// <summary>The pairs, if pairs were specified.</summary>
    public IEnumerator<(int Before, int After)> GetEnumerator() => ((IEnumerable<(int, int)>)pairs).GetEnumerator();

    /// <summary>Reads a number, a list of numbers, or a list of pairs.</summary>
    internal static Margins? FromConfig(Config config, string key)
    {
        if (config.GetNode(key) is not JsonArray { Count: > 0 } list || list[0] is not JsonArray)
        {
            return config.GetInt32sOrNull(key) is { } numbers ? new Margins(numbers, []) : null;
        }

        return new Margins([], [.. list.Select(item =>
            new Config($"{key} of a layer", new JsonObject { ["pair"] = item?.DeepClone() }).GetInt32s("pair") is [var before, var after]
            ? (before, after)
            : throw config.Wrong(key, list, "a list of pairs"))]);
    }

    /// <summary>One pair per axis for a given rank.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit the rank, or one is negative.</exception>
    internal (int Before, int After)[] For(int rank, string owner, string argument)
    {
        (int Before, int After)[]? each = (numbers, pairs) switch
        {
            ([var all], _) => [.. Enumerable.Repeat((all, all), rank)],
            ([var before, var after], _) when rank == 1 => [(before, after)],
            ({ Length: > 0 }, _) when numbers.Length == rank => [.. numbers.Select(number => (number, number))],
            ([], _) when pairs.Length == rank => pairs,
            _ => null,
        };
        return each is not null && each.All(pair => pair.Before >= 0 && pair.After >= 0)
            ? each
            : throw new ArgumentException(
                $"{owner}: {argument} accepts one integer of 0 or more, "
                + $"{(rank == 1 ? "or two, before and after" : $"{rank} of them, or {rank} pairs")}; received {this}.", argument);
    }

    /// <summary>The values or pairs as specified.</summary>
    public override string ToString() =>
        numbers.Length == 1 ? $"{numbers[0]}" : numbers.Length > 0 ? $"({string.Join(", ", numbers)})" : $"[{string.Join(", ", pairs)}]";
}
