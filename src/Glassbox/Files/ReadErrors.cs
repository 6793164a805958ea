namespace Glassbox.Saving;

/// <summary>What goes wrong while a file is read is said in one way: which file, and what is wrong with it.</summary>
internal static class ReadErrors
{
    /// <summary>Reads, and turns the exceptions that objects throw for impossible settings into that of a damaged file.</summary>
    /// <exception cref="InvalidDataException">What was read is damaged.</exception>
    /// <exception cref="NotSupportedException">It uses what is not known here.</exception>
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
