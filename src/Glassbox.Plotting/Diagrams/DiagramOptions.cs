using Glassbox.Backends;

namespace Glassbox.Plotting;

/// <summary>What a diagram shows of a model, and its direction.</summary>
internal sealed record DiagramOptions(
    bool ShowShapes, bool ShowDtype, bool ShowLayerNames, string RankDir, bool ExpandNested, int Dpi, bool ShowLayerActivations,
    bool ShowTrainable)
{
    private static readonly string[] Directions = ["TB", "BT", "LR", "RL"];

    /// <summary>Returns the validated options.</summary>
    public DiagramOptions Checked()
    {
        if (!Directions.Contains(RankDir))
        {
            throw new ArgumentException(Identifiers.Unknown("rankdir", RankDir, Directions), nameof(RankDir));
        }

        return Dpi is >= 10 and <= 2400
            ? this
            : throw new ArgumentOutOfRangeException(nameof(Dpi), Dpi, $"dpi is from 10 to 2400 pixels for an inch; received {Dpi}.");
    }
}
