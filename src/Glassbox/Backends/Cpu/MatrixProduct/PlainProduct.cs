using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>The product as plain loops: for integers (which wrap around) and for products too small for packing.</summary>
internal static unsafe class PlainProduct
{
    public static void Multiply<T>(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* bias, T* c) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < m; i++, c += n)
        {
            for (var j = 0; j < n; j++)
            {
                c[j] = bias == null ? T.Zero : bias[j];
            }

            // For either layout of b, the innermost loop is contiguous in memory.
            if (b.Column == 1)
            {
                AddRows(n, k, a.From(i, 0), b, c);
            }
            else
            {
                AddDots(n, k, a.From(i, 0), b, c);
            }
        }
    }

    private static void AddRows<T>(int n, int k, MatrixView<T> a, MatrixView<T> b, T* c) where T : unmanaged, INumber<T>
    {
        for (var p = 0; p < k; p++)
        {
            var x = *a.At(0, p);
            var row = b.At(p, 0);
            for (var j = 0; j < n; j++)
            {
                c[j] += x * row[j];
            }
        }
    }

    private static void AddDots<T>(int n, int k, MatrixView<T> a, MatrixView<T> b, T* c) where T : unmanaged, INumber<T>
    {
        for (var j = 0; j < n; j++)
        {
            var column = b.At(0, j);
            var sum = T.Zero;
            for (var p = 0; p < k; p++)
            {
                sum += *a.At(0, p) * column[p * b.Row];
            }

            c[j] += sum;
        }
    }
}
