namespace Glassbox.Datasets;

/// <summary>Where data sets are looked for on a machine, and how the network is dealt with.</summary>
/// <param name="Datasets">A folder of data sets that the user names, or null.</param>
/// <param name="Cache">The folder of data sets that were downloaded.</param>
/// <param name="KerasCache">The same of Keras.</param>
/// <param name="Log">Takes the progress of downloads.</param>
/// <param name="Silence">How long a server may say nothing before it is given up.</param>
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
