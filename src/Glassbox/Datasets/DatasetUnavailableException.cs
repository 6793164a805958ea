namespace Glassbox.Datasets;

/// <summary>A data set could be found neither on this machine nor on the network. The message says what was tried and what to do.</summary>
public sealed class DatasetUnavailableException : IOException
{
    /// <summary>An exception with a message.</summary>
    public DatasetUnavailableException(string message)
        : base(message)
    {
    }
}
