using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <remarks>Element-wise passes with four constants per column.</remarks>
internal sealed unsafe partial class ColumnNormalization<T>
{
    private interface IFormula
    {
        /// <summary>The formula for an element x and its gradient dy.</summary>
        static abstract V Of<V>(V x, V dy, V mean, V second, V third, V fourth) where V : struct, IChannels<V, T>;
    }

    /// <summary>A result larger than the caches is written with non-temporal stores.</summary>
    private void Pass<TFormula>(T* constants, T* x, T* dy, T* y, nint length) where TFormula : IFormula =>
        ChannelVectors.Run<T, Elements<TFormula>>(columns, new(constants, Width, columns, x, dy, y, length),
            (long)rows * columns * sizeof(T) >= Memory.NonTemporalByteThreshold ? y : null);

    private readonly struct Normalized : IFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x, V dy, V mean, V deviation, V gamma, V beta)
            where V : struct, IChannels<V, T> => ((x - mean) / deviation * gamma) + beta;
    }

    private readonly struct Differentiated : IFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x, V dy, V mean, V average, V slope, V scale)
            where V : struct, IChannels<V, T> => (dy - average - ((x - mean) * slope)) * scale;
    }

    private readonly struct Combined : IFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x, V dy, V mean, V average, V slope, V scale)
            where V : struct, IChannels<V, T> => (dy * scale) - average - ((x - mean) * slope);
    }

    private readonly struct Elements<TFormula>(T* constants, int width, int columns, T* x, T* dy, T* y, nint length) : IChannelWork<T>
        where TFormula : IFormula
    {
        private readonly T* constants = constants;
        private readonly T* x = x;
        private readonly T* dy = dy;
        private readonly T* y = y;

        public void Run<V>() where V : struct, IChannels<V, T>
        {
            if (columns == V.Count && V.Count >= V256<T>.Count)
            {
                Rows<V>(constants, width, x, dy, y, length);
            }
            else if (VectorWidth.Bits == 128)
            {
                Passing<V128<T>>(V.IsNonTemporal);
            }
            else
            {
                // Streaming passes are no faster with 512-bit vectors.
                Passing<V256<T>>(V.IsNonTemporal);
            }
        }

        private void Passing<V>(bool nonTemporal) where V : struct, IChannels<V, T>
        {
            if (nonTemporal)
            {
                Vectors<NonTemporal<V, T>>(constants, width, x, dy, y, length);
            }
            else
            {
                Vectors<V>(constants, width, x, dy, y, length);
            }
        }

        /// <summary>A block of columns whose constants stay in registers.</summary>
        [MethodImpl(KernelCompilation.Options)]
        private static void Rows<V>(T* constants, nint width, T* x, T* dy, T* y, nint length) where V : struct, IChannels<V, T>
        {
            var (mean, second, third, fourth) = (V.Load(constants), V.Load(constants + width), V.Load(constants + (2 * width)),
                V.Load(constants + (3 * width)));
            for (nint i = 0; i < length; i += V.Count)
            {
                TFormula.Of(V.Load(x + i), V.Load(dy + i), mean, second, third, fourth).Store(y + i);
            }
        }

        [MethodImpl(KernelCompilation.Options)]
        private static void Vectors<V>(T* constants, nint width, T* x, T* dy, T* y, nint length) where V : struct, IChannels<V, T>
        {
            for (; length > 0; length -= width, x += width, dy += width, y += width)
            {
                var columns = nint.Min(width, length);
                nint c = 0;
                for (; c <= columns - V.Count; c += V.Count)
                {
                    Of<V>(constants + c, width, x + c, dy + c).Store(y + c);
                }

                for (; c < columns; c++)
                {
                    Of<OneChannel<T>>(constants + c, width, x + c, dy + c).Store(y + c);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Of<V>(T* constants, nint width, T* x, T* dy) where V : struct, IChannels<V, T> =>
            TFormula.Of(V.Load(x), V.Load(dy), V.Load(constants), V.Load(constants + width), V.Load(constants + (2 * width)),
                V.Load(constants + (3 * width)));
    }
}
