using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>Resizes images.</summary>
    /// <param name="x">[batch, height, width, channels] or [height, width, channels]; [batch, channels, height, width] for
    /// channels_first.</param>
    /// <param name="size">The new height and width.</param>
    /// <param name="interpolation">nearest, bilinear, bicubic, lanczos3 or lanczos5.</param>
    /// <param name="antialias">Whether to apply a low-pass filter when downsampling.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <exception cref="ArgumentException">The rank is not supported, or an argument is unknown.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/image/"/>, <c>keras.ops.image.resize</c>.</remarks>
    public static Tensor ResizeImages(Tensor x, Shape size, string interpolation = "bilinear", bool antialias = false,
        string dataFormat = "channels_last") =>
        new ResizeOp(size, Interpolations.Checked(interpolation, "ResizeImages"), antialias, dataFormat).Apply(x);

    /// <summary>Extracts patches of images as vectors: [batch, rows, columns, patch height · patch width · channels].</summary>
    /// <param name="images">[batch, height, width, channels] or [height, width, channels]; channels first for channels_first.</param>
    /// <param name="size">The height and width of a patch; one value for both.</param>
    /// <param name="strides">The distance between patches; by default their size, so that they do not overlap.</param>
    /// <param name="dilationRate">The distance between pixels of a patch.</param>
    /// <param name="padding">valid (complete patches only) or same.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <exception cref="ArgumentException">The rank is not supported, or an argument is unknown.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/image/"/>, <c>keras.ops.image.extract_patches</c>.</remarks>
    public static Tensor ExtractPatches(
        Tensor images, Shape size, Shape? strides = null, int dilationRate = 1, string padding = "valid",
        string dataFormat = "channels_last") =>
        new ExtractPatchesOp(size, strides, dilationRate, padding, dataFormat).Apply(images);
}

internal sealed record ResizeOp(Shape Size, string Interpolation, bool Antialias, string DataFormat) : ComposedFunction
{
    public override string Module => "image";

    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new()
    {
        { "size", Size.ToArray() }, { "interpolation", Interpolation }, { "antialias", Antialias }, { "data_format", DataFormat },
    };

    protected override Tensor Define(Tensor x)
    {
        if (x.Rank is not (3 or 4) || Size.Rank != 2 || Size.Any(extent => extent < 1))
        {
            throw new ArgumentException($"ResizeImages takes images of rank 3 or 4 and a size of two numbers; received shapes {x.Shape} "
                + $"and {Size}.", nameof(x));
        }

        x = Ops.Cast(x, Ops.FloatingType(x.DType));
        var (height, width) = DataFormats.IsChannelsFirst(DataFormat) ? (x.Rank - 2, x.Rank - 1) : (x.Rank - 3, x.Rank - 2);
        var between = x.Shape.Replaced([height], Size[0]);
        ExtentMath.Fit(between.Replaced([width], Size[1]), "ResizeImages", "images in their new size",
            "Make the size or the batch smaller.");
        return ExtentMath.Fits(between)
            ? Resized(Resized(x, height, Size[0]), width, Size[1])
            : Resized(Resized(x, width, Size[1]), height, Size[0]);
    }

    private Tensor Resized(Tensor x, int axis, int extent)
    {
        if (x.Shape[axis] == extent)
        {
            return x;
        }

        if (Interpolations.Neighbours(x.Shape[axis], extent, Interpolation, Antialias) is { } near)
        {
            // With one or two source pixels, gathering is cheaper than a product with a mostly zero matrix.
            var first = Ops.Take(x, near.First, axis);
            if (near.Part is null)
            {
                return first;
            }

            var part = near.Part.To(x.DType).Reshape(Shape.Create([extent, .. Enumerable.Repeat(1, x.Rank - 1 - axis)]));
            return (first * (1 - part)) + (Ops.Take(x, near.Second!, axis) * part);
        }

        var matrix = Interpolations.Matrix(x.Shape[axis], extent, Interpolation, Antialias).To(x.DType);
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        (order[axis], order[^1]) = (order[^1], order[axis]);
        var swap = Axes.Create(order);
        // The matrix product works on the last axis, so each spatial axis is transposed to the end and back.
        return Ops.Transpose(Ops.MatMul(Ops.Transpose(x, swap), matrix), swap);
    }
}

