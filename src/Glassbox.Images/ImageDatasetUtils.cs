using System.Runtime.CompilerServices;

namespace Glassbox.Images;

/// <summary>
/// Extends <see cref="Utils"/> with folders of image files: <c>Utils.ImageDatasetFromDirectory("flowers", validationSplit: 0.2, subset:
/// "training", seed: 1)</c>.
/// </summary>
public static class ImageDatasetUtils
{
    extension(Utils)
    {
        /// <summary>
        /// Creates a data set from a folder of image files, read during training: <c>model.Fit(train.Prefetch(), validationData:
        /// validation)</c>. Each subfolder is a class with its name. Order and split for a given seed are those of Keras.
        /// </summary>
        /// <param name="directory">The folder.</param>
        /// <param name="labels">inferred (from the subfolders), or null for none: then all files are used without classes.</param>
        /// <param name="labelMode">int (int32 class indices), binary (float32 0 or 1, for two classes, shape (batch, 1)), categorical
        /// (float32 one-hot rows), or null for no labels.</param>
        /// <param name="classNames">Subfolders to use as classes, in order of their indices; by default all that are not hidden, in
        /// alphabetical order.</param>
        /// <param name="colorMode">rgb, grayscale or rgba: 3, 1 or 4 channels.</param>
        /// <param name="batchSize">Images per batch.</param>
        /// <param name="imageSize">Height and width to which images are resized; [256, 256] by default.</param>
        /// <param name="shuffle">Whether to shuffle the files, and again before each epoch; otherwise they are in alphabetical
        /// order.</param>
        /// <param name="seed">Seed of the shuffling; by default the program's own sequence (see <see cref="Utils.SetRandomSeed"/>).</param>
        /// <param name="validationSplit">Fraction of the files, taken from the end, that is held out for validation; between 0 and
        /// 1.</param>
        /// <param name="subset">Which part of a split this is: training or validation. For both at once there is
        /// <c>ImageDatasetsFromDirectory</c>.</param>
        /// <param name="interpolation">Interpolation of resizing: bilinear, nearest, bicubic, lanczos3 or lanczos5.</param>
        /// <param name="followLinks">Whether to follow symbolic links to folders.</param>
        /// <param name="cropToAspectRatio">Whether to crop images to the target aspect ratio instead of distorting them.</param>
        /// <param name="padToAspectRatio">Whether to pad images with zeros to the target aspect ratio instead of distorting them.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="verbose">Whether to print the number of files found.</param>
        /// <returns>Batches of float32 images in [0, 255], [batch, height, width, channels], with labels. An unreadable file ends the epoch
        /// with an <see cref="InvalidDataException"/> that names it.</returns>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="ArgumentException">There are no images, or an argument is unknown, out of range, or inconsistent with the
        /// others.</exception>
        /// <remarks>
        /// Reads PNG, JPEG, BMP and GIF files (the first image of a animation). Source:
        /// <see href="https://keras.io/api/data_loading/image/"/>.
        /// </remarks>
        [OverloadResolutionPriority(1)]
        public static ImageDataset ImageDatasetFromDirectory(
            string directory, string? labels = "inferred", string? labelMode = "int", IReadOnlyList<string>? classNames = null,
            string colorMode = "rgb", int batchSize = 32, Shape? imageSize = null, bool shuffle = true, int? seed = null,
            double? validationSplit = null, string? subset = null, string interpolation = "bilinear", bool followLinks = false,
            bool cropToAspectRatio = false, bool padToAspectRatio = false, string? dataFormat = null, bool verbose = true)
        {
            var settings = ImageSettings.Checked(nameof(ImageDatasetFromDirectory), labels is null ? null : labelMode, colorMode, imageSize,
                interpolation, cropToAspectRatio, padToAspectRatio, dataFormat);
            var split = new ImageSplit(shuffle, seed, validationSplit, subset);
            var files = ImageIndex.Find(directory, labels, labelMode, classNames, followLinks, verbose);
            return split.Apply(files, verbose).Make(settings, batchSize, shuffle, seed);
        }

