using Glassbox.Losses;

namespace Glassbox;

public static partial class Keras
{
    /// <summary>
    /// Losses as functions that return one loss per sample: <c>Keras.Losses.BinaryCrossentropy(images, reconstructed)</c>. The classes of
    /// the same names in <see cref="Glassbox.Losses"/> reduce a batch to a scalar.
    /// </summary>
    /// <remarks>Source: <see href="https://keras.io/api/losses/"/>. The settings are those of the classes.</remarks>
    public static class Losses
    {
        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.BinaryCrossentropy"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor BinaryCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, double labelSmoothing = 0,
            int axis = -1) => new Glassbox.Losses.BinaryCrossentropy(fromLogits, labelSmoothing, axis, reduction: Reduction.None)
            .Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.BinaryFocalCrossentropy"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor BinaryFocalCrossentropy(Tensor yTrue, Tensor yPred, bool applyClassBalancing = false, double alpha = 0.25,
            double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1) =>
            new Glassbox.Losses.BinaryFocalCrossentropy(applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, axis,
            reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.CategoricalCrossentropy"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor CategoricalCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, double labelSmoothing = 0,
            int axis = -1) => new Glassbox.Losses.CategoricalCrossentropy(fromLogits, labelSmoothing, axis, reduction: Reduction.None)
            .Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.CategoricalFocalCrossentropy"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor CategoricalFocalCrossentropy(Tensor yTrue, Tensor yPred, double alpha = 0.25, double gamma = 2,
            bool fromLogits = false, double labelSmoothing = 0, int axis = -1) =>
            new Glassbox.Losses.CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, axis, reduction: Reduction.None)
            .Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.CategoricalGeneralizedCrossEntropy"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor CategoricalGeneralizedCrossEntropy(Tensor yTrue, Tensor yPred, double q) =>
            new Glassbox.Losses.CategoricalGeneralizedCrossEntropy(q, reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.CategoricalHinge"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor CategoricalHinge(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.CategoricalHinge(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>
        /// Per-sample loss of <see cref="Glassbox.Losses.Circle"/>, optionally against reference embeddings: a memory bank of earlier
        /// samples, or class prototypes.
        /// </summary>
        /// <param name="yTrue">Integer class label of each sample.</param>
        /// <param name="yPred">Embeddings of the samples, L2-normalized.</param>
        /// <param name="refLabels">Class labels of the reference embeddings; <paramref name="yTrue"/> by default.</param>
        /// <param name="refEmbeddings">Reference embeddings; <paramref name="yPred"/> by default.</param>
        /// <param name="removeDiagonal">Whether to exclude the pairs (i, i): false if the references are other samples.</param>
        /// <param name="gamma">Scale factor.</param>
        /// <param name="margin">Relaxation margin.</param>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Circle(Tensor yTrue, Tensor yPred, Tensor? refLabels = null, Tensor? refEmbeddings = null,
            bool removeDiagonal = true, double gamma = 80, double margin = 0.4) =>
            new Glassbox.Losses.Circle(gamma, margin, removeDiagonal).Against(yTrue, yPred, refLabels ?? yTrue, refEmbeddings ?? yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.CosineSimilarity"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor CosineSimilarity(Tensor yTrue, Tensor yPred, int axis = -1) =>
            new Glassbox.Losses.CosineSimilarity(axis, reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.Dice"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor Dice(Tensor yTrue, Tensor yPred, Axes? axis = null) =>
            new Glassbox.Losses.Dice(axis: axis, reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.Hinge"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor Hinge(Tensor yTrue, Tensor yPred) => new Glassbox.Losses.Hinge(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.Huber"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor Huber(Tensor yTrue, Tensor yPred, double delta = 1) =>
            new Glassbox.Losses.Huber(delta, reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.KLDivergence"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor KLDivergence(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.KLDivergence(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.LogCosh"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor LogCosh(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.LogCosh(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.MeanAbsoluteError"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor MeanAbsoluteError(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.MeanAbsoluteError(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.MeanAbsolutePercentageError"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor MeanAbsolutePercentageError(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.MeanAbsolutePercentageError(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.MeanSquaredError"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor MeanSquaredError(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.MeanSquaredError(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.MeanSquaredLogarithmicError"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor MeanSquaredLogarithmicError(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.MeanSquaredLogarithmicError(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.Poisson"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor Poisson(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.Poisson(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.SparseCategoricalCrossentropy"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor SparseCategoricalCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, int? ignoreClass = null,
            int axis = -1) => new Glassbox.Losses.SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis: axis,
            reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.SquaredHinge"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor SquaredHinge(Tensor yTrue, Tensor yPred) =>
            new Glassbox.Losses.SquaredHinge(reduction: Reduction.None).Apply(yTrue, yPred);

        /// <summary>Per-sample loss of <see cref="Glassbox.Losses.Tversky"/>.</summary>
        /// <inheritdoc cref="Loss.Apply"/>
        public static Tensor Tversky(Tensor yTrue, Tensor yPred, double alpha = 0.5, double beta = 0.5, Axes? axis = null) =>
            new Glassbox.Losses.Tversky(alpha, beta, axis: axis, reduction: Reduction.None).Apply(yTrue, yPred);
    }
}
