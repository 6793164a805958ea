namespace Glassbox.Backends.Cpu;

/// <summary>
/// Copies between a dense array and a strided window of another: transposition, slices with steps, broadcasting, concatenation.
/// </summary>
internal static class Strided
{
    public static void Read<T>(ReadOnlySpan<T> x, Window window, Span<T> y)
    {
        var rows = new WindowRows(window);
        for (var start = 0; start < y.Length; start += rows.Length)
        {
            var at = rows.Next();
            var target = y.Slice(start, rows.Length);
            switch (rows.Stride)
            {
                case 1: x.Slice(at, rows.Length).CopyTo(target); break;
                case 0: target.Fill(x[at]); break;
                default:
                    for (var i = 0; i < target.Length; i++, at += rows.Stride)
                    {
                        target[i] = x[at];
                    }

                    break;
            }
        }
    }

    public static void Write<T>(ReadOnlySpan<T> x, Span<T> y, Window window)
    {
        var rows = new WindowRows(window);
        for (var start = 0; start < x.Length; start += rows.Length)
        {
            var at = rows.Next();
            var source = x.Slice(start, rows.Length);
            if (rows.Stride == 1)
            {
                source.CopyTo(y.Slice(at, rows.Length));
                continue;
            }

            for (var i = 0; i < source.Length; i++, at += rows.Stride)
            {
                y[at] = source[i];
            }
        }
    }

    /// <summary>The offset of each row of a window, in row-major order.</summary>
    private ref struct WindowRows
    {
        private readonly Window window;
        private readonly int[] position;
        private int at;

        public WindowRows(Window window)
        {
            this.window = window;
            position = new int[Math.Max(0, window.Extents.Length - 1)];
            at = window.Offset;
            Length = window.Extents is [.., var last] ? last : 1;
            Stride = window.Strides is [.., var stride] ? stride : 1;
        }

        public int Length { get; }

        public int Stride { get; }

        public int Next()
        {
            var result = at;
            for (var axis = position.Length - 1; axis >= 0; axis--)
            {
                at += window.Strides[axis];
                if (++position[axis] < window.Extents[axis])
                {
                    break;
                }

                at -= window.Strides[axis] * window.Extents[axis];
                position[axis] = 0;
            }

            return result;
        }
    }
}
