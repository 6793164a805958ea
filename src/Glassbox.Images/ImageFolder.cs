namespace Glassbox.Images;

/// <summary>Finds the image files of a folder, in an order that does not depend on the file system.</summary>
internal static class ImageFolder
{
    /// <summary>The names of the folders within a folder that make classes, in order. Hidden ones do not.</summary>
    public static string[] Subfolders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The image files of a folder and of all folders within, folder by folder, each in the order of its letters.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="followLinks">Whether folders that are links are looked into as well. One that leads to a folder around it is
    /// not.</param>
    public static string[] Files(string folder, bool followLinks)
    {
        List<string> folders = [];
        Walk(folder, [Target(new DirectoryInfo(folder))]);
        return
        [
            .. folders.OrderBy(path => path.Replace('\\', '/'), StringComparer.Ordinal)
                .SelectMany(path => Directory.EnumerateFiles(path).Where(ImageFormat.IsImage).Order(StringComparer.Ordinal)),
        ];

        void Walk(string path, string[] around)
        {
            folders.Add(path);
            foreach (var inner in new DirectoryInfo(path).EnumerateDirectories())
            {
                var target = Target(inner);
                if ((followLinks || inner.LinkTarget is null) && !around.Contains(target))
                {
                    Walk(inner.FullName, [.. around, target]);
                }
            }
        }
    }

    /// <summary>The folder itself, or where the link leads that it is.</summary>
    private static string Target(DirectoryInfo folder) => (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName;
}