internal sealed record ExtractPatchesOp(Shape Size, Shape? Strides, int DilationRate, string Padding, string DataFormat) : ComposedFunction
{
    public override string Module => "image";

    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new()
    {
        { "size", Size.ToArray() }, { "strides", Strides?.ToArray() }, { "dilation_rate", DilationRate }, { "padding", Padding },
            { "data_format", DataFormat },
    };

    protected override Tensor Define(Tensor images)
    {
        if (images.Rank is not (3 or 4) || Size.Rank is not (1 or 2) || Size.Any(extent => extent < 1))
        {
            throw new ArgumentException("ExtractPatches takes images of rank 3 or 4 and a size of one or two numbers; received shapes "
                + $"{images.Shape} and {Size}.", nameof(images));
        }

        if (images.Rank == 3)
        {
            return Ops.Squeeze(Apply(Ops.ExpandDims(images, 0)), 0);
        }

        var x = Ops.Cast(images, Ops.FloatingType(images.DType));
        var (height, width) = (Size[0], Size[^1]);
        var channels = DataFormats.IsChannelsFirst(DataFormat) ? x.Shape[1] : x.Shape[3];
        var sideBySide = Strides is null || (Strides[0] == height && Strides[^1] == width);
        if (sideBySide && DilationRate == 1 && Padding == "valid" && !DataFormats.IsChannelsFirst(DataFormat) && x.Shape[1] >= height
            && x.Shape[2] >= width)
        {
            // Non-overlapping patches are a transposition.
            var (rows, columns) = (x.Shape[1] / height, x.Shape[2] / width);
            var whole = x.Shape[1] == rows * height && x.Shape[2] == columns * width ? x : x[.., ..(rows * height), ..(columns * width)];
            return Ops.Reshape(Ops.Transpose(Ops.Reshape(whole, [x.Shape[0], rows, height, columns, width, channels]), [0, 1, 3, 2, 4, 5]),
                [x.Shape[0], rows, columns, height * width * channels]);
        }

        var window = new WindowGeometry("ExtractPatches", 2, Size, Strides ?? Size, Padding, DilationRate, "size");
        return Ops.ChannelsLast(x, DataFormat, each => Patches(each, window));
    }

    /// <summary>
    /// The patches of channels-last images: gathers rows, then columns. Pixels outside map to a zero row or column appended to the images.
    /// </summary>
    private static Tensor Patches(Tensor x, WindowGeometry window)
    {
        var (output, channels) = (window.OutputShape(x.Shape, x.Shape[3]), x.Shape[3]);
        if (output[1] == 0 || output[2] == 0)
        {
            throw new ArgumentException(
                $"ExtractPatches: a window of size {Shape.Create(window.Size)} does not fit into images of shape {x.Shape}. " +
                "Make it smaller, or use padding \"same\".", nameof(x));
        }

        Shape each = [x.Shape[0], output[1], output[2], window.Size[0], window.Size[1], channels];
        ExtentMath.Fit(
            each, "ExtractPatches", "windows (batch, rows, columns, height, width, channels)",
            "Make the size smaller or the strides larger.");
        var length = ExtentMath.Fit(
            ExtentMath.Count(each.AsSpan()[3..]), "ExtractPatches", $"the length of a window {each[3..]}", "Make the size smaller.");
        var rows = Ops.Take(Ops.Pad(x, (0, 0), (0, 1), (0, 0), (0, 0)), window.Elements(0, x.Shape[1]), axis: 1);
        var both = Ops.Take(Ops.Pad(rows, (0, 0), (0, 0), (0, 0), (0, 1), (0, 0)), window.Elements(1, x.Shape[2]), axis: 3);
        return Ops.Reshape(Ops.Transpose(both, [0, 1, 3, 2, 4, 5]), [.. each[..3], length]);
    }
}
