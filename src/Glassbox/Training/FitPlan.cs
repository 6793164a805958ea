namespace Glassbox;

/// <summary>The validated epoch and step counts of Fit.</summary>
internal sealed record FitPlan(int Epochs, int InitialEpoch, int? StepsPerEpoch, int? ValidationSteps, int ValidationFreq)
{
    public FitPlan Checked()
    {
        ThrowIfBelow(Epochs, InitialEpoch, "epochs");
        ThrowIfBelow(InitialEpoch, 0, "initialEpoch");
        ThrowIfBelow(StepsPerEpoch ?? 1, 1, "stepsPerEpoch");
        ThrowIfBelow(ValidationSteps ?? 1, 1, "validationSteps");
        ThrowIfBelow(ValidationFreq, 1, "validationFreq");
        return this;
    }

    private static void ThrowIfBelow(int value, int least, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Fit needs {name} of {least} or more; received {value}.");
        }
    }
}