        /// <summary>Creates a data set from a folder of image files with explicit labels.</summary>
        /// <param name="directory">The folder.</param>
        /// <param name="labels">Zero-based class indices of all image files in the folder and its subfolders, in alphabetical order of
        /// their paths.</param>
        /// <param name="labelMode">int (int32 class indices), binary (float32 0 or 1, for two classes, shape (batch, 1)), categorical
        /// (float32 one-hot rows), or null for no labels.</param>
        /// <param name="colorMode">rgb, grayscale or rgba: 3, 1 or 4 channels.</param>
        /// <param name="batchSize">Images per batch.</param>
        /// <param name="imageSize">Height and width to which images are resized; [256, 256] by default.</param>
        /// <param name="shuffle">Whether to shuffle the files, and again before each epoch; otherwise they are in alphabetical
        /// order.</param>
        /// <param name="seed">Seed of the shuffling; by default the program's own sequence.</param>
        /// <param name="validationSplit">Fraction of the files, taken from the end, that is held out for validation; between 0 and
        /// 1.</param>
        /// <param name="subset">Part of the split: training or validation.</param>
        /// <param name="interpolation">Interpolation of resizing: bilinear, nearest, bicubic, lanczos3 or lanczos5.</param>
        /// <param name="followLinks">Whether to follow symbolic links to folders.</param>
        /// <param name="cropToAspectRatio">Whether to crop images to the target aspect ratio instead of distorting them.</param>
        /// <param name="padToAspectRatio">Whether to pad images with zeros to the target aspect ratio instead of distorting them.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="verbose">Whether to print the number of files found.</param>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="ArgumentException">The counts of labels and image files differ, or an argument is unknown, out of range, or
        /// inconsistent with the others.</exception>
        /// <returns>Batches of float32 images in [0, 255], [batch, height, width, channels], with labels; the class names are the
        /// indices.</returns>
        public static ImageDataset ImageDatasetFromDirectory(
            string directory, IReadOnlyList<int> labels, string? labelMode = "int", string colorMode = "rgb", int batchSize = 32,
            Shape? imageSize = null, bool shuffle = true, int? seed = null, double? validationSplit = null, string? subset = null,
            string interpolation = "bilinear", bool followLinks = false, bool cropToAspectRatio = false, bool padToAspectRatio = false,
            string? dataFormat = null, bool verbose = true)
        {
            var settings = ImageSettings.Checked(nameof(ImageDatasetFromDirectory), labelMode, colorMode, imageSize, interpolation,
                cropToAspectRatio, padToAspectRatio, dataFormat);
            var split = new ImageSplit(shuffle, seed, validationSplit, subset);
            var files = ImageIndex.Find(directory, labels, labelMode, followLinks, verbose);
            return split.Apply(files, verbose).Make(settings, batchSize, shuffle, seed);
        }

        /// <summary>
        /// Creates both parts of a split, Keras's subset "both": <c>var (train, validation) = Utils.ImageDatasetsFromDirectory("flowers",
        /// 0.2, seed: 1)</c>.
        /// </summary>
        /// <param name="directory">The folder.</param>
        /// <param name="validationSplit">Fraction of the files, taken from the end, that is held out for validation; between 0 and
        /// 1.</param>
        /// <param name="labels">inferred (from the subfolders), or null for none.</param>
        /// <param name="labelMode">int, binary, categorical, or null for no labels.</param>
        /// <param name="classNames">Subfolders to use as classes, in order of their indices.</param>
        /// <param name="colorMode">rgb, grayscale or rgba: 3, 1 or 4 channels.</param>
        /// <param name="batchSize">Images per batch.</param>
        /// <param name="imageSize">Height and width to which images are resized; [256, 256] by default.</param>
        /// <param name="shuffle">Whether to shuffle the files before the split, and the training files again before each epoch.</param>
        /// <param name="seed">Seed of the shuffling; by default the program's own sequence.</param>
        /// <param name="interpolation">Interpolation of resizing: bilinear, nearest, bicubic, lanczos3 or lanczos5.</param>
        /// <param name="followLinks">Whether to follow symbolic links to folders.</param>
        /// <param name="cropToAspectRatio">Whether to crop images to the target aspect ratio instead of distorting them.</param>
        /// <param name="padToAspectRatio">Whether to pad images with zeros to the target aspect ratio instead of distorting them.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="verbose">Whether to print the number of files found.</param>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="ArgumentException">A part would be empty, or an argument is unknown, out of range, or inconsistent with the
        /// others.</exception>
        /// <returns>The training images and the validation images.</returns>
        public static (ImageDataset Training, ImageDataset Validation) ImageDatasetsFromDirectory(
            string directory, double validationSplit, string? labels = "inferred", string? labelMode = "int",
            IReadOnlyList<string>? classNames = null, string colorMode = "rgb", int batchSize = 32, Shape? imageSize = null,
            bool shuffle = true, int? seed = null, string interpolation = "bilinear", bool followLinks = false,
            bool cropToAspectRatio = false, bool padToAspectRatio = false, string? dataFormat = null, bool verbose = true)
        {
            var settings = ImageSettings.Checked(nameof(ImageDatasetsFromDirectory), labels is null ? null : labelMode, colorMode,
                imageSize, interpolation, cropToAspectRatio, padToAspectRatio, dataFormat);
            // Both parts must come from the same order, even without a seed.
            seed ??= (int)(RandomSeed.Next() >> 33);
            var (training, validation) = (new ImageSplit(shuffle, seed, validationSplit, "training"),
                new ImageSplit(shuffle, seed, validationSplit, "validation"));
            var files = ImageIndex.Find(directory, labels, labelMode, classNames, followLinks, verbose);
            return (training.Apply(files, verbose).Make(settings, batchSize, shuffle, seed),
                validation.Apply(files, verbose).Make(settings, batchSize, shuffle: false, seed));
        }
    }
}
