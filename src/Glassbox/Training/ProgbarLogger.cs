using Glassbox.Callbacks;

namespace Glassbox;

/// <summary>Displays the progress of Fit, Evaluate and Predict on the console.</summary>
/// <param name="verbose">1 shows a progress bar, 2 prints one line per epoch.</param>
/// <param name="epochs">Number of epochs.</param>
/// <param name="steps">Number of steps per epoch, evaluation or prediction, if known.</param>
internal sealed class ProgbarLogger(int verbose, int epochs, Func<int?> steps) : Callback
{
    private static readonly KeyValuePair<string, double>[] NoFigures = [];

    private Progbar? bar;
    private bool fitting;
    private int seen;

    public override void OnTrainBegin() => fitting = true;

    public override void OnEpochBegin(int epoch)
    {
        if (epochs > 1)
        {
            Console.WriteLine($"Epoch {epoch + 1}/{epochs}");
        }

        Start();
    }

    public override void OnTrainBatchEnd(int batch, Logs logs) => bar?.Update(seen = batch + 1, logs.Sorted());

    public override void OnEpochEnd(int epoch, Logs logs) => Finish(logs);

    public override void OnTestBegin()
    {
        if (!fitting)
        {
            Start();
        }
    }

    public override void OnTestBatchEnd(int batch, Logs logs)
    {
        if (!fitting)
        {
            bar?.Update(seen = batch + 1, logs.Sorted());
        }
    }

    public override void OnTestEnd(Logs logs)
    {
        if (!fitting)
        {
            Finish(logs.Sorted());
        }
    }

    public override void OnPredictBegin() => Start();

    public override void OnPredictBatchEnd(int batch) => bar?.Update(seen = batch + 1, NoFigures);

    public override void OnPredictEnd() => Finish(NoFigures);

    private void Start() => (bar, seen) = (new Progbar(steps(), verbose), 0);

    private void Finish(IEnumerable<KeyValuePair<string, double>> figures)
    {
        if (bar is not null)
        {
            bar.Target ??= seen;
            bar.Update(seen, figures, finalize: true);
        }
    }
}
