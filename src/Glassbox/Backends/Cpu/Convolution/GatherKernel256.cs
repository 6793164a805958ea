using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>The gathering microkernel for 256-bit vectors: 6 rows by two vectors.</summary>
/// <remarks>The same rules as for <see cref="Kernel256{T}"/>: no call, and the accumulators are named locals.</remarks>
internal readonly unsafe struct GatherKernel256<T> : IGatherKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 6;

    public static int Columns => 2 * Vector256<T>.Count;

    [SkipLocalsInit]
    [MethodImpl(KernelCompilation.Options)]
    public static void Run(GatherTile<T>* tile)
    {
        T** a = tile->A, c = tile->C;
        for (var tiles = tile->Tiles; tiles > 0; tiles--, a += Rows, c += Rows)
        {
            Vector256<T> c0L = Vector256<T>.Zero, c0R = Vector256<T>.Zero;
            Vector256<T> c1L = Vector256<T>.Zero, c1R = Vector256<T>.Zero;
            Vector256<T> c2L = Vector256<T>.Zero, c2R = Vector256<T>.Zero;
            Vector256<T> c3L = Vector256<T>.Zero, c3R = Vector256<T>.Zero;
            Vector256<T> c4L = Vector256<T>.Zero, c4R = Vector256<T>.Zero;
            Vector256<T> c5L = Vector256<T>.Zero, c5R = Vector256<T>.Zero;

            T* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
            T* a4 = a[4], a5 = a[5];
            var b = tile->B;
            nint bRow = tile->BRow, step = tile->Step;
            var segments = tile->Segments;
            for (var segment = 0; segment < tile->SegmentCount; segment++)
            {
                var at = segments[segment];
                for (var p = tile->Length; p > 0; p--)
                {
                    var left = Vector256.Load(b);
                    var right = Vector256.Load(b + Vector256<T>.Count);

                    var x = Vector256.Create(a0[at]);
                    c0L = FusedVector.MultiplyAdd(x, left, c0L);
                    c0R = FusedVector.MultiplyAdd(x, right, c0R);

                    x = Vector256.Create(a1[at]);
                    c1L = FusedVector.MultiplyAdd(x, left, c1L);
                    c1R = FusedVector.MultiplyAdd(x, right, c1R);

                    x = Vector256.Create(a2[at]);
                    c2L = FusedVector.MultiplyAdd(x, left, c2L);
                    c2R = FusedVector.MultiplyAdd(x, right, c2R);

                    x = Vector256.Create(a3[at]);
                    c3L = FusedVector.MultiplyAdd(x, left, c3L);
                    c3R = FusedVector.MultiplyAdd(x, right, c3R);

                    x = Vector256.Create(a4[at]);
                    c4L = FusedVector.MultiplyAdd(x, left, c4L);
                    c4R = FusedVector.MultiplyAdd(x, right, c4R);

                    x = Vector256.Create(a5[at]);
                    c5L = FusedVector.MultiplyAdd(x, left, c5L);
                    c5R = FusedVector.MultiplyAdd(x, right, c5R);

                    at += step;
                    b += bRow;
                }
            }

            if (tile->Start == null)
            {
                (c0L + Vector256.Load(c[0])).Store(c[0]);
                (c0R + Vector256.Load(c[0] + Vector256<T>.Count)).Store(c[0] + Vector256<T>.Count);
                (c1L + Vector256.Load(c[1])).Store(c[1]);
                (c1R + Vector256.Load(c[1] + Vector256<T>.Count)).Store(c[1] + Vector256<T>.Count);
                (c2L + Vector256.Load(c[2])).Store(c[2]);
                (c2R + Vector256.Load(c[2] + Vector256<T>.Count)).Store(c[2] + Vector256<T>.Count);
                (c3L + Vector256.Load(c[3])).Store(c[3]);
                (c3R + Vector256.Load(c[3] + Vector256<T>.Count)).Store(c[3] + Vector256<T>.Count);
                (c4L + Vector256.Load(c[4])).Store(c[4]);
                (c4R + Vector256.Load(c[4] + Vector256<T>.Count)).Store(c[4] + Vector256<T>.Count);
                (c5L + Vector256.Load(c[5])).Store(c[5]);
                (c5R + Vector256.Load(c[5] + Vector256<T>.Count)).Store(c[5] + Vector256<T>.Count);
                continue;
            }

            // The native maximum gives its second operand if either is no number.
            var floor = Vector256.Create(tile->Floor);
            var startL = Vector256.Load(tile->Start);
            var startR = Vector256.Load(tile->Start + Vector256<T>.Count);
            Vector256.MaxNative(floor, c0L + startL).Store(c[0]);
            Vector256.MaxNative(floor, c0R + startR).Store(c[0] + Vector256<T>.Count);
            Vector256.MaxNative(floor, c1L + startL).Store(c[1]);
            Vector256.MaxNative(floor, c1R + startR).Store(c[1] + Vector256<T>.Count);
            Vector256.MaxNative(floor, c2L + startL).Store(c[2]);
            Vector256.MaxNative(floor, c2R + startR).Store(c[2] + Vector256<T>.Count);
            Vector256.MaxNative(floor, c3L + startL).Store(c[3]);
            Vector256.MaxNative(floor, c3R + startR).Store(c[3] + Vector256<T>.Count);
            Vector256.MaxNative(floor, c4L + startL).Store(c[4]);
            Vector256.MaxNative(floor, c4R + startR).Store(c[4] + Vector256<T>.Count);
            Vector256.MaxNative(floor, c5L + startL).Store(c[5]);
            Vector256.MaxNative(floor, c5R + startR).Store(c[5] + Vector256<T>.Count);
        }
    }
}
