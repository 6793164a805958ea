using SkiaSharp;

namespace Glassbox.Images;

/// <summary>Extends <see cref="Utils"/> with image files: <c>Utils.LoadImage("cat.jpg")</c>.</summary>
public static class ImageUtils
{
    extension(Utils)
    {
        /// <summary>
        /// Loads an image file: <c>model.Predict(Ops.ExpandDims(Utils.ImageToArray(Utils.LoadImage("cat.jpg", targetSize: [180, 180])),
        /// 0))</c>.
        /// </summary>
        /// <param name="path">A PNG, JPEG, BMP or GIF file with any extension; for an animation the first image is read.</param>
        /// <param name="colorMode">rgb, grayscale or rgba: 3, 1 or 4 channels.</param>
        /// <param name="targetSize">Height and width to resize to, with antialiasing; by default the original size.</param>
        /// <param name="interpolation">nearest, bilinear, bicubic, lanczos3 or lanczos5.</param>
        /// <param name="keepAspectRatio">Whether to crop to the target aspect ratio instead of distorting the image.</param>
        /// <returns>uint8 [height, width, channels]; for a 16-bit grayscale PNG in mode grayscale int32 up to 65,535, as in
        /// Keras.</returns>
        /// <exception cref="FileNotFoundException">The file does not exist.</exception>
        /// <exception cref="InvalidDataException">The file is empty, damaged, truncated, not an image, or larger than 2²⁶
        /// pixels.</exception>
        /// <exception cref="ArgumentException">An argument is unknown or out of range.</exception>
        /// <remarks>Source: <see href="https://keras.io/api/data_loading/image/"/>, <c>load_img</c>.</remarks>
        public static Tensor LoadImage(string path, string colorMode = "rgb", Shape? targetSize = null, string interpolation = "nearest",
            bool keepAspectRatio = false)
        {
            Interpolations.Checked(interpolation, nameof(LoadImage));
            var channels = ColorModes.Channels(colorMode, nameof(LoadImage));
            var image = ImageFile.ReadImage(path, channels);
            return targetSize is null ? image : Resized(image, ImageSettings.Size(targetSize, nameof(LoadImage), nameof(targetSize)),
                interpolation, keepAspectRatio);
        }

        /// <summary>Saves an image file atomically.</summary>
        /// <param name="path">Output path; .png, .jpg or .jpeg.</param>
        /// <param name="x">[height, width, channels] with 1, 3 or 4 channels.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="fileFormat">png or jpeg; by default from the extension.</param>
        /// <param name="scale">Whether to rescale values linearly to [0, 255], as Keras does by default; otherwise they must be in that
        /// range.</param>
        /// <exception cref="NotSupportedException">The format is not supported.</exception>
        /// <exception cref="ArgumentException">The shape is not that of an image, or a value does not fit in a byte.</exception>
        /// <remarks>
        /// JPEG does not support transparency: of four channels the first three are written. Source:
        /// <see href="https://keras.io/api/data_loading/image/"/>, <c>save_img</c>.
        /// </remarks>
        public static void SaveImage(string path, Tensor x, string? dataFormat = null, string? fileFormat = null, bool scale = true)
        {
            var name = (fileFormat ?? Path.GetExtension(path).TrimStart('.')).ToLowerInvariant();
            var format = name switch
            {
                "png" => SKEncodedImageFormat.Png,
                "jpg" or "jpeg" => SKEncodedImageFormat.Jpeg,
                _ => throw new NotSupportedException($"SaveImage writes png and jpeg; '{name}' was asked for, for '{path}'."),
            };
            using var encoded = Encoded(ImageUtils.ArrayToImage(x, dataFormat, scale), format);
            Datasets.AtomicFile.Write(path, stream => encoded.SaveTo(stream));
        }

