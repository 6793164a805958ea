namespace Glassbox.Datasets;

/// <summary>Local folders of data sets, and download settings.</summary>
/// <param name="Datasets">The user's folder of data sets, or null.</param>
/// <param name="Cache">Folder of downloaded data sets.</param>
/// <param name="KerasCache">Keras's folder of downloaded data sets.</param>
/// <param name="Log">Writer for download progress.</param>
/// <param name="Silence">Timeout for a server that sends nothing.</param>
internal sealed record DatasetPlaces(string? Datasets, string Cache, string KerasCache, TextWriter Log, TimeSpan Silence)
{
    /// <summary>GLASSBOX_DATASETS; GLASSBOX_HOME, by default <c>~/.glassbox</c>; KERAS_HOME, by default <c>~/.keras</c>.</summary>
    public static DatasetPlaces OfThisMachine()
    {
        var profile = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var home = Variable("GLASSBOX_HOME") ?? Path.Combine(profile, ".glassbox");
        var kerasHome = Variable("KERAS_HOME") ?? Path.Combine(profile, ".keras");
        return new(Variable("GLASSBOX_DATASETS"), Path.Combine(home, "datasets"), Path.Combine(kerasHome, "datasets"), Console.Error,
            TimeSpan.FromSeconds(20));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
