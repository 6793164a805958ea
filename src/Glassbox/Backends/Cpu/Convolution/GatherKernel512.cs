using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The gathering microkernel for 512-bit vectors: 12 rows by two vectors; the rows' addresses do not all fit the integer registers, and
/// loading one costs nothing beside two multiply-adds.
/// </summary>
/// <remarks>The same rules as for <see cref="Kernel512{T}"/>: no call, and the accumulators are named locals.</remarks>
internal readonly unsafe struct GatherKernel512<T> : IGatherKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 12;

    public static int Columns => 2 * Vector512<T>.Count;

    [SkipLocalsInit]
    [MethodImpl(KernelCompilation.Options)]
    public static void Run(GatherTile<T>* tile)
    {
        T** a = tile->A, c = tile->C;
        for (var tiles = tile->Tiles; tiles > 0; tiles--, a += Rows, c += Rows)
        {
            Vector512<T> c0L = Vector512<T>.Zero, c0R = Vector512<T>.Zero;
            Vector512<T> c1L = Vector512<T>.Zero, c1R = Vector512<T>.Zero;
            Vector512<T> c2L = Vector512<T>.Zero, c2R = Vector512<T>.Zero;
            Vector512<T> c3L = Vector512<T>.Zero, c3R = Vector512<T>.Zero;
            Vector512<T> c4L = Vector512<T>.Zero, c4R = Vector512<T>.Zero;
            Vector512<T> c5L = Vector512<T>.Zero, c5R = Vector512<T>.Zero;
            Vector512<T> c6L = Vector512<T>.Zero, c6R = Vector512<T>.Zero;
            Vector512<T> c7L = Vector512<T>.Zero, c7R = Vector512<T>.Zero;
            Vector512<T> c8L = Vector512<T>.Zero, c8R = Vector512<T>.Zero;
            Vector512<T> c9L = Vector512<T>.Zero, c9R = Vector512<T>.Zero;
            Vector512<T> c10L = Vector512<T>.Zero, c10R = Vector512<T>.Zero;
            Vector512<T> c11L = Vector512<T>.Zero, c11R = Vector512<T>.Zero;

            T* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
            T* a4 = a[4], a5 = a[5], a6 = a[6], a7 = a[7];
            T* a8 = a[8], a9 = a[9], a10 = a[10], a11 = a[11];
            var b = tile->B;
            nint bRow = tile->BRow, step = tile->Step;
            var segments = tile->Segments;
            for (var segment = 0; segment < tile->SegmentCount; segment++)
            {
                var at = segments[segment];
                for (var p = tile->Length; p > 0; p--)
                {
                    var left = Vector512.Load(b);
                    var right = Vector512.Load(b + Vector512<T>.Count);

                    var x = Vector512.Create(a0[at]);
                    c0L = FusedVector.MultiplyAdd(x, left, c0L);
                    c0R = FusedVector.MultiplyAdd(x, right, c0R);

                    x = Vector512.Create(a1[at]);
                    c1L = FusedVector.MultiplyAdd(x, left, c1L);
                    c1R = FusedVector.MultiplyAdd(x, right, c1R);

                    x = Vector512.Create(a2[at]);
                    c2L = FusedVector.MultiplyAdd(x, left, c2L);
                    c2R = FusedVector.MultiplyAdd(x, right, c2R);

                    x = Vector512.Create(a3[at]);
                    c3L = FusedVector.MultiplyAdd(x, left, c3L);
                    c3R = FusedVector.MultiplyAdd(x, right, c3R);

                    x = Vector512.Create(a4[at]);
                    c4L = FusedVector.MultiplyAdd(x, left, c4L);
                    c4R = FusedVector.MultiplyAdd(x, right, c4R);

                    x = Vector512.Create(a5[at]);
                    c5L = FusedVector.MultiplyAdd(x, left, c5L);
                    c5R = FusedVector.MultiplyAdd(x, right, c5R);

                    x = Vector512.Create(a6[at]);
                    c6L = FusedVector.MultiplyAdd(x, left, c6L);
                    c6R = FusedVector.MultiplyAdd(x, right, c6R);

                    x = Vector512.Create(a7[at]);
                    c7L = FusedVector.MultiplyAdd(x, left, c7L);
                    c7R = FusedVector.MultiplyAdd(x, right, c7R);

                    x = Vector512.Create(a8[at]);
                    c8L = FusedVector.MultiplyAdd(x, left, c8L);
                    c8R = FusedVector.MultiplyAdd(x, right, c8R);

                    x = Vector512.Create(a9[at]);
                    c9L = FusedVector.MultiplyAdd(x, left, c9L);
                    c9R = FusedVector.MultiplyAdd(x, right, c9R);

                    x = Vector512.Create(a10[at]);
                    c10L = FusedVector.MultiplyAdd(x, left, c10L);
                    c10R = FusedVector.MultiplyAdd(x, right, c10R);

                    x = Vector512.Create(a11[at]);
                    c11L = FusedVector.MultiplyAdd(x, left, c11L);
                    c11R = FusedVector.MultiplyAdd(x, right, c11R);

                    at += step;
                    b += bRow;
                }
            }

            if (tile->Start == null)
            {
                (c0L + Vector512.Load(c[0])).Store(c[0]);
                (c0R + Vector512.Load(c[0] + Vector512<T>.Count)).Store(c[0] + Vector512<T>.Count);
                (c1L + Vector512.Load(c[1])).Store(c[1]);
                (c1R + Vector512.Load(c[1] + Vector512<T>.Count)).Store(c[1] + Vector512<T>.Count);
                (c2L + Vector512.Load(c[2])).Store(c[2]);
                (c2R + Vector512.Load(c[2] + Vector512<T>.Count)).Store(c[2] + Vector512<T>.Count);
                (c3L + Vector512.Load(c[3])).Store(c[3]);
                (c3R + Vector512.Load(c[3] + Vector512<T>.Count)).Store(c[3] + Vector512<T>.Count);
                (c4L + Vector512.Load(c[4])).Store(c[4]);
                (c4R + Vector512.Load(c[4] + Vector512<T>.Count)).Store(c[4] + Vector512<T>.Count);
                (c5L + Vector512.Load(c[5])).Store(c[5]);
                (c5R + Vector512.Load(c[5] + Vector512<T>.Count)).Store(c[5] + Vector512<T>.Count);
                (c6L + Vector512.Load(c[6])).Store(c[6]);
                (c6R + Vector512.Load(c[6] + Vector512<T>.Count)).Store(c[6] + Vector512<T>.Count);
                (c7L + Vector512.Load(c[7])).Store(c[7]);
                (c7R + Vector512.Load(c[7] + Vector512<T>.Count)).Store(c[7] + Vector512<T>.Count);
                (c8L + Vector512.Load(c[8])).Store(c[8]);
                (c8R + Vector512.Load(c[8] + Vector512<T>.Count)).Store(c[8] + Vector512<T>.Count);
                (c9L + Vector512.Load(c[9])).Store(c[9]);
                (c9R + Vector512.Load(c[9] + Vector512<T>.Count)).Store(c[9] + Vector512<T>.Count);
                (c10L + Vector512.Load(c[10])).Store(c[10]);
                (c10R + Vector512.Load(c[10] + Vector512<T>.Count)).Store(c[10] + Vector512<T>.Count);
                (c11L + Vector512.Load(c[11])).Store(c[11]);
                (c11R + Vector512.Load(c[11] + Vector512<T>.Count)).Store(c[11] + Vector512<T>.Count);
                continue;
            }

            // The native maximum gives its second operand if either is no number.
            var floor = Vector512.Create(tile->Floor);
            var startL = Vector512.Load(tile->Start);
            var startR = Vector512.Load(tile->Start + Vector512<T>.Count);
            Vector512.MaxNative(floor, c0L + startL).Store(c[0]);
            Vector512.MaxNative(floor, c0R + startR).Store(c[0] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c1L + startL).Store(c[1]);
            Vector512.MaxNative(floor, c1R + startR).Store(c[1] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c2L + startL).Store(c[2]);
            Vector512.MaxNative(floor, c2R + startR).Store(c[2] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c3L + startL).Store(c[3]);
            Vector512.MaxNative(floor, c3R + startR).Store(c[3] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c4L + startL).Store(c[4]);
            Vector512.MaxNative(floor, c4R + startR).Store(c[4] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c5L + startL).Store(c[5]);
            Vector512.MaxNative(floor, c5R + startR).Store(c[5] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c6L + startL).Store(c[6]);
            Vector512.MaxNative(floor, c6R + startR).Store(c[6] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c7L + startL).Store(c[7]);
            Vector512.MaxNative(floor, c7R + startR).Store(c[7] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c8L + startL).Store(c[8]);
            Vector512.MaxNative(floor, c8R + startR).Store(c[8] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c9L + startL).Store(c[9]);
            Vector512.MaxNative(floor, c9R + startR).Store(c[9] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c10L + startL).Store(c[10]);
            Vector512.MaxNative(floor, c10R + startR).Store(c[10] + Vector512<T>.Count);
            Vector512.MaxNative(floor, c11L + startL).Store(c[11]);
            Vector512.MaxNative(floor, c11R + startR).Store(c[11] + Vector512<T>.Count);
        }
    }
}
