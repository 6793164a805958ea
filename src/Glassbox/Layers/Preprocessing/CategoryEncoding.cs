using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Class numbers as rows of zeros and ones, or of counts.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/"/>.</remarks>
public sealed class CategoryEncoding : Layer
{
    /// <summary>A layer with its number of classes.</summary>
    /// <param name="numTokens">How many classes there are: the length of a row.</param>
    /// <param name="outputMode">multi_hot (a row for each sample, with a one at each of its classes), one_hot (a row for each number), or count (how often each class occurs in the sample).</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentException">An unknown mode, or no class.</exception>
    public CategoryEncoding(int numTokens, string outputMode = "multi_hot", Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numTokens, 1);
        NumTokens = numTokens;
        OutputMode = CategoryEncoder.Checked(outputMode, nameof(CategoryEncoding));
    }

    /// <summary>How many classes there are.</summary>
    public int NumTokens { get; }

    /// <summary>multi_hot, one_hot or count.</summary>
    public string OutputMode { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => CategoryEncoder.OutputShape(inputShape, OutputMode, NumTokens, Described);

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "num_tokens", NumTokens }, { "output_mode", OutputMode } };

    internal static CategoryEncoding FromConfig(Config config) => new(config.GetInt32("num_tokens"), config.GetString("output_mode", "multi_hot"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, bool training) => CategoryEncoder.Encode(x, OutputMode, NumTokens, DType, Described);

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
    }

    private string Described => $"Layer '{Name}' (CategoryEncoding)";
}
