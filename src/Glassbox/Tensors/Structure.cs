using System.Collections;
using System.Runtime.CompilerServices;

namespace Glassbox;

/// <summary>
/// A single value, a list of values, or a dictionary of named values: the inputs or outputs of a model. Written as the value itself, as a
/// collection <c>[a, b]</c>, or as a dictionary from names to values.
/// </summary>
/// <typeparam name="T">The element type: tensors, symbolic tensors, shapes, losses.</typeparam>
[CollectionBuilder(typeof(Structure), nameof(Structure.Create))]
public readonly struct Structure<T> : IReadOnlyList<T>
{
    private readonly T one;
    private readonly T[]? many;
    private readonly string[]? keys;

    private Structure(T one, int count) => (this.one, Count) = (one, count);

    internal Structure(T[] many, string[]? keys = null) => (one, this.many, this.keys, Count) = (default!, many, keys, many.Length);

    /// <summary>The number of values; 0 if nothing was given.</summary>
    public int Count { get; }

    /// <summary>Whether it is a single value, as opposed to a list of one.</summary>
    public bool IsSingle => many is null && Count == 1;

    /// <summary>The names, in order; null unless the values are named.</summary>
    public IReadOnlyList<string>? Keys => keys;

    /// <summary>The only value.</summary>
    /// <exception cref="InvalidOperationException">There are several, or none.</exception>
    public T One => Count == 1 ? this[0] : throw new InvalidOperationException($"There are {Count} values where one was expected: "
        + $"{this}. Take one of them by its position or name.");

    /// <summary>The value at an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public T this[int position] => (uint)position < (uint)Count
        ? many is null ? one : many[position]
        : throw new ArgumentOutOfRangeException(nameof(position), position,
        $"There {(Count == 1 ? "is 1 value" : $"are {Count} values")}; position {position} does not exist.");

    /// <summary>The value with a name.</summary>
    /// <exception cref="KeyNotFoundException">The name does not exist; the message lists the existing ones.</exception>
    public T this[string key] => TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException(keys is null ? $"The values have no names; '{key}' was requested. Access them by position."
        : $"There is no value '{key}'. There are: {string.Join(", ", keys)}.");

    /// <summary>A single value; empty for null.</summary>
    public static implicit operator Structure<T>(T? value) => value is null ? default : new Structure<T>(value, 1);

    /// <summary>A list of values.</summary>
    public static implicit operator Structure<T>(T[] values) => new((T[])values.Clone());

    /// <summary>A list of values.</summary>
    public static implicit operator Structure<T>(List<T> values) => new([.. values]);

    /// <summary>Named values.</summary>
    public static implicit operator Structure<T>(Dictionary<string, T> values) => new([.. values.Values], [.. values.Keys]);

    /// <summary>The value with a name, if it exists.</summary>
    public bool TryGetValue(string key, out T value)
    {
        var position = keys is null ? -1 : Array.IndexOf(keys, key);
        value = position < 0 ? default! : many![position];
        return position >= 0;
    }

    /// <summary>The two values: <c>var (a, b) = model.PredictAll(x)</c>.</summary>
    /// <exception cref="InvalidOperationException">The number of values is not two.</exception>
    public void Deconstruct(out T first, out T second)
    {
        Require(2);
        (first, second) = (this[0], this[1]);
    }

    /// <summary>The three values.</summary>
    /// <exception cref="InvalidOperationException">The number of values is not three.</exception>
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

    /// <summary>The notation in code: the value, <c>[a, b]</c> or <c>{first: a, second: b}</c>.</summary>
    public override string ToString()
    {
        if (IsSingle)
        {
            return $"{one}";
        }

        return keys is null ? $"[{string.Join(", ", this)}]"
            : $"{{{string.Join(", ", keys.Zip(this, (key, value) => $"{key}: {value}"))}}}";
    }

    /// <summary>The same structure with mapped values.</summary>
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
            throw new InvalidOperationException($"There are {Count} values, and {count} were requested: {this}.");
        }
    }
}

/// <summary>The collection builder of <see cref="Structure{T}"/>.</summary>
public static class Structure
{
    /// <summary>Creates a list of values; called by <c>[a, b]</c>.</summary>
    public static Structure<T> Create<T>(ReadOnlySpan<T> values) => new(values.ToArray());
}
