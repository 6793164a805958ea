using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Compare;

/// <summary>
/// How long it takes to walk over the arrays that something has to read and write, in the same passes, and do nothing with them: what is
/// read is added up, what is written is a number, into the caches or past them, whichever is faster. As large arrays and as many, so that
/// as much of them lies in the caches from call to call.
/// </summary>
internal static class MemoryRoofline
{
    private const int SliceBytes = 4096;
    private const int LineBytes = 64;

    private static readonly Dictionary<string, Memory<float>> Arrays = [];
    private static float seen;

    /// <summary>
    /// The seconds of the passes, now: the best of a few, since an interruption makes them slower and nothing makes them faster.
    /// </summary>
    public static double Measure(IReadOnlyList<MemoryPass> passes, int threads)
    {
        var best = double.PositiveInfinity;
        for (var run = 0; run < 6; run++)
        {
            var past = run % 2 == 1;
            var start = Stopwatch.GetTimestamp();
            foreach (var pass in passes)
            {
                if (threads == 1)
                {
                    Walk(pass, past, 0, 1);
                }
                else
                {
                    Parallel.For(0, threads, part => Walk(pass, past, part, threads));
                }
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>One of several parts of all arrays, a slice of each after the other.</summary>
    private static void Walk(MemoryPass pass, bool past, int part, int parts)
    {
        var largest = pass.Reads.Concat(pass.Writes).Max(array => array.Bytes);
        var slices = Math.Max(1, (int)(largest / parts / SliceBytes));
        var (reads, writes) = (pass.Reads.Select(array => Part(array, part, parts)).ToArray(),
            pass.Writes.Select(array => Part(array, part, parts)).ToArray());
        var sum = 0f;
        for (var slice = 0; slice < slices; slice++)
        {
            foreach (var array in reads)
            {
                sum += Sum(Slice(array, slice, slices).Span);
            }

            foreach (var array in writes)
            {
                Write(Slice(array, slice, slices).Span, past);
            }
        }

        Volatile.Write(ref seen, sum);
    }

    private static Memory<float> Part(Walked array, int part, int parts)
    {
        lock (Arrays)
        {
            var length = (int)(array.Bytes / sizeof(float));
            if (!Arrays.TryGetValue(array.Name, out var memory) || memory.Length != length)
            {
                memory = Arrays[array.Name] = Aligned(length);
                memory.Span.Fill(1);
            }

            return Slice(memory, part, parts);
        }
    }

    /// <summary>An array that begins at a line of the cache.</summary>
    private static unsafe Memory<float> Aligned(int length)
    {
        var array = GC.AllocateUninitializedArray<float>(length + (LineBytes / sizeof(float)), pinned: true);
        var over = (int)((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)) % LineBytes);
        return array.AsMemory((LineBytes - over) % LineBytes / sizeof(float), length);
    }

    private static Memory<float> Slice(Memory<float> array, int slice, int slices)
    {
        var (start, end) = (Line((long)array.Length * slice / slices),
            slice + 1 == slices ? array.Length : Line((long)array.Length * (slice + 1) / slices));
        return array[start..end];

        static int Line(long element) => (int)(element / (LineBytes / sizeof(float)) * (LineBytes / sizeof(float)));
    }

    private static unsafe void Write(Span<float> numbers, bool past)
    {
        if (!past)
        {
            numbers.Fill(0.5f);
            return;
        }

        fixed (float* to = numbers)
        {
            var i = 0;
            for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                new Vector<float>(0.5f).StoreAlignedNonTemporal(to + i);
            }

            numbers[i..].Fill(0.5f);
        }
    }

    /// <summary>In vectors, several of which are under way at a time.</summary>
    private static float Sum(ReadOnlySpan<float> numbers)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        for (; vectors.Length >= 4; vectors = vectors[4..])
        {
            (a, b, c, d) = (a + vectors[0], b + vectors[1], c + vectors[2], d + vectors[3]);
        }

        return Vector.Sum(a + b + c + d);
    }
}
