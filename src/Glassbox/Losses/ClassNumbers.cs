namespace Glassbox.Losses;

/// <summary>Validation of integer class targets.</summary>
internal static class ClassNumbers
{
    /// <summary>The class indices as int64, one per prediction.</summary>
    /// <param name="yTrue">The targets, of the predictions' shape without the class axis, or with size 1 there.</param>
    /// <param name="yPred">The predictions; the last axis is the class axis.</param>
    /// <param name="name">The caller's name, for error messages.</param>
    /// <param name="ignored">An additional allowed value that marks targets to ignore.</param>
    /// <exception cref="ArgumentException">The shape is wrong, or a value is not an integer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a class index.</exception>
    public static Tensor Check(Tensor yTrue, Tensor yPred, string name, int? ignored = null)
    {
        var labels = yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == 1 ? Ops.Squeeze(yTrue, -1) : yTrue;
        if (labels.Shape != yPred.Shape[..^1])
        {
            var hint = yTrue.Shape == yPred.Shape
                ? "They look like one-hot targets: use the loss 'categorical_crossentropy', or convert them to class indices, y.ArgMax(-1)."
                : TargetHint.For(yTrue.Shape, yPred.Shape) ?? "Is it the right y for this x?";
            throw new ArgumentException($"{name} needs one class index for each prediction, of shape {yPred.Shape[..^1]}; received "
                + $"targets of shape {yTrue.Shape}. {hint}", nameof(yTrue));
        }

        var whole = Ops.WholeNumbers(labels, name, nameof(yTrue));
        var classes = yPred.Shape[^1];
        var judged = ignored is { } none ? Ops.Where(Ops.Equal(whole, none), Ops.ZerosLike(whole), whole) : whole;
        if (judged.Size > 0 && (Ops.Min(judged).ToScalar<long>() < 0 || Ops.Max(judged).ToScalar<long>() >= classes))
        {
            var (least, most) = (Ops.Min(judged).ToScalar<long>(), Ops.Max(judged).ToScalar<long>());
            var remedy = least < 0 ? ignored is null ? "Leave such samples out, or set ignoreClass to their label." : ""
                : least > 0 && most - least < classes ? $"Class indices begin at 0: subtract {least} from the labels."
                : $"Give its last layer one unit for each class: Dense({most + 1}).";
            throw new ArgumentOutOfRangeException(
                nameof(yTrue), $"{name}: the labels must be class indices 0 to {classes - 1}, since the model returns {classes} values; "
                + $"received labels from {least} to {most}. {remedy}".TrimEnd());
        }

        return judged;
    }
}
