namespace Glassbox.Backends.Cpu;

/// <summary>
/// Partitions element-wise work on large arrays among threads. The partition depends on the length only, so that the thread count does not
/// affect the result.
/// </summary>
internal static class ElementwiseSplit
{
    /// <summary>
    /// The partition size in elements: large enough to amortize waking a thread, small enough for operands and result to stay in the L2
    /// cache. Even two double-precision partitions stay below the threshold for non-temporal stores.
    /// </summary>
    private const int Length = Memory.StretchBytes / sizeof(double) / 2;

    /// <summary>The partition size for results larger than the caches: above the threshold for non-temporal stores.</summary>
    private const int LongLength = 5 * Length;

    /// <summary>y = op(x), of equal lengths.</summary>
    public static void Run<TOp>(TOp op, Storage x, Storage y, Action<TOp, Storage, Storage> body)
    {
        if (y.Length <= 2 * Length)
        {
            body(op, x, y);
        }
        else
        {
            Split(op, x, y, body);
        }
    }

    /// <summary>y = op, a function of the position: each partition receives its start.</summary>
    public static void Run<TOp>(TOp op, Storage y, Action<TOp, int, Storage> body)
    {
        if (y.Length <= 2 * Length)
        {
            body(op, 0, y);
        }
        else
        {
            Split(op, y, body);
        }
    }

    /// <summary>y = a op b, with broadcasting: partitioned along the first axis.</summary>
    public static void Run<TOp>(TOp op, Broadcast walk, Storage a, Storage b, Storage y,
        Action<TOp, Broadcast, Storage, Storage, Storage> body)
    {
        if (y.Length <= 2 * Length)
        {
            body(op, walk, a, b, y);
        }
        else
        {
            Split(op, walk, a, b, y, body);
        }
    }

    // In separate methods, since a lambda's closure is allocated at the beginning of its method, even if not needed.
    private static void Split<TOp>(TOp op, Storage x, Storage y, Action<TOp, Storage, Storage> body)
    {
        var each = LengthFor(y);
        WorkSplit.For((y.Length + each - 1) / each, task =>
        {
            var (first, count) = (task * each, Math.Min(each, y.Length - (task * each)));
            body(op, x.Window(first, count), y.Window(first, count));
        });
    }

    private static void Split<TOp>(TOp op, Storage y, Action<TOp, int, Storage> body)
    {
        var each = LengthFor(y);
        WorkSplit.For((y.Length + each - 1) / each, task =>
            body(op, task * each, y.Window(task * each, Math.Min(each, y.Length - (task * each)))));
    }

    private static void Split<TOp>(TOp op, Broadcast walk, Storage a, Storage b, Storage y,
        Action<TOp, Broadcast, Storage, Storage, Storage> body)
    {
        var rows = walk.Extents[0];
        var size = y.Length / rows;
        var each = Math.Max(1, LengthFor(y) / size);
        WorkSplit.For((rows + each - 1) / each, task =>
        {
            var (first, count) = (task * each, Math.Min(each, rows - (task * each)));
            body(op, walk with { Extents = [count, .. walk.Extents[1..]] }, From(a, first * walk.StridesA[0]),
                From(b, first * walk.StridesB[0]), y.Window(first * size, count * size));
        });

        static Storage From(Storage operand, int start) => operand.Window(start, operand.Length - start);
    }

    private static int LengthFor(Storage y) => (long)y.Length * y.DType.ItemSize >= Memory.NonTemporalByteThreshold ? LongLength : Length;
}
