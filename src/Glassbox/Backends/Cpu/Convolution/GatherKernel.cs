using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The microkernel of convolutions, a variant of <see cref="MicroKernel{V, T}"/> that reads the rows of a through pointers (implicit GEMM).
/// With 12 rows their pointers exceed the integer registers; reloading one is hidden by the two fused multiply-adds.
/// </summary>
/// <remarks>As in <see cref="MicroKernel{V, T}"/>, no calls, and the accumulators are named locals to avoid spills.</remarks>
internal readonly unsafe struct GatherKernel<V, T> : IGatherKernel<T>
    where V : struct, IProductVector<V, T>
    where T : unmanaged, INumber<T>
{
    public static int Rows => V.TileRows;

    public static int Columns => 2 * V.Count;

    [SkipLocalsInit]
    [MethodImpl(KernelCompilation.Options)]
    public static void Run(GatherTile<T>* tile)
    {
        T** a = tile->A, c = tile->C;
        for (var tiles = tile->Tiles; tiles > 0; tiles--, a += Rows, c += Rows)
        {
            V c0L = V.Zero, c0R = V.Zero;
            V c1L = V.Zero, c1R = V.Zero;
            V c2L = V.Zero, c2R = V.Zero;
            V c3L = V.Zero, c3R = V.Zero;
            V c4L = V.Zero, c4R = V.Zero;
            V c5L = V.Zero, c5R = V.Zero;
            V c6L = V.Zero, c6R = V.Zero;
            V c7L = V.Zero, c7R = V.Zero;
            V c8L = V.Zero, c8R = V.Zero;
            V c9L = V.Zero, c9R = V.Zero;
            V c10L = V.Zero, c10R = V.Zero;
            V c11L = V.Zero, c11R = V.Zero;

            T* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
            T* a4 = V.TileRows > 4 ? a[4] : null, a5 = V.TileRows > 4 ? a[5] : null;
            T* a6 = V.TileRows > 6 ? a[6] : null, a7 = V.TileRows > 6 ? a[7] : null;
            T* a8 = V.TileRows > 6 ? a[8] : null, a9 = V.TileRows > 6 ? a[9] : null;
            T* a10 = V.TileRows > 6 ? a[10] : null, a11 = V.TileRows > 6 ? a[11] : null;
            var b = tile->B;
            nint bRow = tile->BRow, step = tile->Step;
            var segments = tile->Segments;
            for (var segment = 0; segment < tile->SegmentCount; segment++)
            {
                var at = segments[segment];
                for (var p = tile->Length; p > 0; p--)
                {
                    V left = V.Load(b), right = V.Load(b + V.Count);
                    Accumulate(a0[at], left, right, ref c0L, ref c0R);
                    Accumulate(a1[at], left, right, ref c1L, ref c1R);
                    Accumulate(a2[at], left, right, ref c2L, ref c2R);
                    Accumulate(a3[at], left, right, ref c3L, ref c3R);
                    if (V.TileRows > 4)
                    {
                        Accumulate(a4[at], left, right, ref c4L, ref c4R);
                        Accumulate(a5[at], left, right, ref c5L, ref c5R);
                    }

                    if (V.TileRows > 6)
                    {
                        Accumulate(a6[at], left, right, ref c6L, ref c6R);
                        Accumulate(a7[at], left, right, ref c7L, ref c7R);
                        Accumulate(a8[at], left, right, ref c8L, ref c8R);
                        Accumulate(a9[at], left, right, ref c9L, ref c9R);
                        Accumulate(a10[at], left, right, ref c10L, ref c10R);
                        Accumulate(a11[at], left, right, ref c11L, ref c11R);
                    }

                    at += step;
                    b += bRow;
                }
            }

            if (tile->Start == null)
            {
                Add(c0L, c0R, c[0]);
                Add(c1L, c1R, c[1]);
                Add(c2L, c2R, c[2]);
                Add(c3L, c3R, c[3]);

                if (V.TileRows > 4)
                {
                    Add(c4L, c4R, c[4]);
                    Add(c5L, c5R, c[5]);
                }

                if (V.TileRows > 6)
                {
                    Add(c6L, c6R, c[6]);
                    Add(c7L, c7R, c[7]);
                    Add(c8L, c8R, c[8]);
                    Add(c9L, c9R, c[9]);
                    Add(c10L, c10R, c[10]);
                    Add(c11L, c11R, c[11]);
                }

                continue;
            }

            var floor = V.All(tile->Floor);
            V startL = V.Load(tile->Start), startR = V.Load(tile->Start + V.Count);
            Store(c0L + startL, c0R + startR, floor, c[0]);
            Store(c1L + startL, c1R + startR, floor, c[1]);
            Store(c2L + startL, c2R + startR, floor, c[2]);
            Store(c3L + startL, c3R + startR, floor, c[3]);

            if (V.TileRows > 4)
            {
                Store(c4L + startL, c4R + startR, floor, c[4]);
                Store(c5L + startL, c5R + startR, floor, c[5]);
            }

            if (V.TileRows > 6)
            {
                Store(c6L + startL, c6R + startR, floor, c[6]);
                Store(c7L + startL, c7R + startR, floor, c[7]);
                Store(c8L + startL, c8R + startR, floor, c[8]);
                Store(c9L + startL, c9R + startR, floor, c[9]);
                Store(c10L + startL, c10R + startR, floor, c[10]);
                Store(c11L + startL, c11R + startR, floor, c[11]);
            }
        }
    }

    /// <summary>Accumulates a broadcast element of a times the row of b into one row of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(T element, V left, V right, ref V sumLeft, ref V sumRight)
    {
        var x = V.All(element);
        sumLeft = V.MultiplyAdd(x, left, sumLeft);
        sumRight = V.MultiplyAdd(x, right, sumRight);
    }

    /// <summary>Accumulates into c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(V left, V right, T* c)
    {
        (left + V.Load(c)).Store(c);
        (right + V.Load(c + V.Count)).Store(c + V.Count);
    }

    /// <summary>Writes max(floor, sum). MaxOrSecond returns the second operand if either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V left, V right, V floor, T* c)
    {
        V.MaxOrSecond(floor, left).Store(c);
        V.MaxOrSecond(floor, right).Store(c + V.Count);
    }
}
