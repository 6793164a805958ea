namespace Glassbox.Callbacks;

/// <summary>
/// Uses the moving averages of the weights for evaluation and prediction, and the weights themselves for training. The optimizer must keep
/// the averages: <c>new SGD(useEma: true)</c>.
/// </summary>
/// <param name="swapOnEpoch">Whether to keep the averages in the model from the end of an epoch to the start of the next, so that
/// subsequent callbacks, such as <see cref="ModelCheckpoint"/>, save them.</param>
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
