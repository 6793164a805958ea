namespace Glassbox;

public static partial class Utils
{
    /// <summary>Divides each vector along an axis by its norm; zero vectors stay zero.</summary>
    /// <param name="x">Input tensor; integers are cast to float32.</param>
    /// <param name="axis">The axis of the vectors.</param>
    /// <param name="order">Order of the norm: 1 for the sum of absolute values, 2 for the Euclidean norm, …; positive infinity for the
    /// maximum absolute value.</param>
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

    /// <summary>Pads or truncates sequences of different lengths to the rows of one tensor.</summary>
    /// <param name="sequences">The sequences, one per row.</param>
    /// <param name="maxlen">Row length; by default that of the longest sequence.</param>
    /// <param name="dtype">The element type; int32 by default.</param>
    /// <param name="padding">Where to pad short sequences: "pre" or "post".</param>
    /// <param name="truncating">Where to truncate long sequences: "pre" removes values from the start, "post" from the end.</param>
    /// <param name="value">Padding value.</param>
    /// <returns>A tensor of shape (sequences, maxlen).</returns>
    /// <exception cref="ArgumentException"><paramref name="padding"/> or <paramref name="truncating"/> is neither "pre" nor
    /// "post".</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxlen"/> is negative.</exception>
    /// <exception cref="OverflowException">A value does not fit the type.</exception>
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
            // A value out of range throws the same exception as in a scalar conversion.
            _ = Alone(values.Min()!);
            _ = Alone(values.Max()!);
        }

        Tensor Alone(T number) =>
            number is long whole ? Tensor.Number(whole, type) : Tensor.Number(double.CreateChecked(number), type);
    }
}