        /// <summary>Converts an image to a floating-point array.</summary>
        /// <param name="image">[height, width, channels] or [height, width], as returned by <c>LoadImage</c>.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="dtype">Type; float32 by default.</param>
        /// <returns>[height, width, channels], or [channels, height, width].</returns>
        /// <exception cref="ArgumentException">The shape is not that of an image.</exception>
        /// <remarks>Source: <see href="https://keras.io/api/data_loading/image/"/>, <c>img_to_array</c>.</remarks>
        public static Tensor ImageToArray(Tensor image, string? dataFormat = null, DType? dtype = null)
        {
            if (image.Rank is not (2 or 3))
            {
                throw new ArgumentException("ImageToArray takes one image [height, width, channels] or [height, width]; received shape "
                    + $"{image.Shape}.", nameof(image));
            }

            var array = (image.Rank == 2 ? Ops.ExpandDims(image, -1) : image).Cast(dtype ?? DType.Float32);
            return DataFormats.IsChannelsFirst(DataFormats.Checked(dataFormat, nameof(ImageToArray))) ? array.Transpose(2, 0, 1) : array;
        }

        /// <summary>Converts an array to an 8-bit image.</summary>
        /// <param name="x">[height, width, channels] with 1, 3 or 4 channels.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="scale">Whether to rescale values linearly to [0, 255], as Keras does by default; otherwise they must be in that
        /// range. Fractions are truncated.</param>
        /// <returns>uint8 [height, width, channels].</returns>
        /// <exception cref="ArgumentException">The shape is not that of an image, or a value does not fit in a byte.</exception>
        /// <remarks>Source: <see href="https://keras.io/api/data_loading/image/"/>, <c>array_to_img</c>.</remarks>
        public static Tensor ArrayToImage(Tensor x, string? dataFormat = null, bool scale = true)
        {
            var first = DataFormats.IsChannelsFirst(DataFormats.Checked(dataFormat, nameof(ArrayToImage)));
            if (x.Rank != 3 || x.Size == 0 || x.Shape[first ? 0 : 2] is not (1 or 3 or 4))
            {
                throw new ArgumentException(
                    $"ArrayToImage takes one image {(first ? "[channels, height, width]" : "[height, width, channels]")} with 1, 3 or 4 "
                    + $"channels; received shape {x.Shape}.", nameof(x));
            }

            var values = (first ? x.Transpose(1, 2, 0) : x).Cast(DType.Float32);
            if (scale)
            {
                values -= values.Min();
                var largest = values.Max();
                values = ((double)largest == 0 ? values : values / largest) * 255;
            }

            var (low, high) = ((double)values.Min(), (double)values.Max());
            return low >= 0 && high < 256
                ? values.Cast(DType.UInt8)
                : throw new ArgumentException($"Values of an image lie between 0 and 255; received {low} to "
                + $"{high}.{(scale ? "" : " Use scale: true to spread them.")}", nameof(x));
        }
    }

    private static Tensor Resized(Tensor image, (int Height, int Width) size, string interpolation, bool keepAspectRatio)
    {
        var batch = Ops.ExpandDims(image.Cast(DType.Float32), 0);
        var fitted = keepAspectRatio ? Layers.Resizing.Cropped(batch, size.Height, size.Width) : batch;
        var resized = Ops.ResizeImages(fitted, [size.Height, size.Width], interpolation, antialias: interpolation != "nearest");
        return Ops.Round(resized).Clip(0, image.DType == DType.UInt8 ? 255 : ushort.MaxValue).Cast(image.DType)[0];
    }

    private static SKData Encoded(Tensor image, SKEncodedImageFormat format)
    {
        var (height, width, channels) = (image.Shape[0], image.Shape[1], image.Shape[2]);
        // The encoders accept one or four channels.
        var pixels = channels == 3 ? Ops.Concatenate([image, Ops.OnesLike(image[.., .., ..1]) * 255], -1).Cast(DType.UInt8) : image;
        var transparent = channels == 4 && format == SKEncodedImageFormat.Png;
        var info = new SKImageInfo(width, height, channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888,
            transparent ? SKAlphaType.Unpremul : SKAlphaType.Opaque);
        using var picture = SKImage.FromPixelCopy(info, pixels.ToArray<byte>());
        return picture.Encode(format, 75);
    }
}
