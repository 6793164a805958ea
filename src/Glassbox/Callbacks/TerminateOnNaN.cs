namespace Glassbox.Callbacks;

/// <summary>Stops training when the loss becomes NaN or infinite.</summary>
/// <param name="raiseError">Whether to throw an exception instead.</param>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/terminate_on_nan/"/>.</remarks>
public sealed class TerminateOnNaN(bool raiseError = false) : Callback
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The loss is not finite and raiseError is set.</exception>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (!logs.TryGetValue("loss", out var loss) || double.IsFinite(loss))
        {
            return;
        }

        if (raiseError)
        {
            throw new InvalidOperationException($"Batch {batch}: the loss is {loss}. Try a smaller learning rate, or gradient clipping, "
                + "and look for values in the data that are not finite.");
        }

        Console.WriteLine($"Batch {batch}: Invalid loss, terminating training");
        Model.StopTraining = true;
    }
}
