using System.Numerics;

namespace Glassbox.Backends.Cpu;

internal sealed unsafe partial class CpuBackend
{
    /// <summary>The number of window elements per task.</summary>
    private const int PooledPerTask = 256 * 1024;

    public void MaxPool(ConvolutionShape shape, Storage x, Storage y, Storage? chosen)
    {
        if (y.DType == DType.Float32)
        {
            MaxPool<float>(shape, x, y, chosen);
        }
        else
        {
            MaxPool<double>(shape, x, y, chosen);
        }
    }

    public void MaxPoolScatter(ConvolutionShape shape, Storage dy, Storage chosen, Storage dx)
    {
        if (dx.DType == DType.Float32)
        {
            MaxPoolScatter<float>(shape, dy, chosen, dx);
        }
        else
        {
            MaxPoolScatter<double>(shape, dy, chosen, dx);
        }
    }

    public void MaxPoolGather(ConvolutionShape shape, Storage x, Storage chosen, Storage y)
    {
        if (y.DType == DType.Float32)
        {
            MaxPoolGather<float>(shape, x, chosen, y);
        }
        else
        {
            MaxPoolGather<double>(shape, x, chosen, y);
        }
    }

    public void AveragePool(ConvolutionShape shape, Storage x, Storage y)
    {
        if (y.DType == DType.Float32)
        {
            AveragePool<float>(shape, x, y);
        }
        else
        {
            AveragePool<double>(shape, x, y);
        }
    }

    public void AveragePoolScatter(ConvolutionShape shape, Storage dy, Storage dx)
    {
        if (dx.DType == DType.Float32)
        {
            AveragePoolScatter<float>(shape, dy, dx);
        }
        else
        {
            AveragePoolScatter<double>(shape, dy, dx);
        }
    }

    private static void MaxPool<T>(ConvolutionShape shape, Storage x, Storage y, Storage? chosen)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (twoByTwo, past) = (IsTwoByTwo(shape), IsFromMemory<T>(shape));
        if (chosen == null)
        {
            Run<Nowhere>();
        }
        else if (shape.ChosenType == DType.UInt8)
        {
            Run<byte>();
        }
        else
        {
            Run<int>();
        }

        void Run<TPlace>() where TPlace : unmanaged => ForLines(shape, (first, end) =>
        {
            fixed (T* from = x.Span<T>(), to = y.Span<T>())
            {
                fixed (TPlace* place = OrNone<TPlace>(chosen))
                {
                    if (twoByTwo)
                    {
                        PoolTwoByTwo<T, MaxPooling<T, TPlace>>.ForLines(shape, first, end, new(shape, from, to, place), past ? to : null);
                    }
                    else
                    {
                        EachChannel<T, MaxPooling<T, TPlace>>.ForLines(shape, first, end, new(shape, from, to, place), past ? to : null);
                    }
                }
            }
        });
    }

    private static void MaxPoolScatter<T>(ConvolutionShape shape, Storage dy, Storage chosen, Storage dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ChosenType == DType.UInt8)
        {
            Run<byte>();
        }
        else
        {
            Run<int>();
        }

        void Run<TPlace>() where TPlace : unmanaged
        {
            var (tiled, past) = (IsTiled(shape), IsFromMemory<T>(shape));
            ForLines(shape, tiled ? shape.Output : shape.Input, (first, end) =>
            {
                fixed (T* from = dy.Span<T>(), to = dx.Span<T>())
                {
                    fixed (TPlace* place = chosen.Span<TPlace>())
                    {
                        if (tiled)
                        {
                            EachChannel<T, TiledMaxPoolingGradient<T, TPlace>>.ForLines(shape, first, end, new(from, place, to),
                                past ? to : null);
                        }
                        else
                        {
                            EachPixel<T, MaxPoolingGradient<T, TPlace>>.ForLines(shape, first, end, new(from, place, to), past ? to : null);
                        }
                    }
                }
            });
        }
    }

    private static void MaxPoolGather<T>(ConvolutionShape shape, Storage x, Storage chosen, Storage y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ChosenType == DType.UInt8)
        {
            Run<byte>();
        }
        else
        {
            Run<int>();
        }

        void Run<TPlace>() where TPlace : unmanaged, IBinaryInteger<TPlace> => ForLines(shape, (first, end) =>
        {
            fixed (T* from = x.Span<T>(), to = y.Span<T>())
            {
                fixed (TPlace* place = chosen.Span<TPlace>())
                {
                    WindowRuns.ForLines(shape, first, end, new MaxPoolingGather<T, TPlace>(from, place, to));
                }
            }
        });
    }

    private static void AveragePool<T>(ConvolutionShape shape, Storage x, Storage y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (twoByTwo, past) = (IsTwoByTwo(shape), IsFromMemory<T>(shape));
        ForLines(shape, (first, end) =>
        {
            fixed (T* from = x.Span<T>(), to = y.Span<T>())
            {
                if (twoByTwo)
                {
                    PoolTwoByTwo<T, AveragePooling<T>>.ForLines(shape, first, end, new(shape, from, to), past ? to : null);
                }
                else
                {
                    EachChannel<T, AveragePooling<T>>.ForLines(shape, first, end, new(shape, from, to), past ? to : null);
                }
            }
        });
    }

    private static void AveragePoolScatter<T>(ConvolutionShape shape, Storage dy, Storage dx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (tiled, past) = (IsTiled(shape), IsFromMemory<T>(shape));
        ForLines(shape, tiled ? shape.Output : shape.Input, (first, end) =>
        {
            fixed (T* from = dy.Span<T>(), to = dx.Span<T>())
            {
                if (tiled)
                {
                    EachChannel<T, TiledAveragePoolingGradient<T>>.ForLines(shape, first, end, new(shape, from, to), past ? to : null);
                }
                else
                {
                    EachPixel<T, AveragePoolingGradient<T>>.ForLines(shape, first, end, new(from, to), past ? to : null);
                }
            }
        });
    }

    /// <summary>Runs over all lines of the output in parallel.</summary>
    private static void ForLines(ConvolutionShape shape, Action<int, int> body) => ForLines(shape, shape.Output, body);

    /// <summary>Runs over all lines of the output or of the images in parallel.</summary>
    private static void ForLines(ConvolutionShape shape, Extent3 extent, Action<int, int> body)
    {
        long lines = shape.Batch * extent.Depth * extent.Height;
        var elements = (long)shape.Batch * shape.Output.Size * shape.Kernel.Size * shape.Channels;
        var each = Math.Clamp(PooledPerTask * lines / Math.Max(1, elements), 1, Math.Max(1, lines));
        WorkSplit.For((int)((lines + each - 1) / each), task => body((int)(task * each), (int)Math.Min(lines, (task + 1) * each)));
    }

    /// <summary>Whether the images exceed the caches.</summary>
    private static bool IsFromMemory<T>(ConvolutionShape shape)
        where T : unmanaged => (long)shape.Batch * shape.Input.Size * shape.Channels * sizeof(T) >= Memory.NonTemporalByteThreshold;

    /// <summary>Whether windows are 2 × 2 and inside the images.</summary>
    private static bool IsTwoByTwo(ConvolutionShape shape) =>
        shape.Kernel == new Extent3(1, 2, 2) && shape.Dilation == new Extent3(1, 1, 1) && shape.Input.Depth == 1 && shape.StaysInside;

    /// <summary>Whether each element of the images belongs to exactly one window.</summary>
    private static bool IsTiled(ConvolutionShape shape) =>
        shape.Strides == shape.Kernel && shape.Padding == default && shape.Covered == shape.Input;
}
