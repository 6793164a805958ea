namespace Glassbox.Saving;

/// <summary>A custom class registered by the program.</summary>
internal sealed record CustomObject(Type Type, string Module, string ClassName, string RegisteredName, Func<Config, object> FromConfig);
