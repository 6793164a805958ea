using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Glassbox.Backends;

namespace Glassbox;

public partial class Tensor
{
    /// <summary>
    /// A tensor from an array of any rank: <c>Tensor.FromArray(new[,] { { 2, 3 }, { 3, 5 } })</c>. Jagged arrays of equal lengths are
    /// accepted too.
    /// </summary>
    /// <param name="array">Elements of type bool, byte, int, long, float or double. They are copied.</param>
    /// <exception cref="NotSupportedException">A tensor cannot hold elements of that type.</exception>
    /// <exception cref="ArgumentException">The inner arrays differ in length.</exception>
    public static Tensor FromArray(Array array)
    {
        if (array.GetType().GetElementType() is { IsArray: true })
        {
            return FromNested(array);
        }

        var dtype = DType.Of(array.GetType().GetElementType()!);
        Span<int> extents = stackalloc int[array.Rank];
        for (var axis = 0; axis < extents.Length; axis++)
        {
            extents[axis] = array.GetLength(axis);
        }

        var result = Allocate(dtype, Shape.Create(extents));
        if (array.Length > 0)
        {
            result.Storage.Upload(array);
        }

        return result;
    }

    /// <summary>A tensor from a copy of values in row-major order.</summary>
    /// <param name="values">As many values as the shape has elements.</param>
    /// <param name="shape">The shape; by default one axis.</param>
    /// <exception cref="NotSupportedException">A tensor cannot hold elements of type <typeparamref name="T"/>.</exception>
    /// <exception cref="ArgumentException">The number of values differs from the shape's number of elements.</exception>
    public static Tensor FromSpan<T>(ReadOnlySpan<T> values, Shape? shape = null)
    {
        var result = Allocate(DType.Of<T>(), shape ?? [values.Length]);
        if (result.Size != values.Length)
        {
            throw new ArgumentException($"A tensor of shape {shape} has {result.Size} elements; received {values.Length} values.",
                nameof(values));
        }

        result.Storage.Upload(values);
        return result;
    }

    /// <summary>A tensor from a copy of a <c>System.Numerics.Tensors</c> tensor.</summary>
    /// <exception cref="NotSupportedException">A tensor cannot hold elements of type <typeparamref name="T"/>.</exception>
    public static Tensor FromNumericsTensor<T>(System.Numerics.Tensors.Tensor<T> tensor)
    {
        var extents = new int[tensor.Rank];
        for (var axis = 0; axis < extents.Length; axis++)
        {
            extents[axis] = checked((int)tensor.Lengths[axis]);
        }

        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return FromSpan<T>(values, Shape.Create(extents));
    }

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="ArgumentException">There would be more elements than one tensor can hold, 2,147,483,591.</exception>
    public static Tensor Zeros(Shape shape, DType? dtype = null) => Full(shape, 0.0, dtype);

    /// <summary>A tensor of ones.</summary>
    /// <exception cref="ArgumentException">There would be more elements than one tensor can hold, 2,147,483,591.</exception>
    public static Tensor Ones(Shape shape, DType? dtype = null) => Full(shape, 1.0, dtype);

    /// <summary>A tensor filled with one value.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="value">The value; it must fit the type.</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="OverflowException">The value does not fit an integer type.</exception>
    /// <exception cref="ArgumentException">There would be more elements than one tensor can hold, 2,147,483,591.</exception>
    public static Tensor Full(Shape shape, double value, DType? dtype = null)
    {
        var result = Allocate(dtype ?? DType.Float32, shape);
        CheckFits(value, result.DType);
        Device.Current.Fill(result.Storage, value);
        return result;
    }

    /// <summary>A tensor filled with an integer; float32 by default.</summary>
    /// <inheritdoc cref="Full(Shape, double, DType?)"/>
    public static Tensor Full(Shape shape, long value, DType? dtype = null)
    {
        if (dtype != DType.Int64)
        {
            return Full(shape, (double)value, dtype);
        }

        var result = Allocate(dtype, shape);
        var values = new long[result.Size];
        Array.Fill(values, value);
        result.Storage.Upload<long>(values);
        return result;
    }

    /// <summary>Values from <paramref name="start"/> (inclusive) to <paramref name="stop"/> (exclusive).</summary>
    /// <param name="start">The first value.</param>
    /// <param name="stop">The exclusive end.</param>
    /// <param name="step">The step, negative for a descending sequence.</param>
    /// <param name="dtype">By default int64 if all three are integers, else float64.</param>
    /// <exception cref="ArgumentException">The step is zero, or an argument is not finite.</exception>
    public static Tensor Arange(double start, double stop, double step = 1, DType? dtype = null)
    {
        if (step == 0 || !double.IsFinite(start) || !double.IsFinite(stop) || !double.IsFinite(step))
        {
            throw new ArgumentException($"Arange needs finite numbers and a step other than 0; received start {start}, stop {stop}, step "
                + $"{step}.", nameof(step));
        }

        dtype ??= double.IsInteger(start) && double.IsInteger(stop) && double.IsInteger(step) ? DType.Int64 : DType.Float64;
        var count = Math.Max(0, Math.Ceiling((stop - start) / step));
        if (count > ExtentMath.MostElements)
        {
            throw new ArgumentException($"Arange({start}, {stop}, {step}) would have {count:N0} elements, more than a tensor can hold.",
                nameof(stop));
        }

        return FromValues((int)count, i => start + (i * step), dtype);
    }

