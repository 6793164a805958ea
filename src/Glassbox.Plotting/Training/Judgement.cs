namespace Glassbox.Plotting;

/// <summary>Decisions and how good they are.</summary>
internal static class Judgement
{
    /// <summary>The colour of a wrong decision.</summary>
    public const string Wrong = "#d64545";

    public static (int Decision, double Certainty) Decision(Tensor probabilities)
    {
        var decision = (int)probabilities.ArgMax();
        return (decision, (double)probabilities[decision]);
    }

    /// <summary>The samples whose right class got the smallest probability, among those that were decided wrongly.</summary>
    public static IReadOnlyList<int> MostWrong(Tensor probabilities, int[] truth, int count)
    {
        var decisions = probabilities.ArgMax(axis: 1).Cast(DType.Int32).ToArray<int>();
        return [.. Enumerable.Range(0, truth.Length).Where(i => decisions[i] != truth[i]).OrderBy(i => (double)probabilities[i, truth[i]]).Take(count)];
    }

    /// <summary>The samples whose largest probability is smallest.</summary>
    public static IReadOnlyList<int> LeastSure(Tensor probabilities, int count)
    {
        var certainty = probabilities.Max(axis: 1).Cast(DType.Float64).ToArray<double>();
        return [.. Enumerable.Range(0, certainty.Length).OrderBy(i => certainty[i]).Take(count)];
    }

    public static void CheckProbabilities(Tensor probabilities, int count)
    {
        if (probabilities.Rank != 2 || probabilities.Shape[0] != count || probabilities.Shape[1] < 1)
        {
            throw new ArgumentException($"Probabilities of {count} samples have shape ({count}, classes); received {probabilities.Shape}.", nameof(probabilities));
        }

        var values = probabilities.Cast(DType.Float64).AsSpan<double>();
        foreach (var value in values)
        {
            if (!(value >= 0 && value <= 1 + 1e-6))
            {
                throw new ArgumentException($"A probability is from 0 to 1; received {value}. For logits, take Ops.Softmax first.", nameof(probabilities));
            }
        }
    }

    public static int[] Labels(Tensor labels, int count, int classes)
    {
        if (labels.Size != count || !labels.DType.IsInteger)
        {
            throw new ArgumentException($"Labels are {count} whole numbers, one for each sample; received shape {labels.Shape}, dtype {labels.DType}. For one-hot labels: y.ArgMax(axis: 1).", nameof(labels));
        }

        var truth = labels.Reshape(-1).Cast(DType.Int32).ToArray<int>();
        var outside = Array.Find(truth, label => label < 0 || label >= classes);
        return outside == 0 || classes > outside && outside > 0
            ? truth
            : throw new ArgumentException($"Labels are from 0 to {classes - 1}, for {classes} classes; received {outside}.", nameof(labels));
    }
}
