namespace Glassbox;

/// <summary>The formulas of operations, by the names under which a tape records them.</summary>
internal static class Formulas
{
    private static readonly Dictionary<string, string> ByName = new()
    {
        ["dense"] = "x·kernel + bias",
        ["matmul"] = "a·b",
        ["conv"] = "x ∗ kernel + bias",
        ["add"] = "a + b",
        ["subtract"] = "a − b",
        ["multiply"] = "a · b",
        ["divide"] = "a / b",
        ["maximum"] = "max(a, b)",
        ["minimum"] = "min(a, b)",
        ["relu"] = "max(0, x)",
        ["relu6"] = "min(max(0, x), 6)",
        ["sigmoid"] = "1 / (1 + e⁻ˣ)",
        ["tanh"] = "tanh(x)",
        ["softplus"] = "log(1 + eˣ)",
        ["softmax"] = "eˣ / Σ eˣ",
        ["log_softmax"] = "x − log Σ eˣ",
        ["exp"] = "eˣ",
        ["log"] = "log x",
        ["sqrt"] = "√x",
        ["square"] = "x²",
        ["abs"] = "|x|",
        ["negative"] = "−x",
        ["sum"] = "Σ x",
        ["mean"] = "Σ x / n",
        ["where"] = "x or y, by a condition",
        ["reshape"] = "the same values in another shape",
        ["cast"] = "the same values in another type",
        ["transpose"] = "the same values, axes exchanged",
        ["max_pool"] = "the largest of each window",
        ["average_pool"] = "the mean of each window",
        ["concatenate"] = "both, one behind the other",
    };

    private static readonly string[] Sums = ["dense", "matmul", "conv"];

    /// <summary>The formula of an operation, or its name where it has none.</summary>
    public static string Of(TapeRecord record) => record.Name == "dense" && record.Inputs.Length == 2
        ? "x·kernel"
        : ByName.GetValueOrDefault(record.Name) ?? (record.Name.Contains("conv", StringComparison.Ordinal) ? ByName["conv"] : record.Name);

    /// <summary>The formula of a layer: its operations, in order.</summary>
    public static string Of(IReadOnlyList<TapeRecord> records) => records.Count == 0 ? "y = x" : "y = " + string.Join("  →  ", records.Select(Of));

    /// <summary>Whether each element of the result is a sum of elements of the first input, each times a weight.</summary>
    public static bool IsWeightedSum(TapeRecord record) => record.Inputs.Length >= 2 && Sums.Any(sum => record.Name.Contains(sum, StringComparison.Ordinal));

    /// <summary>Whether each element of the result depends on the element at the same place alone.</summary>
    public static bool IsActivation(TapeRecord record) =>
        record.Inputs.Length == 1 && record.Inputs[0].Input.Shape == record.Output.Shape && record.Name is not ("softmax" or "log_softmax" or "cast" or "transpose" or "reshape");
}