    /// <summary>Integers from <paramref name="start"/> (inclusive) to <paramref name="stop"/> (exclusive), int64 by default.</summary>
    /// <inheritdoc cref="Arange(double, double, double, DType?)"/>
    public static Tensor Arange(long start, long stop, long step = 1, DType? dtype = null)
    {
        if (step == 0 || (dtype is not null && dtype != DType.Int64))
        {
            return Arange((double)start, (double)stop, (double)step, dtype);
        }

        var (distance, stride) = ((Int128)stop - start, (Int128)step);
        var count = (long)Int128.Clamp((distance + stride - Int128.Sign(stride)) / stride, 0, long.MaxValue);
        var values = new long[ExtentMath.Fit(
            count, "Arange", $"the numbers from {start} to {stop} by {step}", "Make the distance smaller or the step larger.",
            nameof(stop))];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = start + (i * step);
        }

        return FromSpan<long>(values);
    }

    /// <summary>The integers from 0 to <paramref name="stop"/> (exclusive), as int64 by default.</summary>
    public static Tensor Arange(double stop) => Arange(0, stop);

    /// <summary>Evenly spaced values from <paramref name="start"/> to <paramref name="stop"/>, both included by default.</summary>
    /// <param name="start">The first value.</param>
    /// <param name="stop">The last value.</param>
    /// <param name="num">The number of values.</param>
    /// <param name="endpoint">Whether <paramref name="stop"/> is included.</param>
    /// <param name="dtype">float64 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="num"/> is negative.</exception>
    public static Tensor Linspace(double start, double stop, int num = 50, bool endpoint = true, DType? dtype = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(num);
        var intervals = endpoint ? num - 1 : num;
        return FromValues(num, i => endpoint && i == num - 1 && num > 1 ? stop
            : start + (intervals == 0 ? 0 : i * ((stop - start) / intervals)), dtype ?? DType.Float32);
    }

    /// <summary>A matrix with ones on a diagonal and zeros elsewhere.</summary>
    /// <param name="n">The number of rows.</param>
    /// <param name="m">The number of columns; equal to the rows by default.</param>
    /// <param name="k">The diagonal: 0 is the main one, positive above it, negative below.</param>
    /// <param name="dtype">float32 by default.</param>
    public static Tensor Eye(int n, int? m = null, int k = 0, DType? dtype = null)
    {
        var columns = m ?? n;
        var values = new double[Shape.Create([n, columns]).Size];
        for (var row = Math.Max(0, -k); row < n && row + k < columns; row++)
        {
            values[(row * columns) + row + k] = 1;
        }

        return FromSpan<double>(values, [n, columns]).To(dtype ?? DType.Float32);
    }

    /// <summary>Uniform random values in [<paramref name="minval"/>, <paramref name="maxval"/>).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="minval">The lower bound, inclusive.</param>
    /// <param name="maxval">The upper bound, exclusive.</param>
    /// <param name="seed">Equal seeds generate equal values; by default the next seed of the global generator (see
    /// <see cref="Utils.SetRandomSeed"/>).</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentException">
    /// The type is not floating-point, or there would be more elements than one tensor can hold.
    /// </exception>
    public static Tensor RandomUniform(Shape shape, double minval = 0, double maxval = 1, int? seed = null, DType? dtype = null)
    {
        var result = AllocateFloating(shape, dtype);
        Device.Current.Uniform(RandomSeed.Resolve(seed), minval, maxval, result.Storage);
        return result;
    }

    /// <summary>Normally distributed random values.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="stddev">The standard deviation.</param>
    /// <param name="seed">Equal seeds generate equal values; by default the next seed of the global generator (see
    /// <see cref="Utils.SetRandomSeed"/>).</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentException">
    /// The type is not floating-point, or there would be more elements than one tensor can hold.
    /// </exception>
    public static Tensor RandomNormal(Shape shape, double mean = 0, double stddev = 1, int? seed = null, DType? dtype = null)
    {
        var result = AllocateFloating(shape, dtype);
        Device.Current.Normal(RandomSeed.Resolve(seed), mean, stddev, double.PositiveInfinity, result.Storage);
        return result;
    }

    /// <summary>Truncated normal random values: those beyond two standard deviations are redrawn.</summary>
    /// <inheritdoc cref="RandomNormal"/>
    public static Tensor RandomTruncatedNormal(Shape shape, double mean = 0, double stddev = 1, int? seed = null, DType? dtype = null)
    {
        var result = AllocateFloating(shape, dtype);
        Device.Current.Normal(RandomSeed.Resolve(seed), mean, stddev, 2, result.Storage);
        return result;
    }

    /// <summary>Uniform random values from a 64-bit key.</summary>
    internal static Tensor Random(Shape shape, DType dtype, ulong key, double low, double high)
    {
        var result = Allocate(dtype, shape);
        Device.Current.Uniform(key, low, high, result.Storage);
        return result;
    }

    /// <summary>A dropout mask from a 64-bit key: zeros, and 1 / (1 − rate) elsewhere.</summary>
    internal static Tensor Dropped(Shape shape, DType dtype, ulong key, double rate)
    {
        var result = Allocate(dtype, shape);
        Device.Current.Dropped(key, rate, result.Storage);
        return result;
    }

    /// <summary>Normally distributed random values from a 64-bit key.</summary>
    internal static Tensor RandomBell(Shape shape, DType dtype, ulong key, double mean, double deviation)
    {
        var result = Allocate(dtype, shape);
        Device.Current.Normal(key, mean, deviation, double.PositiveInfinity, result.Storage);
        return result;
    }

    /// <summary>A tensor with uninitialized values.</summary>
    /// <exception cref="ArgumentException">There would be more elements than one tensor can hold.</exception>
    internal static Tensor Allocate(DType dtype, Shape shape) => new(Device.Current.Allocate(dtype, CountOf(shape)), shape);

    /// <summary>Uninitialized memory for the result of an operation.</summary>
    /// <inheritdoc cref="Allocate(DType, Shape)"/>
    internal static Tensor Allocate(TensorSpec spec, bool isWeak) =>
        new(Device.Current.Allocate(spec.DType, CountOf(spec.Shape)), spec.Shape) { IsWeak = isWeak };

    private static int CountOf(Shape shape) => ExtentMath.Count(shape.AsSpan()) is var count && count <= ExtentMath.MostElements
        ? (int)count
        : throw new ArgumentException(
            $"A tensor of shape {shape} would have more than {ExtentMath.MostElements:N0} elements, the most that one can hold. " +
            "Reduce a size, such as the batch size.", nameof(shape));

    /// <summary>A scalar tensor of the given type; checks that the value fits.</summary>
    internal static Tensor Number(double value, DType dtype)
    {
        var result = Allocate(dtype, Shape.Scalar);
        CheckFits(value, dtype);
        Device.Current.Fill(result.Storage, value);
        return result;
    }

    /// <summary>A scalar tensor of an integer in the given type; checks that the value fits.</summary>
    internal static Tensor Number(long value, DType dtype)
    {
        if (dtype != DType.Int64)
        {
            return Number((double)value, dtype);
        }

        var result = Allocate(dtype, Shape.Scalar);
        result.Storage.Upload<long>([value]);
        return result;
    }

    /// <summary>The values converted to another type, not recorded on any tape.</summary>
    internal Tensor To(DType dtype)
    {
        if (dtype == DType && !IsWeak)
        {
            return this;
        }

        if (!HasValues)
        {
            return Meta(new(Shape, dtype));
        }

        if (this is NumberTensor number)
        {
            return number.In(dtype);
        }

        var result = Allocate(dtype, Shape);
        Device.Current.Cast(Storage, result.Storage);
        return result;
    }

    private static Tensor AllocateFloating(Shape shape, DType? dtype)
    {
        CheckFloating(dtype);
        return Allocate(dtype ?? DType.Float32, shape);
    }

    private static void CheckFloating(DType? dtype)
    {
        if (dtype is { IsFloating: false })
        {
            throw new ArgumentException($"Random numbers are float32 or float64; received dtype {dtype}. Cast the result for integers.",
                nameof(dtype));
        }
    }

    private static Tensor FromValues(int count, Func<int, double> value, DType dtype)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = value(i);
        }

        return FromSpan<double>(values).To(dtype);
    }

    private static void CheckFits(double value, DType dtype)
    {
        var (low, high) = dtype.Name switch
        {
            "uint8" => (byte.MinValue, (double)byte.MaxValue),
            "int32" => (int.MinValue, int.MaxValue),
            "int64" => (long.MinValue, long.MaxValue),
            _ => (double.NegativeInfinity, double.PositiveInfinity),
        };
        if (dtype.IsInteger && !(value >= low && value <= high))
        {
            throw new OverflowException(string.Create(CultureInfo.InvariantCulture,
                $"The number {value} does not fit {dtype}, which holds {low} to {high}. Cast the tensor to a larger type first."));
        }
    }

    private static Tensor FromNested(Array arrays)
    {
        Tensor[] parts = [.. arrays.Cast<Array>().Select(FromArray)];
        if (parts.Length == 0)
        {
            throw new ArgumentException("An empty array of arrays has no shape; use Tensor.Zeros([0, n]).", nameof(arrays));
        }

        var shape = parts[0].Shape;
        var result = Allocate(parts[0].DType, [parts.Length, .. shape]);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Shape != shape)
            {
                throw new ArgumentException($"The rows of an array of arrays must have equal lengths; row 0 has shape {shape} and row "
                    + $"{i} has {parts[i].Shape}.", nameof(arrays));
            }

            Device.Current.Copy(parts[i].Storage, result.Storage.Window(i * shape.Size, shape.Size));
        }

        return result;
    }
}
