using BenchmarkDotNet.Attributes;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Benchmarks;

namespace Glassbox.Micro;

/// <summary>The largest of 2 by 2 pixels of 32 images of 26 by 26 pixels, channels last.</summary>
public class Pooling
{
    private const int Images = 32, Extent = 26, Half = Extent / 2;

    private float[] x = [], y = [];
    private ConvolutionShape shape = null!;
    private Storage storageX = null!, storageY = null!, chosen = null!;

    [Params(1, 32)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        (x, y) = (Samples.Numbers(Images * Extent * Extent * Channels, 1), new float[Images * Half * Half * Channels]);
        var axis = new WindowAxis(Extent, 2, 2, 1, 0, Half);
        shape = ConvolutionShape.Create(() => "Pooling", Images, Channels, Channels, 1, axis, axis);
        (storageX, storageY, chosen) = (HostStorage.Wrap(DType.Float32, x), HostStorage.Wrap(DType.Float32, y),
            HostStorage.Allocate(shape.ChosenType, y.Length));
    }

    /// <summary>Notes where each was as well, for the gradient.</summary>
    [Benchmark]
    public void Glassbox() => Device.Current.MaxPool(shape, storageX, storageY, chosen);

    [Benchmark]
    public void Loops()
    {
        var row = Extent * Channels;
        for (var image = 0; image < Images; image++)
        {
            for (var i = 0; i < Half; i++)
            {
                for (var j = 0; j < Half; j++)
                {
                    var from = ((((image * Extent) + (2 * i)) * Extent) + (2 * j)) * Channels;
                    var to = ((((image * Half) + i) * Half) + j) * Channels;
                    for (var channel = 0; channel < Channels; channel++, from++)
                    {
                        y[to + channel] = Math.Max(Math.Max(x[from], x[from + Channels]),
                            Math.Max(x[from + row], x[from + row + Channels]));
                    }
                }
            }
        }
    }
}
