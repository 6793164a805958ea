using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Backends;

namespace Glassbox.Saving;

/// <summary>
/// The registry of a family of classes, such as the initializers: their factories and string identifiers. It uses no reflection, so that it
/// works with ahead-of-time compilation.
/// </summary>
/// <param name="kind">The name of a member in messages, such as <c>initializer</c>.</param>
/// <param name="module">Keras's module of the family, such as <c>keras.initializers</c>.</param>
/// <param name="finish">Applied to each object created from settings.</param>
/// <param name="named">Applied to each object created from an identifier.</param>
/// <param name="suffix">A suffix of class names that Keras's class names lack: <c>MeanSquaredErrorMetric</c>.</param>
internal sealed class Registry<T>(
    string kind, string module, Action<T, Config>? finish = null, Action<T, string>? named = null, string suffix = "") : IEnumerable<string>
    where T : class, IConfigurable
{
    private readonly ConcurrentDictionary<string, Entry> classes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, Entry> types = [];
    private readonly List<(string Name, Func<string, T> Make)> names = [];

    private sealed record Entry(string Module, string ClassName, Func<Config, T> FromConfig);

    /// <summary>Adds a class, identified by its name in any spelling.</summary>
    public void Add<TClass>(Func<Config, TClass> fromConfig)
        where TClass : T => Add(fromConfig, [Identifiers.SnakeCase(NameOf<TClass>())]);

    /// <summary>Adds a class with several string identifiers.</summary>
    public void Add<TClass>(Func<Config, TClass> fromConfig, string[] aliases)
        where TClass : T
    {
        Add(module, fromConfig);
        foreach (var alias in aliases)
        {
            names.Add((alias, _ => Make(NameOf<TClass>(), fromConfig, new Config(NameOf<TClass>(), []))));
        }
    }

    /// <summary>Adds a class from another Keras module than the family's, without string identifiers.</summary>
    public void Add<TClass>(string itsModule, Func<Config, TClass> fromConfig)
        where TClass : T => Add(itsModule, NameOf<TClass>(), fromConfig);

    /// <summary>Adds a class under Keras's differing class name.</summary>
    public void Add<TClass>(string itsModule, string className, Func<Config, TClass> fromConfig)
        where TClass : T
    {
        var entry = new Entry(itsModule, className, config => fromConfig(config));
        classes[entry.ClassName] = entry;
        types[typeof(TClass)] = entry;
    }

    private string NameOf<TClass>()
    {
        var name = typeof(TClass).Name;
        return suffix.Length > 0 && name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length]
            : name;
    }

    /// <summary>Adds an identifier of an object without a class of its own.</summary>
    public void Add(string name, Func<string, T> make) => names.Add((name, make));

    /// <summary>The object of an identifier, with its default settings.</summary>
    /// <exception cref="ArgumentException">The identifier is unknown; the message names the nearest one.</exception>
    public T Get(string name)
    {
        var made = Find(name)
            ?? throw new ArgumentException(Identifiers.Unknown(kind, name, names.Select(entry => entry.Name)), nameof(name));
        named?.Invoke(made, name);
        return made;
    }

    /// <summary>The object of an identifier, with its default settings; null if unknown.</summary>
    public T? Find(string name)
    {
        var wanted = Identifiers.Normalize(name);
        var found = names.Find(entry => Identifiers.Normalize(entry.Name) == wanted);
        return found.Make?.Invoke(found.Name);
    }

    /// <summary>Serializes an object to <c>{module, class_name, config, registered_name}</c>.</summary>
    /// <exception cref="NotSupportedException">The class is not registered.</exception>
    public JsonObject Serialize(T value)
    {
        var (moduleName, className, registeredName) = types.TryGetValue(value.GetType(), out var entry)
            ? (entry.Module, entry.ClassName, (string?)null)
            : CustomObjects.Find(value.GetType()) is { } custom
                ? (custom.Module, custom.ClassName, custom.RegisteredName)
                : throw new NotSupportedException(
                    $"The {kind} {value.GetType().Name} cannot be serialized, because its class is not registered. Give it a "
                    + "GetConfig and a static FromConfig, and register it: " +
                    $"CustomObjects.Register(\"MyPackage\", {value.GetType().Name}.FromConfig).");
        return new JsonObject
        {
            ["module"] = moduleName,
            ["class_name"] = className,
            ["config"] = value.GetConfig().Values,
            ["registered_name"] = registeredName
        };
    }

    /// <summary>Deserializes an object from its serialized form or an identifier.</summary>
    /// <param name="node">The result of <see cref="Serialize"/>, or a string.</param>
    /// <param name="where">The location, for messages.</param>
    /// <exception cref="InvalidDataException">It does not describe a member of this family, or its settings are invalid.</exception>
    /// <exception cref="NotSupportedException">The class, or one of its settings, is not supported.</exception>
    public T Deserialize(JsonNode? node, string where)
    {
        if (node is JsonValue name && name.GetValueKind() == JsonValueKind.String)
        {
            try
            {
                return Get(name.GetValue<string>());
            }
            catch (ArgumentException exception)
            {
                throw new InvalidDataException($"{where}: {exception.Message}", exception);
            }
        }

        if (node is not JsonObject description || Text(description["class_name"]) is not { } className)
        {
            throw new InvalidDataException($"{where}: a description of a {kind} must have a class_name and a config; received "
                + $"{Config.Shorten(node)}.");
        }

        if (className == "function" && Text(description["config"]) is { } function)
        {
            // Keras's built-in functions are classes here; other names are functions of the program.
            return names.Exists(entry => entry.Name == function) ? Get(function) : throw new NotSupportedException(
                $"{where}: '{function}' is a function of the program that wrote the file. Load the model with compile: false and compile "
                + "it here.");
        }

        var config = new Config(className, description["config"] switch
        {
            null => [],
            JsonObject settings => settings,
            var other => throw new InvalidDataException($"{where}: the config of {className} must be an object; received "
            + $"{Config.Shorten(other)}."),
        });
        if (CustomObjects.Find(Text(description["registered_name"]) ?? className) is { } custom)
        {
            return Make(className, custom.FromConfig, config);
        }

        return classes.TryGetValue(className, out var entry) ? Make(className, entry.FromConfig, config)
            : throw Unknown(where, className, description);
    }

    /// <summary>Keras's class names.</summary>
    public IEnumerator<string> GetEnumerator() => classes.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T Make<TMade>(string className, Func<Config, TMade> fromConfig, Config config)
    {
        try
        {
            if (fromConfig(config) is not T made)
            {
                throw new InvalidDataException($"{className} is no {kind}.");
            }

            finish?.Invoke(made, config);
            config.ThrowIfUnread();
            return made;
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{className} cannot be created from its configuration {Config.Shorten(config.Values)}: "
                + $"{exception.Message}", exception);
        }
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private NotSupportedException Unknown(string where, string className, JsonObject description)
    {
        if (className is "Lambda" or "__lambda__")
        {
            return new NotSupportedException(
                $"{where}: {className} holds Python code, which cannot be read safely nor run here. Replace it in Keras by layers, or by "
                + "a class of your own that is registered on both sides.");
        }

        var registered = Text(description["registered_name"])?.Split('>') ?? [];
        var known = Identifiers.Nearest(className, classes.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        var hint = registered is [var package, var own]
            ? $"It is a class of your own: write it in C# and register it first, CustomObjects.Register(\"{package}\", {own}.FromConfig)."
            : Text(description["module"])?.StartsWith("keras", StringComparison.Ordinal) == true
            ? $"If Keras has it, it is planned here and not there yet.{known} Until then replace it in the model, or write a class "
            + $"of that name and register it: CustomObjects.Register(\"MyPackage\", {className}.FromConfig)."
            : $"It is none of Keras's: write it in C# and register it first, CustomObjects.Register(\"MyPackage\", "
                + $"{className}.FromConfig).{known}";
        return new NotSupportedException($"{where}: the {kind} {className} is not known here. {hint}");
    }
}
