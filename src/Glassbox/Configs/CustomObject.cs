namespace Glassbox.Saving;

/// <summary>A class that the program registered.</summary>
internal sealed record CustomObject(Type Type, string Module, string ClassName, string RegisteredName, Func<Config, object> FromConfig);
