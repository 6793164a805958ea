using System.Runtime.CompilerServices;

namespace Glassbox.Images;

/// <summary>
/// What <see cref="Utils"/> can do with folders of image files: <c>Utils.ImageDatasetFromDirectory("flowers", validationSplit: 0.2, subset:
/// "training", seed: 1)</c>.
/// </summary>
public static class ImageDatasetUtils
{
    extension(Utils)
    {
        /// <summary>
        /// The image files of a folder as a data set, read while the model trains: <c>model.Fit(train.Prefetch(), validationData:
        /// validation)</c>. Each folder within is a class, named after it. The same seed gives the same order of files, and the same split,
        /// as in Keras.
        /// </summary>
        /// <param name="directory">The folder.</param>
        /// <param name="labels">inferred (from the folders within), or null for none: then the folders do not matter.</param>
        /// <param name="labelMode">int (int32 numbers), binary (float32 0 or 1, for two classes, shape (batch, 1)), categorical (float32
        /// one-hot rows), or null for no labels.</param>
        /// <param name="classNames">The folders that are classes, in the order of their numbers; by default all that are not hidden, in
        /// alphabetical order.</param>
        /// <param name="colorMode">rgb, grayscale or rgba: 3, 1 or 4 channels.</param>
        /// <param name="batchSize">How many images make a batch.</param>
        /// <param name="imageSize">The height and width that all images are resized to; [256, 256] by default.</param>
        /// <param name="shuffle">Whether the files are shuffled, and again before each epoch; otherwise they come in alphabetical
        /// order.</param>
        /// <param name="seed">What they are shuffled with; by default the program's own sequence (see
        /// <see cref="Utils.SetRandomSeed"/>).</param>
        /// <param name="validationSplit">The part of the files, from the end, that is kept for validation, between 0 and 1.</param>
        /// <param name="subset">Which part of a split this is: training or validation. For both at once there is
        /// <c>ImageDatasetsFromDirectory</c>.</param>
        /// <param name="interpolation">How images are resized: bilinear, nearest, bicubic, lanczos3 or lanczos5.</param>
        /// <param name="followLinks">Whether folders that are links are looked into.</param>
        /// <param name="cropToAspectRatio">Whether what sticks out of the new proportions is cut off, rather than the image
        /// distorted.</param>
        /// <param name="padToAspectRatio">Whether what lacks of the new proportions is filled with zeros, rather than the image
        /// distorted.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="verbose">Whether to print how many files were found.</param>
        /// <returns>Batches of float32 images from 0 to 255, [batch, height, width, channels], with their labels. A file that can't be read
        /// ends the epoch with an <see cref="InvalidDataException"/> that names it.</returns>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        /// <exception cref="ArgumentException">There are no images, or an argument is unknown, out of range, or does not fit the
        /// others.</exception>
        /// <remarks>
        /// Reads PNG, JPEG, BMP and GIF files (the first image of a moving picture). Source:
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

