using Glassbox.Layers;

namespace Glassbox;

/// <summary>Explains what a model computes for one sample.</summary>
public static class ModelExplanation
{
    /// <summary>
    /// Records the prediction for one image, or another sample, and explains it number by number: each layer's formula and values, any
    /// unit's sum, the softmax, and where in the input the evidence for the decision lies. All numbers are read from the recorded
    /// operations.
    /// </summary>
    /// <param name="model">
    /// A model that is built; of one input and one output, [batch, classes]. A single sigmoid unit gives the probability of class 1, and
    /// decides for it above one half.
    /// </param>
    /// <param name="image">One sample, with or without a batch axis of 1. Its values are those that <c>Predict</c> takes. An image [height,
    /// width] is laid out for a model that takes rows.</param>
    /// <param name="baseline">The input that stands for "nothing", of the image's shape; zeros (black) by default.</param>
    /// <param name="classNames">What the classes are called; 0, 1, 2, … by default.</param>
    /// <param name="label">The right class, as a number or one-hot row; by default unknown.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="ArgumentException">
    /// The sample does not fit the model or has values that are not finite, there are more or fewer names than classes, or the label is no
    /// class.
    /// </exception>
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
