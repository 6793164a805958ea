namespace Glassbox.Images;

/// <summary>Lists the image files of a folder in an order that does not depend on the file system.</summary>
internal static class ImageFolder
{
    /// <summary>The class subfolders of a folder, in order; hidden ones are skipped.</summary>
    public static string[] Subfolders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The image files of a folder and its subfolders, folder by folder, each in alphabetical order.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="followLinks">Whether to follow symbolic links to folders, except those to an enclosing folder.</param>
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

    /// <summary>The folder itself, or the target of a link.</summary>
    private static string Target(DirectoryInfo folder) => (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName;
}
