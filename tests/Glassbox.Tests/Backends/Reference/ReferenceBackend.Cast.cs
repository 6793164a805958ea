using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Conversions.</remarks>
internal sealed partial class ReferenceBackend
{
    public void Cast(Storage x, Storage y)
    {
        ReferenceValues.CheckApart(y, x);
        switch (x.DType.IsFloating, y.DType.IsFloating)
        {
            case (true, true):
                y.Put(x.Reals());
                break;
            case (true, false):
                y.Put(Array.ConvertAll(x.Reals(), value => y.DType == DType.Bool ? Truth(value != 0) : Truncated(value, y.DType)));
                break;
            case (false, true) when y.DType == DType.Float32:
                // At once: by way of float64 it would be rounded twice.
                y.Upload<float>(Array.ConvertAll(x.Wholes(), value => (float)value));
                break;
            case (false, true):
                y.Put(Array.ConvertAll(x.Wholes(), value => (double)value));
                break;
            default:
                y.Put(x.Wholes());
                break;
        }
    }

    /// <summary>Without its fraction; what is beyond the type becomes its nearest number, and NaN zero.</summary>
    private static long Truncated(double value, DType dtype)
    {
        var (low, high) = dtype.Name switch
        {
            "uint8" => (byte.MinValue, byte.MaxValue),
            "int32" => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return double.IsNaN(value) ? 0 : value <= low ? low : value >= high ? high : (long)value;
    }
}
