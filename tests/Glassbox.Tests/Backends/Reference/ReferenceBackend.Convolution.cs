using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Convolutions and their gradients: the same products, added up by output, by image and by kernel.</remarks>
internal sealed partial class ReferenceBackend
{
    public void Convolve(ConvolutionShape shape, Storage x, Storage kernel, Storage? bias, bool relu, Storage y)
    {
        ReferenceValues.CheckApart(y, x, kernel, bias);
        var (images, weights, start, sums) = (x.Reals(), kernel.Reals(), bias?.Reals(), new double[y.Length]);
        for (var i = 0; start is not null && i < sums.Length; i++)
        {
            sums[i] = start[i % shape.Filters];
        }

        ForEachProduct(shape, (input, weight, output) => sums[output] += images[input] * weights[weight]);
        y.Put(relu ? Array.ConvertAll(sums, sum => Math.Max(sum, 0)) : sums);
    }

    public void ConvolutionInputGradient(ConvolutionShape shape, Storage dy, Storage kernel, Storage dx)
    {
        ReferenceValues.CheckApart(dx, dy, kernel);
        var (gradients, weights, sums) = (dy.Reals(), kernel.Reals(), new double[dx.Length]);
        ForEachProduct(shape, (input, weight, output) => sums[input] += gradients[output] * weights[weight]);
        dx.Put(sums);
    }

    public void ConvolutionKernelGradient(ConvolutionShape shape, Storage x, Storage dy, Storage dkernel)
    {
        ReferenceValues.CheckApart(dkernel, x, dy);
        var (images, gradients, sums) = (x.Reals(), dy.Reals(), new double[dkernel.Length]);
        ForEachProduct(shape, (input, weight, output) => sums[weight] += images[input] * gradients[output]);
        dkernel.Put(sums);
    }

    /// <summary>
    /// Visits each product that a convolution adds up: of which element of the images and which of the kernel, and to which of the output.
    /// </summary>
    private static void ForEachProduct(ConvolutionShape shape, Action<int, int, int> visit) =>
        WindowWalk.ForEach(shape, (position, tap, pixel) =>
        {
            for (var channel = 0; channel < shape.GroupChannels; channel++)
            {
                for (var filter = 0; filter < shape.Filters; filter++)
                {
                    var group = filter / shape.GroupFilters;
                    visit(
                        (pixel * shape.Channels) + (group * shape.GroupChannels) + channel,
                        (((tap * shape.GroupChannels) + channel) * shape.Filters) + filter,
                        (position * shape.Filters) + filter);
                }
            }
        });
}
