using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <summary>
/// Elements as the numbers that are computed with, and back: double precision for floats, 64 bits for whole numbers and truth values.
/// </summary>
internal static class ReferenceValues
{
    extension(Storage storage)
    {
        /// <summary>All elements, exactly where they are floats.</summary>
        public double[] Reals() => storage.DType.Name switch
        {
            "float32" => Array.ConvertAll(storage.ToArray<float>(), value => (double)value),
            "float64" => storage.ToArray<double>(),
            _ => Array.ConvertAll(storage.Wholes(), value => (double)value),
        };

        /// <summary>All elements of a storage of whole numbers, or of truth values as zeros and ones.</summary>
        public long[] Wholes() => storage.DType.Name switch
        {
            "bool" => Array.ConvertAll(storage.ToArray<bool>(), value => value ? 1L : 0),
            "uint8" => Array.ConvertAll(storage.ToArray<byte>(), value => (long)value),
            "int32" => Array.ConvertAll(storage.ToArray<int>(), value => (long)value),
            "int64" => storage.ToArray<long>(),
            _ => throw new InvalidOperationException($"The elements are {storage.DType}, no whole numbers."),
        };

        /// <summary>Sets all elements, each rounded once. Their number must be that of the values.</summary>
        public void Put(double[] values)
        {
            CheckLength(storage, values.Length);
            if (storage.DType == DType.Float32)
            {
                storage.Upload<float>(Array.ConvertAll(values, value => (float)value));
            }
            else
            {
                storage.Upload<double>(values);
            }
        }

        /// <summary>Sets all elements; what does not fit an integer wraps around.</summary>
        public void Put(long[] values)
        {
            CheckLength(storage, values.Length);
            switch (storage.DType.Name)
            {
                case "bool": storage.Upload<bool>(Array.ConvertAll(values, value => value != 0)); break;
                case "uint8": storage.Upload<byte>(Array.ConvertAll(values, value => unchecked((byte)value))); break;
                case "int32": storage.Upload<int>(Array.ConvertAll(values, value => unchecked((int)value))); break;
                case "int64": storage.Upload<long>(values); break;
                default: throw new InvalidOperationException($"The elements are {storage.DType}, no whole numbers.");
            }
        }

        /// <summary>Copies an element as it is to another storage of the same type.</summary>
        public void CopyElement(int from, Storage target, int to)
        {
            Span<byte> element = stackalloc byte[storage.DType.ItemSize];
            storage.Download(element, from);
            target.Upload(element, to);
        }
    }

    /// <summary>No result may overlap an operand, unless a method says that it works in place.</summary>
    /// <exception cref="InvalidOperationException">One does.</exception>
    public static void CheckApart(Storage result, params ReadOnlySpan<Storage?> operands)
    {
        foreach (var operand in operands)
        {
            if (operand is ReferenceStorage other && ((ReferenceStorage)result).Overlaps(other))
            {
                throw new InvalidOperationException("A result overlaps an operand.");
            }
        }
    }

    private static void CheckLength(Storage storage, int length)
    {
        if (storage.Length != length)
        {
            throw new InvalidOperationException($"A result of {storage.Length} elements for {length} values.");
        }
    }
}
