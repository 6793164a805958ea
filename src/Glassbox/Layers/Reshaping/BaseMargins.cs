using System.Text.Json.Nodes;

namespace Glassbox.Layers;

/// <summary>Base class of padding and cropping along one to three spatial axes.</summary>
public abstract class BaseMargins : Layer
{
    private readonly int rank;
    private readonly int sign;
    private readonly string argument;

    private protected BaseMargins(int rank, int sign, Margins margins, string argument, string? dataFormat, Shape? inputShape, string? name,
        DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
        this.rank = rank;
        this.sign = sign;
        this.argument = argument;
        Sides = margins.For(rank, GetType().Name, argument);
        DataFormat = DataFormats.Checked(dataFormat, GetType().Name);
    }

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <summary>Margins before and after each spatial axis.</summary>
    private protected IReadOnlyList<(int Before, int After)> Sides { get; }

    /// <summary>Margins before and after each axis of the input, including the batch and channel axes.</summary>
    private protected (int Before, int After)[] AllSides =>
        DataFormats.IsChannelsFirst(DataFormat) ? [(0, 0), (0, 0), .. Sides] : [(0, 0), .. Sides, (0, 0)];

    /// <summary>The pairs in serialized form; a bare pair for one axis.</summary>
    private protected JsonNode SidesAsJson => Sides.Count == 1
        ? new JsonArray(Sides[0].Before, Sides[0].After)
        : new JsonArray([.. Sides.Select(side => new JsonArray(side.Before, side.After))]);

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        Shape output = [.. inputShape.Zip(AllSides, Changed)];
        return Fitting(output, $"Make {argument} or the batch smaller.");
    }

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        return sign > 0 ? Ops.Pad(x, AllSides) : x[[.. AllSides.Select(side => (Slice)(side.Before..^side.After))]];
    }

    private int Changed(int extent, (int Before, int After) side)
    {
        var changed = extent + (sign * ((long)side.Before + side.After));
        return extent == Shape.Unknown ? extent
            : ExtentMath.Fits(changed) ? (int)changed
            : throw ExtentMath.Unfit(
                changed, Described, $"the extent {extent} with {side} at its sides", $"Make {argument} smaller.", argument);
    }

    /// <inheritdoc/>
    protected sealed override void CheckInput(Shape inputShape)
    {
        ImageInput.Check(this, inputShape, rank, DataFormat);
        if (sign < 0 && inputShape.Zip(AllSides).Any(pair => IsCutOff(pair.First, pair.Second)))
        {
            throw new ArgumentException(
                $"{Described} takes [{string.Join(", ", Sides)}] off, and nothing is left of images of shape {inputShape}. " +
                $"Make {argument} smaller.", nameof(inputShape));
        }

        static bool IsCutOff(int extent, (int Before, int After) side) =>
            extent != Shape.Unknown && side != (0, 0) && extent <= (long)side.Before + side.After;
    }
}
