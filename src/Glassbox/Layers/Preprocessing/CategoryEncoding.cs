using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Encodes class indices as one-hot, multi-hot or count vectors. A second input of the same shape weights the counts: <c>new
/// CategoryEncoding(4, "count").Apply([numbers, countWeights])</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/"/>.</remarks>
public sealed class CategoryEncoding : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="numTokens">Number of classes: the length of the vectors.</param>
    /// <param name="outputMode">multi_hot (one vector per sample, with a one for each of its classes), one_hot (one vector per index), or
    /// count (occurrences of each class in the sample); multi_hot by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">The mode is unknown, or there are no classes.</exception>
    public CategoryEncoding(int numTokens, string outputMode = "multi_hot", Shape? inputShape = null, string? name = null,
        DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numTokens, 1);
        NumTokens = numTokens;
        OutputMode = CategoryEncoder.Checked(outputMode, nameof(CategoryEncoding));
    }

    /// <summary>Number of classes.</summary>
    public int NumTokens { get; }

    /// <summary>multi_hot, one_hot or count.</summary>
    public string OutputMode { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => CategoryEncoder.OutputShape(inputShape, OutputMode, NumTokens, Described);

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "num_tokens", NumTokens }, { "output_mode", OutputMode } };

    internal static CategoryEncoding FromConfig(Config config) =>
        new(config.GetInt32("num_tokens"), config.GetString("output_mode", "multi_hot"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    public override Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes)
    {
        CheckInput(inputShapes);
        return ComputeOutputShape(inputShapes[0]);
    }

    internal override string SecondArgument => "count_weights";

    /// <inheritdoc/>
    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call) =>
        CategoryEncoder.Encode(inputs[0], OutputMode, NumTokens, DType, Described, inputs.Count == 2 ? Ops.Cast(inputs[1], DType) : null);

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
    }

    /// <inheritdoc/>
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
        if (inputShapes.Count is not (1 or 2) || (inputShapes.Count == 2 && !inputShapes[0].Accepts(inputShapes[1])))
        {
            throw new ArgumentException($"{Described} takes one input, or an input and weights of the same shape; received {inputShapes}.",
                nameof(inputShapes));
        }

        if (inputShapes.Count == 2 && OutputMode != "count")
        {
            throw new ArgumentException($"{Described} takes weights only with outputMode \"count\"; its is \"{OutputMode}\".",
                nameof(inputShapes));
        }

        CheckInput(inputShapes[0]);
    }
}
