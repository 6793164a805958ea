using System.Runtime.CompilerServices;

namespace Glassbox;

/// <summary>
/// What the library has to say that is no error: it goes to the error stream, unless <see cref="Handler"/> takes it elsewhere.
/// </summary>
public static class Warnings
{
    /// <summary>What was said already, by whom it concerns: it is forgotten with them.</summary>
    private static readonly ConditionalWeakTable<object, HashSet<string>> Said = [];

    /// <summary>
    /// Takes each warning; by default it writes it to the error stream. Set it to log warnings (<c>Warnings.Handler =
    /// logger.LogWarning</c>), or to
    /// null for silence.
    /// </summary>
    public static Action<string>? Handler { get; set; } = message => Console.Error.WriteLine($"Warning: {message}");

    /// <summary>Gives the layer that is running on this thread, with what messages call it; null outside of layers.</summary>
    internal static Func<(object Source, string Described)?> Running { get; set; } = static () => null;

    internal static void Warn(string message) => Handler?.Invoke(message);

    /// <summary>Says something once for an object: a layer, a loss, a compiled model.</summary>
    /// <param name="about">The object.</param>
    /// <param name="cause">What there is to say about it; each cause is said once.</param>
    /// <param name="message">The words.</param>
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

    /// <summary>Says something once for the layer that is running, or for an operation that is called outside of layers.</summary>
    /// <param name="operation">What is called then.</param>
    /// <param name="cause">What there is to say; each cause is said once.</param>
    /// <param name="message">The words behind the name of the layer or the operation.</param>
    internal static void OnceWhereRunning(Type operation, string cause, Func<string> message)
    {
        var (source, described) = Running() ?? (operation, operation.Name);
        Once(source, cause, () => $"{described}: {message()}");
    }
}
