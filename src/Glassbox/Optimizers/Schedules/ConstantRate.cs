using System.Text.Json.Nodes;

namespace Glassbox.Optimizers.Schedules;

/// <summary>A constant learning rate. Stored in float32, as in Keras, so that a file preserves it exactly.</summary>
internal sealed class ConstantRate(double learningRate) : LearningRateSchedule
{
    private readonly double value = double.IsFinite(learningRate) && learningRate >= 0
        ? (float)learningRate
        : throw new ArgumentOutOfRangeException(nameof(learningRate), $"{learningRate}",
            $"An optimizer needs a finite learning rate of 0 or more; received {learningRate}. To go uphill, negate the gradients or "
                + "the loss.");

    public override double At(long step) => value;

    private protected override JsonNode Serialize() => value;
}
