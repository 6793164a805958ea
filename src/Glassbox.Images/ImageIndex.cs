namespace Glassbox.Images;

/// <summary>Image files with class labels and class names.</summary>
internal sealed record ImageIndex(IReadOnlyList<string> Paths, int[]? Labels, IReadOnlyList<string> ClassNames)
{
    /// <summary>The files of a folder's subfolders, each of which is a class, or all files without classes.</summary>
    public static ImageIndex Find(string directory, string? labels, string? labelMode, IReadOnlyList<string>? classNames, bool followLinks,
        bool verbose)
    {
        if (labels is not (null or "inferred"))
        {
            throw new ArgumentException($"labels must be \"inferred\", null for none, or a list of numbers; received \"{labels}\".",
                nameof(labels));
        }

        if (labels is null)
        {
            return classNames is null
                ? new ImageIndex(Files(directory, followLinks), null, []).Checked(directory, labelMode: null, verbose)
                : throw new ArgumentException("classNames name the folders that labels are inferred from; without labels there are none.",
                nameof(classNames));
        }

        var folders = Directory.Exists(directory) ? ImageFolder.Subfolders(directory) : throw NoFolder(directory);
        if (classNames is not null && (classNames.Except(folders).Any() || classNames.Distinct().Count() < classNames.Count))
        {
            throw new ArgumentException(
                $"classNames must name folders within '{directory}', each once: {string.Join(", ", folders)}; received "
                + $"{string.Join(", ", classNames)}.", nameof(classNames));
        }

        var names = classNames ?? folders;
        var files = names.Select(name => ImageFolder.Files(Path.Combine(directory, name), followLinks)).ToArray();
        int[] numbers = [.. files.SelectMany((paths, number) => Enumerable.Repeat(number, paths.Length))];
        var index = new ImageIndex([.. files.SelectMany(paths => paths)], numbers, names).Checked(directory, labelMode, verbose);
        return labelMode is null ? index with { Labels = null } : index;
    }

    /// <summary>All files of a folder, with explicit labels.</summary>
    public static ImageIndex Find(string directory, IReadOnlyList<int> labels, string? labelMode, bool followLinks, bool verbose)
    {
        var paths = Files(directory, followLinks);
        if (labels.Count != paths.Length)
        {
            throw new ArgumentException($"There must be a label for each image file: '{directory}' has {paths.Length} image files; "
                + $"received {labels.Count} labels.", nameof(labels));
        }

        int[] classes = [.. labels.Distinct().Order()];
        if (labelMode is "categorical" or "binary" && !classes.SequenceEqual(Enumerable.Range(0, classes.Length)))
        {
            throw new ArgumentException($"Labels for labelMode \"{labelMode}\" must be 0, 1, …, without gaps; received "
                + $"{string.Join(", ", classes)}.", nameof(labels));
        }

        var index = new ImageIndex(paths, [.. labels], [.. classes.Select(number => $"{number}")]).Checked(directory, labelMode, verbose);
        return labelMode is null ? index with { Labels = null } : index;
    }

    /// <summary>Selects files in the given order.</summary>
    public ImageIndex Take(IEnumerable<int> samples)
    {
        int[] chosen = [.. samples];
        return this with { Paths = [.. chosen.Select(i => Paths[i])], Labels = Labels is null ? null : [.. chosen.Select(i => Labels[i])] };
    }

    /// <summary>Creates the data set of these files.</summary>
    public ImageDataset Make(ImageSettings settings, int batchSize, bool shuffle, int? seed) =>
        new(Paths, Labels, ClassNames, settings, batchSize, shuffle, seed);

    private static string[] Files(string directory, bool followLinks) =>
        Directory.Exists(directory) ? ImageFolder.Files(directory, followLinks) : throw NoFolder(directory);

    private static DirectoryNotFoundException NoFolder(string directory) => new($"There is no folder '{Path.GetFullPath(directory)}'.");

    private ImageIndex Checked(string directory, string? labelMode, bool verbose)
    {
        if (Labels is not null && ClassNames.Count == 0)
        {
            var count = ImageFolder.Files(directory, followLinks: false).Length;
            var beside = count switch { 0 => "", 1 => "; 1 image lies in it itself", _ => $"; {count} images lie in it itself" };
            throw new ArgumentException(
                $"There are no folders in '{directory}', and each folder there is a class{beside}. Put the images of each class into a "
                + "folder "
                + "of its name, such as cats/1.png, or give labels: null for images without classes.", nameof(directory));
        }

        if (Paths.Count == 0)
        {
            throw new ArgumentException(
                $"There are no images in '{directory}'"
                + (Labels is null ? "" : $", in folders that are classes ({string.Join(", ", ClassNames)})")
                + $": files whose names end in {string.Join(", ", ImageFormat.Extensions)}.",
                nameof(directory));
        }

        if (labelMode == "binary" && ClassNames.Count != 2)
        {
            throw new ArgumentException($"labelMode \"binary\" is for two classes; there are {ClassNames.Count}: "
                + $"{string.Join(", ", ClassNames)}.", nameof(labelMode));
        }

        if (verbose)
        {
            Console.WriteLine(Labels is null ? $"Found {Paths.Count} files."
                : $"Found {Paths.Count} files belonging to {ClassNames.Count} classes.");
        }

        return this;
    }
}
