namespace Glassbox;

/// <summary>Holds out the end of the data for validation, before shuffling.</summary>
internal static class ValidationSplit
{
    public static (Batch Training, Batch Validation) Apply(Batch data, double validationSplit)
    {
        var samples = data.Count;
        if (validationSplit is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(validationSplit), $"{validationSplit}",
                $"validationSplit is the part of the data kept for validation, at least 0 and less than 1; received {validationSplit}.");
        }

        // Checks the whole data first, so that a wrong length is reported as such and not as a wrong range.
        _ = new TensorFeed(data, 1, shuffle: false);
        var at = (int)Math.Floor(samples * (1 - validationSplit));
        if (at == 0 || at == samples)
        {
            throw new ArgumentException($"A validationSplit of {validationSplit} of {samples} samples leaves none for "
                + $"{(at == 0 ? "training" : "validation")}. Choose another fraction, or pass validationData.", nameof(validationSplit));
        }

        return (data.Map(tensor => tensor[..at]), data.Map(tensor => tensor[at..]));
    }
}
