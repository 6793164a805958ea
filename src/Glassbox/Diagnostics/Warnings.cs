using System.Runtime.CompilerServices;

namespace Glassbox;

/// <summary>The warnings of the library, written to the error stream unless <see cref="Handler"/> is replaced.</summary>
public static class Warnings
{
    /// <summary>The warnings already issued, per object they concern, with the object's lifetime.</summary>
    private static readonly ConditionalWeakTable<object, HashSet<string>> Said = [];

    /// <summary>
    /// The handler of warnings; by default it writes to the error stream. Set it to log warnings (<c>Warnings.Handler =
    /// logger.LogWarning</c>), or to null to suppress them.
    /// </summary>
    public static Action<string>? Handler { get; set; } = message => Console.Error.WriteLine($"Warning: {message}");

    /// <summary>Returns the layer running on this thread and its description for messages; null outside of layers.</summary>
    internal static Func<(object Source, string Described)?> Running { get; set; } = static () => null;

    internal static void Warn(string message) => Handler?.Invoke(message);

    /// <summary>Issues a warning once per object (a layer, a loss, a compiled model) and cause.</summary>
    /// <param name="about">The object.</param>
    /// <param name="cause">The cause; each is reported once.</param>
    /// <param name="message">The message.</param>
    internal static void Once(object about, string cause, Func<string> message)
    {
        var causes = Said.GetOrCreateValue(about);
        lock (causes)
        {
            if (!causes.Add(cause))
            {
                return;
            }
        }

        Warn(message());
    }

    /// <summary>Issues a warning once for the running layer, or for an operation called outside of layers.</summary>
    /// <param name="operation">The operation outside of layers.</param>
    /// <param name="cause">The cause; each is reported once.</param>
    /// <param name="message">The message after the name of the layer or operation.</param>
    internal static void OnceWhereRunning(Type operation, string cause, Func<string> message)
    {
        var (source, described) = Running() ?? (operation, operation.Name);
        Once(source, cause, () => $"{described}: {message()}");
    }
}
