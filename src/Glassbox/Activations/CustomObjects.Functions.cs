namespace Glassbox.Saving;

public static partial class CustomObjects
{
    /// <summary>The registered functions by name; also the lock.</summary>
    private static class Functions
    {
        public static readonly Dictionary<string, ActivationFunction> ByName = new(StringComparer.Ordinal);
    }

    /// <summary>Registers an activation function under its name.</summary>
    /// <inheritdoc cref="Register{T}"/>
    public static void Register(string package, ActivationFunction function)
    {
        lock (Functions.ByName)
        {
            Functions.ByName[RegisteredName(package, function.Name)] = function;
        }
    }

    internal static ActivationFunction? FindFunction(string registeredName)
    {
        lock (Functions.ByName)
        {
            return Functions.ByName.GetValueOrDefault(registeredName);
        }
    }

    /// <summary>The name under which a function is registered; null if it is not.</summary>
    internal static string? NameOf(ActivationFunction function)
    {
        lock (Functions.ByName)
        {
            return Functions.ByName.FirstOrDefault(pair => pair.Value == function).Key;
        }
    }
}