        /// <summary>The image files of a folder as a data set, with numbers of classes that are given.</summary>
        /// <param name="directory">The folder.</param>
        /// <param name="labels">The classes of all image files in the folder and the folders within, in the alphabetical order of their
        /// paths; numbers from 0.</param>
        /// <param name="labelMode">int (int32 numbers), binary (float32 0 or 1, for two classes, shape (batch, 1)), categorical (float32
        /// one-hot rows), or null for no labels.</param>
        /// <param name="colorMode">rgb, grayscale or rgba: 3, 1 or 4 channels.</param>
        /// <param name="batchSize">How many images make a batch.</param>
        /// <param name="imageSize">The height and width that all images are resized to; [256, 256] by default.</param>
        /// <param name="shuffle">Whether the files are shuffled, and again before each epoch; otherwise they come in alphabetical
        /// order.</param>
        /// <param name="seed">What they are shuffled with; by default the program's own sequence.</param>
        /// <param name="validationSplit">The part of the files, from the end, that is kept for validation, between 0 and 1.</param>
        /// <param name="subset">Which part of a split this is: training or validation.</param>
        /// <param name="interpolation">How images are resized: bilinear, nearest, bicubic, lanczos3 or lanczos5.</param>
        /// <param name="followLinks">Whether folders that are links are looked into.</param>
        /// <param name="cropToAspectRatio">Whether what sticks out of the new proportions is cut off, rather than the image
        /// distorted.</param>
        /// <param name="padToAspectRatio">Whether what lacks of the new proportions is filled with zeros, rather than the image
        /// distorted.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="verbose">Whether to print how many files were found.</param>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        /// <exception cref="ArgumentException">There are more or fewer labels than image files, or an argument is unknown, out of range, or
        /// does not fit the others.</exception>
        /// <returns>Batches of float32 images from 0 to 255, [batch, height, width, channels], with their labels; the names of the classes
        /// are their numbers.</returns>
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
        /// Both parts of a split at once, what Keras calls the subset both: <c>var (train, validation) =
        /// Utils.ImageDatasetsFromDirectory("flowers", 0.2, seed: 1)</c>.
        /// </summary>
        /// <param name="directory">The folder.</param>
        /// <param name="validationSplit">The part of the files, from the end, that is kept for validation, between 0 and 1.</param>
        /// <param name="labels">inferred (from the folders within), or null for none.</param>
        /// <param name="labelMode">int, binary, categorical, or null for no labels.</param>
        /// <param name="classNames">The folders that are classes, in the order of their numbers.</param>
        /// <param name="colorMode">rgb, grayscale or rgba: 3, 1 or 4 channels.</param>
        /// <param name="batchSize">How many images make a batch.</param>
        /// <param name="imageSize">The height and width that all images are resized to; [256, 256] by default.</param>
        /// <param name="shuffle">Whether the files are shuffled before they are split, and those for training again before each
        /// epoch.</param>
        /// <param name="seed">What they are shuffled with; by default the program's own sequence.</param>
        /// <param name="interpolation">How images are resized: bilinear, nearest, bicubic, lanczos3 or lanczos5.</param>
        /// <param name="followLinks">Whether folders that are links are looked into.</param>
        /// <param name="cropToAspectRatio">Whether what sticks out of the new proportions is cut off, rather than the image
        /// distorted.</param>
        /// <param name="padToAspectRatio">Whether what lacks of the new proportions is filled with zeros, rather than the image
        /// distorted.</param>
        /// <param name="dataFormat">channels_last by default, or channels_first.</param>
        /// <param name="verbose">Whether to print how many files were found.</param>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        /// <exception cref="ArgumentException">A part would be empty, or an argument is unknown, out of range, or does not fit the
        /// others.</exception>
        /// <returns>The images for training and those for validation.</returns>
        public static (ImageDataset Training, ImageDataset Validation) ImageDatasetsFromDirectory(
            string directory, double validationSplit, string? labels = "inferred", string? labelMode = "int",
            IReadOnlyList<string>? classNames = null, string colorMode = "rgb", int batchSize = 32, Shape? imageSize = null,
            bool shuffle = true, int? seed = null, string interpolation = "bilinear", bool followLinks = false,
            bool cropToAspectRatio = false, bool padToAspectRatio = false, string? dataFormat = null, bool verbose = true)
        {
            var settings = ImageSettings.Checked(nameof(ImageDatasetsFromDirectory), labels is null ? null : labelMode, colorMode,
                imageSize, interpolation, cropToAspectRatio, padToAspectRatio, dataFormat);
            // Both parts come from one order, also where nobody gave a seed.
            seed ??= (int)(RandomSeed.Next() >> 33);
            var (training, validation) = (new ImageSplit(shuffle, seed, validationSplit, "training"),
                new ImageSplit(shuffle, seed, validationSplit, "validation"));
            var files = ImageIndex.Find(directory, labels, labelMode, classNames, followLinks, verbose);
            return (training.Apply(files, verbose).Make(settings, batchSize, shuffle, seed),
                validation.Apply(files, verbose).Make(settings, batchSize, shuffle: false, seed));
        }
    }
}
