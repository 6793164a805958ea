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

            Store(c0L, c0R, c[0], tile);
            Store(c1L, c1R, c[1], tile);
            Store(c2L, c2R, c[2], tile);
            Store(c3L, c3R, c[3], tile);
            if (V.TileRows > 4)
            {
                Store(c4L, c4R, c[4], tile);
                Store(c5L, c5R, c[5], tile);
            }

            if (V.TileRows > 6)
            {
                Store(c6L, c6R, c[6], tile);
                Store(c7L, c7R, c[7], tile);
                Store(c8L, c8R, c[8], tile);
                Store(c9L, c9R, c[9], tile);
                Store(c10L, c10R, c[10], tile);
                Store(c11L, c11R, c[11], tile);
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

    /// <summary>Accumulates into c, or starts from a row common to all (the bias) and clips at the floor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V left, V right, T* c, GatherTile<T>* tile)
    {
        var start = tile->Start;
        if (start == null)
        {
            (left + V.Load(c)).Store(c);
            (right + V.Load(c + V.Count)).Store(c + V.Count);
        }
        else
        {
            // MaxOrSecond returns the second operand if either is NaN.
            var floor = V.All(tile->Floor);
            V.MaxOrSecond(floor, left + V.Load(start)).Store(c);
            V.MaxOrSecond(floor, right + V.Load(start + V.Count)).Store(c + V.Count);
        }
    }
}
