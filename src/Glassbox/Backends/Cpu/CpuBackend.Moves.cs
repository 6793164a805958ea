using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    public Storage Allocate(DType dtype, int length) => HostStorage.Allocate(dtype, length);

    public void Copy(Storage x, Storage y)
    {
        switch (x.DType.ItemSize)
        {
            case 1: x.Bytes().CopyTo(y.Bytes()); break;
            case 4: As<int>(x).CopyTo(As<int>(y)); break;
            default: As<long>(x).CopyTo(As<long>(y)); break;
        }
    }

    public void Read(Storage x, Window window, Storage y)
    {
        switch (x.DType.ItemSize)
        {
            case 1: Strided.Read<byte>(x.Bytes(), window, y.Bytes()); break;
            case 4: Strided.Read<int>(As<int>(x), window, As<int>(y)); break;
            default: Strided.Read<long>(As<long>(x), window, As<long>(y)); break;
        }
    }

    public void Write(Storage x, Storage y, Window window)
    {
        switch (x.DType.ItemSize)
        {
            case 1: Strided.Write<byte>(x.Bytes(), y.Bytes(), window); break;
            case 4: Strided.Write<int>(As<int>(x), As<int>(y), window); break;
            default: Strided.Write<long>(As<long>(x), As<long>(y), window); break;
        }
    }

    public void Gather(Storage x, Storage indices, int outer, int axis, int inner, Storage y)
    {
        if (x.DType != y.DType)
        {
            GatherPixels(x.Span<byte>(), indices.Span<long>(), inner, y.Span<float>());
            return;
        }

        switch (x.DType.ItemSize)
        {
            case 1: Gather<byte>(x.Bytes(), indices.Span<long>(), outer, axis, inner, y.Bytes()); break;
            case 4: Gather<int>(As<int>(x), indices.Span<long>(), outer, axis, inner, As<int>(y)); break;
            default: Gather<long>(As<long>(x), indices.Span<long>(), outer, axis, inner, As<long>(y)); break;
        }
    }

    public void ScatterAdd(Storage x, Storage indices, int outer, int axis, int inner, Storage y)
    {
        switch (x.DType.Name)
        {
            case "float32": ScatterAdd(x.Span<float>(), indices.Span<long>(), outer, axis, inner, y.Span<float>()); break;
            case "float64": ScatterAdd(x.Span<double>(), indices.Span<long>(), outer, axis, inner, y.Span<double>()); break;
            case "int32": ScatterAdd(x.Span<int>(), indices.Span<long>(), outer, axis, inner, y.Span<int>()); break;
            case "int64": ScatterAdd(x.Span<long>(), indices.Span<long>(), outer, axis, inner, y.Span<long>()); break;
            default: ScatterAdd(x.Bytes(), indices.Span<long>(), outer, axis, inner, y.Bytes()); break;
        }
    }

    private static void Gather<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> at, int outer, int axis, int inner, Span<T> y)
    {
        for (var o = 0; o < outer; o++)
        {
            for (var j = 0; j < at.Length; j++)
            {
                if (j + 1 < at.Length)
                {
                    Memory.Prefetch(x.Slice(((o * axis) + (int)at[j + 1]) * inner, inner));
                }

                x.Slice(((o * axis) + (int)at[j]) * inner, inner).CopyTo(y.Slice(((o * at.Length) + j) * inner, inner));
            }
        }
    }

    private static void GatherPixels(ReadOnlySpan<byte> x, ReadOnlySpan<long> at, int inner, Span<float> y)
    {
        for (var j = 0; j < at.Length; j++)
        {
            if (j + 1 < at.Length)
            {
                Memory.Prefetch(x.Slice((int)at[j + 1] * inner, inner));
            }

            TensorPrimitives.ConvertTruncating(x.Slice((int)at[j] * inner, inner), y.Slice(j * inner, inner));
        }
    }

    private static void ScatterAdd<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> at, int outer, int axis, int inner, Span<T> y)
        where T : struct, INumber<T>
    {
        for (var o = 0; o < outer; o++)
        {
            for (var j = 0; j < at.Length; j++)
            {
                var target = y.Slice(((o * axis) + (int)at[j]) * inner, inner);
                TensorPrimitives.Add(target, x.Slice(((o * at.Length) + j) * inner, inner), target);
            }
        }
    }
}
