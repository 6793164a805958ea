namespace Glassbox.Layers;

public abstract partial class Layer
{
    /// <summary>
    /// Refuses inputs that the layer cannot take. By default those of another last extent (number of features) than the layer's weights
    /// were made for; what else matters only the layer knows.
    /// </summary>
    /// <exception cref="ArgumentException">The input does not fit.</exception>
    protected virtual void CheckInput(Shape inputShape)
    {
        if (BuiltShape is not { } expected || expected.Accepts(inputShape) || Weights.Count == 0)
        {
            return;
        }

        if (expected.Rank == 0 || inputShape.Rank == 0 || (expected[^1] != Shape.Unknown && expected[^1] != inputShape[^1]))
        {
            throw Misfit(expected, inputShape);
        }
    }

    /// <summary>What is said of inputs that the layer cannot take.</summary>
    internal ArgumentException Misfit(Shape expected, Shape inputShape) => new($"Layer '{Name}' ({ClassName}) expects input of shape "
        + $"{expected}; received {inputShape}.{ShapeHint.For(expected, inputShape)}", nameof(inputShape));

    /// <summary>
    /// Refuses inputs that a layer with several inputs cannot take. By default another number of them, or other shapes than it was built
    /// for.
    /// </summary>
    /// <exception cref="ArgumentException">The inputs do not fit.</exception>
    protected virtual void CheckInput(Structure<Shape> inputShapes)
    {
        var expected = BuiltShapes;
        if (inputShapes.Count == 1 && expected.Count <= 1)
        {
            CheckInput(inputShapes.One);
        }
        else if (expected.Count > 0 && !(expected.Count == inputShapes.Count
            && expected.Zip(inputShapes).All(pair => pair.First.Accepts(pair.Second))))
        {
            throw new ArgumentException($"Layer '{Name}' ({ClassName}) expects inputs of shapes {expected}; received {inputShapes}.",
                nameof(inputShapes));
        }
    }
}
