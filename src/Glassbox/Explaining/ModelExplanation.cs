using Glassbox.Layers;

namespace Glassbox;

/// <summary>Explains what a model computes for one sample.</summary>
public static class ModelExplanation
{
    /// <summary>
    /// Records the prediction for one sample and explains it numerically: each layer's formula and values, any unit's weighted sum, the
    /// softmax, and the attribution of the decision to the input. All values come from the recorded operations.
    /// </summary>
    /// <param name="model">A built model with one input and one output, [batch, classes]. A single sigmoid unit is the probability of class
    /// 1, with a threshold of one half.</param>
    /// <param name="image">One sample, with or without a batch axis of size 1, as passed to <c>Predict</c>. An image [height, width] is
    /// flattened for a model with vector input.</param>
    /// <param name="baseline">Baseline input of the attribution, of the image's shape; zeros (black) by default.</param>
    /// <param name="classNames">Names of the classes; 0, 1, 2, … by default.</param>
    /// <param name="label">The true class, as an index or one-hot row; unknown by default.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="ArgumentException">The sample is incompatible with the model or has non-finite values, the counts of names and
    /// classes differ, or the label is not a class.</exception>
    /// <example>
    /// <code>
    /// var explanation = model.Explain(image, label: 7);
    /// Console.WriteLine(explanation);
    /// Console.WriteLine(explanation.Neuron("dense_2", 7));
    /// explanation.SaveHtml("explanation.html");
    /// </code>
    /// </example>
    public static Explanation Explain(
        this Model model, Tensor image, Tensor? baseline = null, IReadOnlyList<string>? classNames = null, Tensor? label = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var sample = Sample.Of(model, image, baseline);
        return new Explanation(model, sample, Recording.Of(model, sample.Input), classNames, label);
    }
}
