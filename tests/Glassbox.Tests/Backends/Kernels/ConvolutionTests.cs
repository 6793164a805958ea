using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>
/// Convolutions and their gradients against plain loops in double precision: one to three axes, padding, strides, dilation, groups, windows that reach over every edge, and numbers of filters
/// and channels for each width of vectors.
/// </summary>
public class ConvolutionTests
{
    private static readonly Gen<(int Input, int Kernel, int Stride, int Dilation, int Padding, int Behind)> Axes =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 3]);

    private static readonly Gen<ConvolutionShape> Shapes =
        from rank in Gen.Int[1, 3]
        from axes in Axes.Array[rank]
        from batch in Gen.Int[0, 3]
        from groups in Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[2, 3]))
        from channels in Gen.OneOf(Gen.Int[1, 5], Gen.Const(9), Gen.Const(17), Gen.Const(35))
        from filters in Gen.OneOf(Gen.Int[1, 5], Gen.Const(9), Gen.Const(17), Gen.Const(35))
        select Windows.Shape(axes, batch, channels * groups, filters * groups, groups);

    [Fact]
    public void A_convolution_with_bias_and_relu() => Gen.Select(Shapes, Gen.Bool, Gen.Bool, Numbers.Seed).Sample((shape, withBias, relu, seed) =>
    {
        Check<float>(shape, withBias, relu, seed);
        Check<double>(shape, withBias, relu, seed);
    }, iter: 150);

    [Fact]
    public void The_gradient_by_the_images() => Gen.Select(Shapes, Numbers.Seed).Sample((shape, seed) =>
    {
        CheckInputGradient<float>(shape, seed);
        CheckInputGradient<double>(shape, seed);
    }, iter: 150);

    [Fact]
    public void The_gradient_by_the_kernel() => Gen.Select(Shapes, Numbers.Seed).Sample((shape, seed) =>
    {
        CheckKernelGradient<float>(shape, seed);
        CheckKernelGradient<double>(shape, seed);
    }, iter: 150);

    [Fact]
    public void Each_channel_by_itself() => Gen.Select(Gen.Select(Axes.Array[2], Gen.Int[1, 3], Numbers.OneOf([2, 3, 8, 17, 35, 64]), Gen.Int[1, 3]), Gen.Bool, Numbers.Seed).Sample((of, relu, seed) =>
    {
        var (axes, batch, channels, filters) = of;
        var shape = Windows.Shape(axes, batch, channels, channels * filters, channels);
        Check<float>(shape, withBias: relu, relu, seed);
        CheckInputGradient<float>(shape, seed);
        CheckKernelGradient<float>(shape, seed);
        CheckInputGradient<double>(shape, seed);
        CheckKernelGradient<double>(shape, seed);
    }, iter: 100);

    [Fact]
    public void Images_wide_enough_for_several_tasks()
    {
        var shape = Windows.Shape([(61, 3, 1, 1, 1, 1), (67, 3, 1, 1, 1, 1)], 3, 4, 17, 1);
        Check<float>(shape, withBias: true, relu: true, seed: 3);
        CheckInputGradient<float>(shape, 1);
        CheckKernelGradient<float>(shape, 1);
    }

    private static void Check<T>(ConvolutionShape shape, bool withBias, bool relu, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (images, kernels, biases) = Values<T>(shape, seed);
        var memory = new GuardedMemory(seed);
        var y = memory.Output<T>(Windows.OutputSize(shape));
        Device.Current.Convolve(shape, memory.Input<T>(images), memory.Input<T>(kernels), withBias ? memory.Input<T>(biases) : null, relu, y);
        memory.AssertIntact();
        var expected = new double[y.Length];
        var sizes = new double[y.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = withBias ? double.CreateTruncating(biases[i % shape.Filters]) : 0;
            sizes[i] = 1;
        }

        ForTerms(shape, (input, weight, output) => Add(expected, sizes, output, images[input], kernels[weight]));
        Near.AssertEqual<T>(Array.ConvertAll(expected, value => relu && value < 0 ? 0 : value), y, 16, sizes, $"{shape}");
    }

    private static void CheckInputGradient<T>(ConvolutionShape shape, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (images, kernels, _) = Values<T>(shape, seed);
        var gradients = Numbers.Spotted<T>(Windows.OutputSize(shape), seed + 3);
        var memory = new GuardedMemory(seed);
        var dx = memory.Output<T>(images.Length);
        Device.Current.ConvolutionInputGradient(shape, memory.Input<T>(gradients), memory.Input<T>(kernels), dx);
        memory.AssertIntact();
        var (expected, sizes) = (new double[dx.Length], new double[dx.Length]);
        ForTerms(shape, (input, weight, output) => Add(expected, sizes, input, gradients[output], kernels[weight]));
        Near.AssertEqual<T>(expected, dx, 16, sizes, $"{shape}");
    }

    private static void CheckKernelGradient<T>(ConvolutionShape shape, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (images, kernels, _) = Values<T>(shape, seed);
        var gradients = Numbers.Tame<T>(Windows.OutputSize(shape), seed + 3);
        var memory = new GuardedMemory(seed);
        var dkernel = memory.Output<T>(kernels.Length);
        Device.Current.ConvolutionKernelGradient(shape, memory.Input<T>(images), memory.Input<T>(gradients), dkernel);
        memory.AssertIntact();
        var (expected, sizes) = (new double[dkernel.Length], new double[dkernel.Length]);
        ForTerms(shape, (input, weight, output) => Add(expected, sizes, weight, images[input], gradients[output]));
        Near.AssertEqual<T>(expected, dkernel, 32, sizes, $"{shape}");
    }

    private static void Add<T>(double[] totals, double[] sizes, int at, T a, T b) where T : INumber<T>
    {
        var term = double.CreateTruncating(a) * double.CreateTruncating(b);
        totals[at] += term;
        sizes[at] += Math.Abs(term);
    }

    /// <summary>Images in which a few numbers are none, a kernel without zeros, a bias.</summary>
    private static (T[] Images, T[] Kernels, T[] Biases) Values<T>(ConvolutionShape shape, int seed) where T : unmanaged, IFloatingPointIeee754<T> => (
        seed % 2 == 0 ? Numbers.Spotted<T>(shape.Batch * shape.Input.Size * shape.Channels, seed) : Numbers.Tame<T>(shape.Batch * shape.Input.Size * shape.Channels, seed),
        Array.ConvertAll(Numbers.Tame<T>(shape.Kernel.Size * shape.GroupChannels * shape.Filters, seed + 1), value => value == T.Zero ? T.One : value),
        Numbers.Tame<T>(shape.Filters, seed + 2));

    /// <summary>Each product that a convolution adds up: of which element of the images and which of the kernel, and to which of the output.</summary>
    private static void ForTerms(ConvolutionShape shape, Action<int, int, int> term) => Windows.ForEach(shape, (position, tap, pixel) =>
    {
        for (var filter = 0; filter < shape.Filters; filter++)
        {
            for (var channel = 0; channel < shape.GroupChannels; channel++)
            {
                term(
                    (pixel * shape.Channels) + (filter / shape.GroupFilters * shape.GroupChannels) + channel,
                    (((tap * shape.GroupChannels) + channel) * shape.Filters) + filter,
                    (position * shape.Filters) + filter);
            }
        }
    });
}
