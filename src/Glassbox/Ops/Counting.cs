using System.Numerics;
using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>The distinct values of a tensor in ascending order, and their counts (int64). NaNs count as one value, the last.</summary>
    public static (Tensor Values, Tensor Counts) Unique(Tensor x) => x.DType.Name switch
    {
        "bool" => Unique<bool>(x),
        "uint8" => Unique<byte>(x),
        "int32" => Unique<int>(x),
        "int64" => Unique<long>(x),
        "float32" => Unique<float>(x),
        _ => Unique<double>(x),
    };

    /// <summary>The number of occurrences of each integer 0, 1, 2, … (int64).</summary>
    /// <param name="x">Non-negative integers.</param>
    /// <param name="minLength">The minimum length of the result.</param>
    /// <exception cref="ArgumentException">The elements are floats or negative.</exception>
    public static Tensor BinCount(Tensor x, int minLength = 0)
    {
        if (x.DType.IsFloating || (x.Size > 0 && Min(x).ToScalar<long>() < 0))
        {
            throw new ArgumentException("BinCount counts integers from 0; received "
                + $"{(x.DType.IsFloating ? $"dtype {x.DType}" : $"{Min(x)}")}.", nameof(x));
        }

        var length = x.Size == 0 ? minLength : Math.Max(minLength, checked(Max(x).ToScalar<int>() + 1));
        var bins = new long[length];
        if (x.DType == DType.UInt8)
        {
            foreach (var value in x.AsSpan<byte>())
            {
                bins[value]++;
            }
        }
        else
        {
            foreach (var value in x.To(DType.Int64).AsSpan<long>())
            {
                bins[(int)value]++;
            }
        }

        return Tensor.FromSpan<long>(bins);
    }

    private static (Tensor Values, Tensor Counts) Unique<T>(Tensor x) where T : IComparable<T>, IEquatable<T>
    {
        var sorted = x.ToArray<T>();
        // Array.Sort puts NaNs first; NumPy sorts them last.
        Array.Sort(sorted, (a, b) => IsNaN(a) ? (IsNaN(b) ? 0 : 1) : IsNaN(b) ? -1 : a.CompareTo(b));
        var (values, counts) = (new List<T>(), new List<long>());
        foreach (var value in sorted)
        {
            if (values.Count > 0 && values[^1].Equals(value))
            {
                counts[^1]++;
            }
            else
            {
                values.Add(value);
                counts.Add(1);
            }
        }

        return (Tensor.FromSpan<T>(values.ToArray()), Tensor.FromSpan<long>(counts.ToArray()));

        static bool IsNaN(T value) => value is double.NaN or float.NaN;
    }
}
