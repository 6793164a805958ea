namespace Glassbox;

public static partial class Utils
{
    /// <summary>Divides each vector along an axis by its norm, so that its norm becomes 1; a vector of zeros stays.</summary>
    /// <param name="x">Any tensor; integers become float32.</param>
    /// <param name="axis">Along which axis the vectors lie.</param>
    /// <param name="order">The norm: 1 for the sum of the absolute values, 2 for the length, …; positive infinity for the largest absolute
    /// value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The axis does not exist, or the order is not positive.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/utils/numerical_utils/"/>, <c>keras.utils.normalize</c>.</remarks>
    public static Tensor Normalize(Tensor x, int axis = -1, double order = 2)
    {
        if (!(order > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(order), order, $"The order of the norm must be positive; received {order}.");
        }

        var values = x.DType.IsFloating ? x : x.Cast(DType.Float32);
        var sizes = Ops.Abs(values);
        var norm = double.IsPositiveInfinity(order)
            ? sizes.Max(axis, keepdims: true)
            : Ops.Power(Ops.Sum(Ops.Power(sizes, order), axis, keepdims: true), 1 / order);
        return values / (norm + Ops.Equal(norm, 0).Cast(norm.DType));
    }

    /// <summary>Sequences of different lengths as the rows of one tensor.</summary>
    /// <param name="sequences">Numbers, a sequence for each row.</param>
    /// <param name="maxlen">The length of a row; by default that of the longest sequence.</param>
    /// <param name="dtype">The element type; int32 by default.</param>
    /// <param name="padding">Where a short sequence is filled up: "pre" before it, "post" after it.</param>
    /// <param name="truncating">Where a long sequence is cut: "pre" at its beginning, "post" at its end.</param>
    /// <param name="value">What short sequences are filled up with.</param>
    /// <returns>A tensor of shape (sequences, maxlen).</returns>
    /// <exception cref="ArgumentException"><paramref name="padding"/> or <paramref name="truncating"/> is neither "pre" nor
    /// "post".</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxlen"/> is negative.</exception>
    /// <exception cref="OverflowException">A number does not fit the type.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/data_loading/timeseries/"/>, <c>keras.utils.pad_sequences</c>.</remarks>
    public static Tensor PadSequences<T>(
        IEnumerable<IEnumerable<T>> sequences, int? maxlen = null, DType? dtype = null, string padding = "pre", string truncating = "pre",
        double value = 0)
        where T : struct, System.Numerics.INumber<T>
    {
        var (padBefore, cutBefore) = (IsPre(nameof(padding), padding), IsPre(nameof(truncating), truncating));
        T[][] rows = [.. sequences.Select(sequence => sequence.ToArray())];
        var length = maxlen ?? rows.Select(row => row.Length).DefaultIfEmpty().Max();
        ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(maxlen));

        var type = dtype ?? DType.Int32;
        var count = ExtentMath.Fit(
            (long)rows.Length * length, "PadSequences", $"{rows.Length} sequences of length {length}", "Make maxlen smaller.",
                nameof(maxlen));
        return type.IsFloating
            ? Padded(value, double.CreateChecked)
            : Padded((long)value, number => T.IsInteger(number) ? long.CreateChecked(number) : (long)double.CreateChecked(number));

        Tensor Padded<TValue>(TValue padding, Func<T, TValue> convert)
            where TValue : unmanaged, System.Numerics.INumber<TValue>
        {
            var values = new TValue[count];
            Array.Fill(values, padding);
            for (var i = 0; i < rows.Length; i++)
            {
                var kept = Math.Min(rows[i].Length, length);
                var from = cutBefore ? rows[i].Length - kept : 0;
                var to = (i * length) + (padBefore ? length - kept : 0);
                for (var j = 0; j < kept; j++)
                {
                    values[to + j] = convert(rows[i][from + j]);
                }
            }

            CheckRange(values, type);
            return Tensor.FromSpan<TValue>(values, [rows.Length, length]).Cast(type);
        }
    }

    private static bool IsPre(string name, string value) => value switch
    {
        "pre" => true,
        "post" => false,
        _ => throw new ArgumentException($"{name} is \"pre\" or \"post\"; received \"{value}\".", name),
    };

    private static void CheckRange<T>(T[] values, DType type)
        where T : System.Numerics.INumber<T>
    {
        if (values.Length > 0)
        {
            // A number that does not fit is refused as it would be alone.
            _ = Alone(values.Min()!);
            _ = Alone(values.Max()!);
        }

        Tensor Alone(T number) =>
            number is long whole ? Tensor.Number(whole, type) : Tensor.Number(double.CreateChecked(number), type);
    }
}
