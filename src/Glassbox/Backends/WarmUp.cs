using System.Runtime.CompilerServices;

namespace Glassbox.Backends;

/// <summary>
/// Triggers JIT compilation of the operations of a training step on another core, while the program reads its data and builds its model. It
/// runs a tiny step with the backend alone, so that no name, seed or result of the program is affected.
/// </summary>
internal static class WarmUp
{
    private const int Samples = 20;
    private const int Inputs = 16;
    private const int Units = 48;

    private static int begun;

    /// <summary>Starts the warm-up if there is a JIT and a spare core; later calls do nothing.</summary>
    public static void Begin()
    {
        if (RuntimeFeature.IsDynamicCodeCompiled && Environment.ProcessorCount > 1 && Interlocked.Exchange(ref begun, 1) == 0)
        {
            new Thread(Try) { IsBackground = true, Name = "Glassbox warm-up" }.Start();
        }
    }

    private static void Try()
    {
        try
        {
            if (Engine.Threads > 1)
            {
                Run(Device.Current);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or TypeInitializationException or OutOfMemoryException)
        {
            // Invalid settings and out-of-memory errors are reported to the first real use instead.
        }
    }

    /// <summary>
    /// One step of a dense layer with relu and softmax: with up to 12 rows and one or two vectors, so that all microkernels of larger
    /// shapes are compiled.
    /// </summary>
    internal static void Run(IBackend backend)
    {
        Storage x = Zeros(Samples * Inputs), kernel = Zeros(Inputs * Units), bias = Zeros(Units), y = Zeros(Samples * Units),
            target = Zeros(Samples * Units);
        backend.Uniform(0, -1, 1, kernel);
        backend.MatMul(false, false, 1, Samples, Units, Inputs, x, kernel, bias, y, relu: true);
        backend.MatMul(true, false, 1, Inputs, Units, Samples, x, y, null, kernel, relu: false);
        backend.MatMul(false, true, 1, Samples, Inputs, Units, y, kernel, null, x, relu: false);
        backend.Adam(kernel, Zeros(kernel.Length), Zeros(kernel.Length), Zeros(kernel.Length), null, 0, 0, 0, 1);

        Storage loss = Zeros(Samples), p = Zeros(y.Length), dp = Zeros(y.Length), dy = Zeros(y.Length), gradient = Zeros(y.Length);
        backend.Softmax(false, y, Units, p);
        backend.Crossentropy(target, p, Units, 0, loss);
        backend.CrossentropyGradient(loss, target, p, Units, 0, dp);
        backend.SoftmaxGradient(false, dp, p, Units, dy);
        backend.Binary(BinaryOp.WherePositive, new Broadcast([y.Length], [1], [1]), dy, y, gradient);
        backend.Reduce(ReduceOp.Sum, gradient, 1, Samples, Units, bias);
        backend.Reduce(ReduceOp.Sum, loss, 1, Samples, 1, Zeros(1));

        Storage largest = New(DType.Int64, Samples), hits = New(DType.Bool, Samples);
        backend.ArgExtreme(true, y, Samples, Units, 1, largest);
        backend.Compare(CompareOp.Equal, new Broadcast([Samples], [1], [1]), largest, largest, hits);
        backend.Cast(hits, loss);
        backend.Fill(largest, 0);
        backend.Gather(x, largest, 1, Samples, Inputs, Zeros(Samples * Inputs));

        Storage New(DType dtype, int length) => backend.Allocate(dtype, length);

        Storage Zeros(int length)
        {
            var storage = New(DType.Float32, length);
            backend.Fill(storage, 0);
            return storage;
        }
    }
}
