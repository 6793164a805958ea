using Glassbox.Backends;
using Glassbox.Datasets;
using Glassbox.Layers;

namespace Glassbox.Images;

/// <summary>Image files with class labels, read when their batch is requested; created by <c>Utils.ImageDatasetFromDirectory</c>.</summary>
public sealed class ImageDataset : Dataset
{
    private const int ImagesPerTask = 4;

    private readonly ImageSettings settings;
    private readonly int[]? labels;

    internal ImageDataset(IReadOnlyList<string> filePaths, int[]? labels, IReadOnlyList<string> classNames, ImageSettings settings,
        int batchSize, bool shuffle, int? seed)
        : base(filePaths.Count, batchSize, shuffle, seed) =>
        (FilePaths, this.labels, ClassNames, this.settings) = (filePaths, labels, classNames, settings);

    /// <summary>Class names by index; empty without labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The files, in unshuffled order.</summary>
    public IReadOnlyList<string> FilePaths { get; }

    private protected override Batch Make(long[] samples)
    {
        var (height, width, channels) = (settings.Height, settings.Width, settings.Channels);
        var size = height * width * channels;
        var pixels = new float[checked(samples.Length * size)];
        Engine.For((samples.Length + ImagesPerTask - 1) / ImagesPerTask, task =>
        {
            // Photographs are large: each one reuses the memory of the previous one.
            var memory = new StepMemory();
            for (var i = task * ImagesPerTask; i < Math.Min(samples.Length, (task + 1) * ImagesPerTask); i++)
            {
                using (memory.Begin())
                {
                    Image(FilePaths[(int)samples[i]]).AsSpan<float>().CopyTo(pixels.AsSpan(i * size));
                }
            }
        });
        var images = Tensor.FromSpan<float>(pixels, [samples.Length, height, width, channels]);
        var x = DataFormats.IsChannelsFirst(settings.DataFormat) ? Ops.Transpose(images, DataFormats.ToFirst(4)) : images;
        return labels is null ? new Batch(x) : new Batch(x, Encoded([.. samples.Select(sample => labels[sample])]));
    }

    /// <summary>Reads a file, resized to the common size.</summary>
    private Tensor Image(string path)
    {
        var (height, width, pixels) = ImageFile.Read(path, settings.Channels);
        var image = Ops.Cast(Tensor.FromSpan<byte>(pixels, [1, height, width, settings.Channels]), DType.Float32);
        var fitted = settings.CropToAspectRatio ? Resizing.Cropped(image, settings.Height, settings.Width)
            : settings.PadToAspectRatio ? Resizing.Padded(image, settings.Height, settings.Width, 0) : image;
        return Ops.ResizeImages(fitted, [settings.Height, settings.Width], settings.Interpolation);
    }

    private Tensor Encoded(int[] classes) => settings.LabelMode switch
    {
        "int" => Tensor.FromSpan<int>(classes),
        "binary" => Ops.Cast(Tensor.FromSpan<int>(classes, [classes.Length, 1]), DType.Float32),
        _ => Utils.ToCategorical(Tensor.FromSpan<int>(classes), ClassNames.Count),
    };
}
