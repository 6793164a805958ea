namespace Glassbox.Datasets;

/// <summary>A data set was found neither locally nor on the network. The message lists what was tried and what to do.</summary>
public sealed class DatasetUnavailableException : IOException
{
    /// <summary>Creates an exception with a message.</summary>
    public DatasetUnavailableException(string message)
        : base(message)
    {
    }
}
