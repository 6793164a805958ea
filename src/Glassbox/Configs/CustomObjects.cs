namespace Glassbox.Saving;

/// <summary>
/// The registry of custom classes for deserialization: layers, initializers, losses and so on. Register them once, before saving or
/// loading, as with <c>keras.saving.register_keras_serializable</c>: <c>CustomObjects.Register("MyPackage", Scale.FromConfig)</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/models/model_saving_apis/serialization_utils/"/>.</remarks>
public static partial class CustomObjects
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, CustomObject> ByName = new(StringComparer.Ordinal);

    /// <summary>Registers a class.</summary>
    /// <param name="package">The prefix of the class name in files, as in <c>MyPackage&gt;Scale</c>: the package given in Python, or
    /// "Custom" by default.</param>
    /// <param name="fromConfig">Creates an object from its settings.</param>
    /// <param name="name">The class name in files; the name of the class by default.</param>
    /// <exception cref="ArgumentException">The package or the name is empty or contains &gt;.</exception>
    public static void Register<T>(string package, Func<Config, T> fromConfig, string? name = null)
        where T : class, IConfigurable
    {
        var className = name ?? typeof(T).Name;
        var registeredName = RegisteredName(package, className);
        lock (Gate)
        {
            ByName[registeredName] = new CustomObject(typeof(T), typeof(T).Namespace ?? package, className, registeredName, fromConfig);
        }
    }

    /// <summary>The class registered as <c>Package&gt;Class</c>.</summary>
    internal static CustomObject? Find(string registeredName)
    {
        lock (Gate)
        {
            return ByName.GetValueOrDefault(registeredName);
        }
    }

    internal static CustomObject? Find(Type type)
    {
        lock (Gate)
        {
            return ByName.Values.FirstOrDefault(custom => custom.Type == type);
        }
    }

    private static string RegisteredName(string package, string name) =>
        string.IsNullOrWhiteSpace(package) || string.IsNullOrWhiteSpace(name) || package.Contains('>', StringComparison.Ordinal)
            || name.Contains('>', StringComparison.Ordinal)
            ? throw new ArgumentException("A package and a name must not be empty nor contain '>', which separates them in files; "
            + $"received '{package}' and '{name}'.", nameof(package))
            : $"{package}>{name}";
}
