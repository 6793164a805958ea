using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>The gathering microkernel for 128-bit vectors: 4 rows by two vectors.</summary>
/// <remarks>The same rules as for <see cref="Kernel128{T}"/>: no call, and the accumulators are named locals.</remarks>
internal readonly unsafe struct GatherKernel128<T> : IGatherKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 4;

    public static int Columns => 2 * Vector128<T>.Count;

    [SkipLocalsInit]
    [MethodImpl(KernelCompilation.Options)]
    public static void Run(GatherTile<T>* tile)
    {
        T** a = tile->A, c = tile->C;
        for (var tiles = tile->Tiles; tiles > 0; tiles--, a += Rows, c += Rows)
        {
            Vector128<T> c0L = Vector128<T>.Zero, c0R = Vector128<T>.Zero;
            Vector128<T> c1L = Vector128<T>.Zero, c1R = Vector128<T>.Zero;
            Vector128<T> c2L = Vector128<T>.Zero, c2R = Vector128<T>.Zero;
            Vector128<T> c3L = Vector128<T>.Zero, c3R = Vector128<T>.Zero;

            T* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
            var b = tile->B;
            nint bRow = tile->BRow, step = tile->Step;
            var segments = tile->Segments;
            for (var segment = 0; segment < tile->SegmentCount; segment++)
            {
                var at = segments[segment];
                for (var p = tile->Length; p > 0; p--)
                {
                    var left = Vector128.Load(b);
                    var right = Vector128.Load(b + Vector128<T>.Count);

                    var x = Vector128.Create(a0[at]);
                    c0L = FusedVector.MultiplyAdd(x, left, c0L);
                    c0R = FusedVector.MultiplyAdd(x, right, c0R);

                    x = Vector128.Create(a1[at]);
                    c1L = FusedVector.MultiplyAdd(x, left, c1L);
                    c1R = FusedVector.MultiplyAdd(x, right, c1R);

                    x = Vector128.Create(a2[at]);
                    c2L = FusedVector.MultiplyAdd(x, left, c2L);
                    c2R = FusedVector.MultiplyAdd(x, right, c2R);

                    x = Vector128.Create(a3[at]);
                    c3L = FusedVector.MultiplyAdd(x, left, c3L);
                    c3R = FusedVector.MultiplyAdd(x, right, c3R);

                    at += step;
                    b += bRow;
                }
            }

            if (tile->Start == null)
            {
                (c0L + Vector128.Load(c[0])).Store(c[0]);
                (c0R + Vector128.Load(c[0] + Vector128<T>.Count)).Store(c[0] + Vector128<T>.Count);
                (c1L + Vector128.Load(c[1])).Store(c[1]);
                (c1R + Vector128.Load(c[1] + Vector128<T>.Count)).Store(c[1] + Vector128<T>.Count);
                (c2L + Vector128.Load(c[2])).Store(c[2]);
                (c2R + Vector128.Load(c[2] + Vector128<T>.Count)).Store(c[2] + Vector128<T>.Count);
                (c3L + Vector128.Load(c[3])).Store(c[3]);
                (c3R + Vector128.Load(c[3] + Vector128<T>.Count)).Store(c[3] + Vector128<T>.Count);
                continue;
            }

            // The native maximum gives its second operand if either is no number.
            var floor = Vector128.Create(tile->Floor);
            var startL = Vector128.Load(tile->Start);
            var startR = Vector128.Load(tile->Start + Vector128<T>.Count);
            Vector128.MaxNative(floor, c0L + startL).Store(c[0]);
            Vector128.MaxNative(floor, c0R + startR).Store(c[0] + Vector128<T>.Count);
            Vector128.MaxNative(floor, c1L + startL).Store(c[1]);
            Vector128.MaxNative(floor, c1R + startR).Store(c[1] + Vector128<T>.Count);
            Vector128.MaxNative(floor, c2L + startL).Store(c[2]);
            Vector128.MaxNative(floor, c2R + startR).Store(c[2] + Vector128<T>.Count);
            Vector128.MaxNative(floor, c3L + startL).Store(c[3]);
            Vector128.MaxNative(floor, c3R + startR).Store(c[3] + Vector128<T>.Count);
        }
    }
}
