using System.Collections;
using System.Runtime.CompilerServices;

namespace Glassbox;

/// <summary>
/// One value, a list of values, or values by name: what a model with several inputs or outputs takes and gives. Written as the value
/// itself, as a collection
/// <c>[a, b]</c>, or as a dictionary from names to values.
/// </summary>
/// <typeparam name="T">What it holds: tensors, symbolic tensors, shapes, losses.</typeparam>
[CollectionBuilder(typeof(Structure), nameof(Structure.Create))]
public readonly struct Structure<T> : IReadOnlyList<T>
{
    private readonly T one;
    private readonly T[]? many;
    private readonly string[]? keys;

    private Structure(T one, int count) => (this.one, Count) = (one, count);

    internal Structure(T[] many, string[]? keys = null) => (one, this.many, this.keys, Count) = (default!, many, keys, many.Length);

    /// <summary>How many values there are; 0 where nothing was given.</summary>
    public int Count { get; }

    /// <summary>Whether it is one value by itself, which is not the same as a list of one.</summary>
    public bool IsSingle => many is null && Count == 1;

    /// <summary>The names, in order; null unless the values have names.</summary>
    public IReadOnlyList<string>? Keys => keys;

    /// <summary>The only value.</summary>
    /// <exception cref="InvalidOperationException">There are several, or none.</exception>
    public T One => Count == 1 ? this[0] : throw new InvalidOperationException($"There are {Count} values where one was asked for: "
        + $"{this}. Take one of them by its position or name.");

    /// <summary>The value at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position does not exist.</exception>
    public T this[int position] => (uint)position < (uint)Count
        ? many is null ? one : many[position]
        : throw new ArgumentOutOfRangeException(nameof(position), position,
        $"There {(Count == 1 ? "is 1 value" : $"are {Count} values")}; position {position} does not exist.");

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names those that exist.</exception>
    public T this[string key] => TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException(keys is null ? $"The values have no names; '{key}' was asked for. Take them by position."
        : $"There is no value '{key}'. There are: {string.Join(", ", keys)}.");

    /// <summary>A value by itself; nothing for null.</summary>
    public static implicit operator Structure<T>(T? value) => value is null ? default : new Structure<T>(value, 1);

    /// <summary>A list of values.</summary>
    public static implicit operator Structure<T>(T[] values) => new((T[])values.Clone());

    /// <summary>A list of values.</summary>
    public static implicit operator Structure<T>(List<T> values) => new([.. values]);

    /// <summary>Values by name.</summary>
    public static implicit operator Structure<T>(Dictionary<string, T> values) => new([.. values.Values], [.. values.Keys]);

    /// <summary>The value of a name, if there is one.</summary>
    public bool TryGetValue(string key, out T value)
    {
        var position = keys is null ? -1 : Array.IndexOf(keys, key);
        value = position < 0 ? default! : many![position];
        return position >= 0;
    }

    /// <summary>The two values: <c>var (a, b) = model.PredictAll(x)</c>.</summary>
    /// <exception cref="InvalidOperationException">There are not two.</exception>
    public void Deconstruct(out T first, out T second)
    {
        Require(2);
        (first, second) = (this[0], this[1]);
    }

    /// <summary>The three values.</summary>
    /// <exception cref="InvalidOperationException">There are not three.</exception>
    public void Deconstruct(out T first, out T second, out T third)
    {
        Require(3);
        (first, second, third) = (this[0], this[1], this[2]);
    }

    /// <summary>The values in order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As it would be written: the value, <c>[a, b]</c> or <c>{first: a, second: b}</c>.</summary>
    public override string ToString()
    {
        if (IsSingle)
        {
            return $"{one}";
        }

        return keys is null ? $"[{string.Join(", ", this)}]"
            : $"{{{string.Join(", ", keys.Zip(this, (key, value) => $"{key}: {value}"))}}}";
    }

    /// <summary>The same structure of other values.</summary>
    internal Structure<TOther> Map<TOther>(Func<T, TOther> map)
    {
        if (many is not null)
        {
            return new Structure<TOther>(Array.ConvertAll(many, value => map(value)), keys);
        }

        return Count == 0 ? default : new Structure<TOther>(map(one), 1);
    }

    private void Require(int count)
    {
        if (Count != count)
        {
            throw new InvalidOperationException($"There are {Count} values, and {count} were asked for: {this}.");
        }
    }
}

/// <summary>Makes lists for <see cref="Structure{T}"/>.</summary>
public static class Structure
{
    /// <summary>A list of values; what <c>[a, b]</c> calls.</summary>
    public static Structure<T> Create<T>(ReadOnlySpan<T> values) => new(values.ToArray());
}
