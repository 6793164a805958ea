namespace Glassbox;

/// <summary>
/// Converts predictions and labels to class indices. A row of several values has one per class, decided by argmax; a single output unit is
/// the probability of class 1, with a threshold of one half.
/// </summary>
internal static class Decisions
{
    /// <summary>Class probabilities, [count, classes], float64. A single unit p becomes the two classes 1 − p and p.</summary>
    /// <param name="probabilities">[count, classes], or [count, 1] or [count] for a single unit; thresholded values are allowed.</param>
    /// <param name="count">Number of samples.</param>
    /// <exception cref="ArgumentException">The shape is invalid, or a value is not a probability.</exception>
    public static Tensor Probabilities(Tensor probabilities, int count)
    {
        if (probabilities.Rank is not (1 or 2) || probabilities.Shape[0] != count || probabilities.Size == 0)
        {
            throw new ArgumentException(
                $"Probabilities of {count} samples have shape ({count}, classes), or ({count}, 1) or ({count},) for a single output unit; "
                + $"received {probabilities.Shape}.",
                nameof(probabilities));
        }

        var values = Doubles(probabilities);
        var wrong = Array.FindIndex(values, value => !(value >= 0 && value <= 1 + 1e-6));
        return wrong < 0
            ? PerClass(probabilities)
            : throw new ArgumentException(
                $"A probability is from 0 to 1; received {values[wrong]}. "
                + "For logits, take Ops.Softmax first, or Ops.Sigmoid for a single output unit.",
                nameof(probabilities));
    }

    /// <summary>One value per class, [count, classes], float64. A single unit p, the probability of class 1, becomes 1 − p and p.</summary>
    public static Tensor PerClass(Tensor outputs)
    {
        var rows = outputs.Cast(DType.Float64);
        if (rows.Rank == 2 && rows.Shape[1] > 1)
        {
            return rows;
        }

        var p = rows.Reshape(-1, 1);
        return Ops.Concatenate([1 - p, p], 1);
    }

    /// <summary>The argmax of each row; the first of equal values.</summary>
    public static int[] Of(Tensor perClass) => perClass.ArgMax(axis: 1).Cast(DType.Int32).ToArray<int>();

    /// <summary>The class of each prediction, and the number of classes; null if it cannot be inferred from class indices.</summary>
    /// <param name="predictions">[count, classes]: probabilities, logits or one-hot rows; [count] or [count, 1]: class indices, or the
    /// probability of class 1.</param>
    /// <exception cref="ArgumentException">The shape is invalid, or the values are neither.</exception>
    public static (int[] Classes, int? Count) Predicted(Tensor predictions)
    {
        if (predictions.Rank is not (1 or 2) || predictions.Size == 0)
        {
            throw new ArgumentException(
                "Predictions have shape (count, classes), or (count,) or (count, 1) for class indices or the probability of class 1; "
                + $"received {predictions.Shape}.",
                nameof(predictions));
        }

        var values = Doubles(predictions);
        if (values.Any(double.IsNaN))
        {
            throw new ArgumentException(
                $"A prediction is NaN, which determines no class; received shape {predictions.Shape}.", nameof(predictions));
        }

        if (predictions.Rank == 2 && predictions.Shape[1] > 1)
        {
            return (predictions.DType.IsFloating ? Of(predictions) : OneHot(predictions, nameof(predictions)), predictions.Shape[1]);
        }

        if (values.All(double.IsInteger))
        {
            return (Numbers(predictions, nameof(predictions)), predictions.DType == DType.Bool ? 2 : null);
        }

        var wrong = Array.FindIndex(values, value => value is < 0 or > 1);
        return wrong < 0
            ? (Of(PerClass(predictions)), 2)
            : throw new ArgumentException(
                $"Predictions of shape {predictions.Shape} must be integer class indices, or probabilities of class 1 from 0 to 1; "
                + $"received {values[wrong]}. For logits, apply Ops.Sigmoid first.",
                nameof(predictions));
    }

    /// <summary>The class of each label.</summary>
    /// <param name="labels">[count] or [count, 1]: class indices of any type, including bool; [count, classes]: one-hot rows.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The count differs, or a label is not a class.</exception>
    public static int[] Labels(Tensor labels, int count, int classes)
    {
        var oneHot = labels.Rank == 2 && labels.Shape[0] == count && labels.Shape[1] > 1;
        if (!oneHot && (labels.Size != count || labels.Rank > 2 || (labels.Rank > 0 && labels.Shape[0] != count)))
        {
            throw new ArgumentException(
                $"Labels must be {count} integers, one per sample, or one-hot rows of shape ({count}, {classes}); "
                + $"received shape {labels.Shape}, dtype {labels.DType}.",
                nameof(labels));
        }

        var truth = oneHot ? OneHot(labels, nameof(labels)) : Numbers(labels, nameof(labels));
        var outside = Array.FindIndex(truth, label => label >= classes);
        if (outside >= 0 || (oneHot && labels.Shape[1] > classes))
        {
            var received = outside < 0 ? $"one-hot rows of shape {labels.Shape}" : $"{truth[outside]}";
            throw new ArgumentException($"Labels are from 0 to {classes - 1}, for {classes} classes; received {received}.", nameof(labels));
        }

        return truth;
    }

    /// <summary>Class indices from a tensor of any type.</summary>
    private static int[] Numbers(Tensor classes, string argument)
    {
        var values = Doubles(classes);
        var wrong = Array.FindIndex(values, value => !(value >= 0 && value < int.MaxValue && double.IsInteger(value)));
        return wrong < 0
            ? Array.ConvertAll(values, value => (int)value)
            : throw new ArgumentException(
                $"Classes must be integers from 0; received {values[wrong]} in {argument} of shape {classes.Shape}, "
                + $"dtype {classes.DType}.",
                argument);
    }

    private static int[] OneHot(Tensor rows, string argument)
    {
        var (values, classes) = (Doubles(rows), rows.Shape[1]);
        foreach (var row in values.Chunk(classes))
        {
            if (row.Count(value => value == 1) != 1 || row.Count(value => value == 0) != classes - 1)
            {
                var numbers = NumberFormat.List(row.Take(8)) + (classes > 8 ? ", …" : "");
                throw new ArgumentException(
                    $"One-hot rows have a single 1, else 0; received a row [{numbers}] in {argument} of shape {rows.Shape}.", argument);
            }
        }

        return Of(rows);
    }

    private static double[] Doubles(Tensor x) => x.Cast(DType.Float64).ToArray<double>();
}
