namespace Glassbox.Saving;

/// <summary>Uniform errors for reading files: which file, and what is wrong with it.</summary>
internal static class ReadErrors
{
    /// <summary>Runs a read and converts exceptions that constructors throw for invalid settings to that of a damaged file.</summary>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    /// <exception cref="NotSupportedException">The config uses an unsupported feature.</exception>
    public static T In<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (NotSupportedException exception)
        {
            throw new NotSupportedException(Message(where, exception), exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"{where}: it is cut short.", exception);
        }
        catch (Exception exception) when (exception
            is InvalidDataException or ArgumentException or OverflowException or InvalidOperationException or ArithmeticException)
        {
            throw new InvalidDataException(Message(where, exception), exception);
        }
    }

    private static string Message(string where, Exception exception) =>
        exception.Message.StartsWith(where, StringComparison.Ordinal) ? exception.Message : $"{where}: {exception.Message}";
}
