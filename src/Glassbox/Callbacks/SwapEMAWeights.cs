namespace Glassbox.Callbacks;

/// <summary>
/// Evaluates and predicts with the moving averages of the weights, and goes on training with the weights themselves. The optimizer keeps
/// the averages: <c>new SGD(useEma: true)</c>.
/// </summary>
/// <param name="swapOnEpoch">Whether the averages also stand in the model from the end of an epoch to the beginning of the next: for
/// callbacks behind this one, such as
/// <see cref="ModelCheckpoint"/>, which save them then.</param>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/swap_ema_weights/"/>.</remarks>
public sealed class SwapEMAWeights(bool swapOnEpoch = false) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => Place(averages: false, swapOnEpoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => Place(averages: true, swapOnEpoch);

    /// <inheritdoc/>
    public override void OnTestBegin() => Place(averages: true);

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => Place(averages: false);

    /// <inheritdoc/>
    public override void OnPredictBegin() => Place(averages: true);

    /// <inheritdoc/>
    public override void OnPredictEnd() => Place(averages: false);

    private void Place(bool averages, bool wanted = true)
    {
        if (Model.OptimizerOrNone is not { UseEma: true } optimizer)
        {
            throw new InvalidOperationException("SwapEMAWeights needs an optimizer that keeps moving averages of the weights. Compile "
                + "the model with one: new Adam(useEma: true).");
        }

        if (wanted && optimizer.AveragesInPlace != averages)
        {
            optimizer.ExchangeAverages();
        }
    }
}
