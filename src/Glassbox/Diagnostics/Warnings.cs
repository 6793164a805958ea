namespace Glassbox;

/// <summary>
/// What the library has to say that is no error: it goes to the error stream, unless <see cref="Handler"/> takes it elsewhere.
/// </summary>
public static class Warnings
{
    /// <summary>
    /// Takes each warning; by default it writes it to the error stream. Set it to log warnings (<c>Warnings.Handler =
    /// logger.LogWarning</c>), or to
    /// null for silence.
    /// </summary>
    public static Action<string>? Handler { get; set; } = message => Console.Error.WriteLine($"Warning: {message}");

    internal static void Warn(string message) => Handler?.Invoke(message);
}
