namespace Glassbox.Layers;

public abstract partial class Layer
{
    /// <summary>
    /// Throws if the layer cannot accept the input. By default it checks that the size of the last axis (number of features) matches the
    /// weights; override it for other requirements.
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

    /// <summary>The exception for an input that the layer cannot accept.</summary>
    internal ArgumentException Misfit(Shape expected, Shape inputShape) => new($"Layer '{Name}' ({ClassName}) expects input of shape "
        + $"{expected}; received {inputShape}.{ShapeHint.For(expected, inputShape)}", nameof(inputShape));

    /// <summary>
    /// Throws if a layer with several inputs cannot accept them. By default it checks their number and shapes against those that the layer
    /// was built for.
    /// </summary>
    /// <exception cref="ArgumentException">The inputs do not fit the layer.</exception>
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
