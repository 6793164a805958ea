namespace Glassbox;

/// <summary>One sample in the model's input shape and in its display shape.</summary>
/// <param name="Input">[1, …]: the model's input.</param>
/// <param name="Baseline">[1, …]: the baseline input.</param>
/// <param name="Picture">Display shape: [height, width] or [height, width, channels] for images, else that of the input.</param>
internal sealed record Sample(Tensor Input, Tensor Baseline, Shape Picture)
{
    public static Sample Of(Model model, Tensor image, Tensor? baseline)
    {
        if (!model.Built)
        {
            throw new InvalidOperationException($"Model '{model.Name}' is not built, so there is nothing to explain. Give the first "
                + "layer an inputShape, or call the model on data first.");
        }

        if (model.InputShapes.Count != 1)
        {
            throw new ArgumentException($"Explain needs a model of one input; '{model.Name}' takes {model.InputShapes.Count}, of shapes "
                + $"{model.InputShapes}.", nameof(model));
        }

        var expected = model.InputShape[1..];
        var shape = image.Rank == expected.Rank + 1 && image.Shape[0] == 1 ? image.Shape[1..] : image.Shape;
        // An image with one sample's size is flattened, as by x.Reshape(-1, 784); any other mismatch is an error.
        if (!expected.Accepts(shape) && !(expected.IsKnown && ExtentMath.Count(expected.AsSpan()) == shape.Size && expected.Rank == 1))
        {
            throw new ArgumentException(
                $"Model '{model.Name}' takes samples of shape {expected}; received an image of shape {image.Shape}. Explain takes one "
                + "sample: x[0].", nameof(image));
        }

        if (baseline is not null && baseline.Size != image.Size)
        {
            throw new ArgumentException($"The baseline must have the shape of the image, {image.Shape}; received {baseline.Shape}.",
                nameof(baseline));
        }

        Shape batch = [1, .. expected.IsKnown ? expected : shape];
        var input = Finite(image, nameof(image)).Cast(model.DType).Reshape(batch);
        var nothing = baseline is null ? Tensor.Zeros(batch, model.DType)
            : Finite(baseline, nameof(baseline)).Cast(model.DType).Reshape(batch);
        return new Sample(input, nothing, AsPicture(image.Shape.Rank > 1 ? shape : expected));
    }

    /// <summary>Labels of the input's elements: <c>pixel 14,11</c> (row, column), or <c>input 3</c>.</summary>
    public Places Places => Picture.Rank is 2 or 3
        ? new("pixel ", Picture.Rank == 3 && Picture[2] == 1 ? Picture[..2] : Picture)
        : new("input ", Picture);

    /// <summary>Flattened images are assumed to be square if the size permits.</summary>
    private static Shape AsPicture(Shape shape)
    {
        var side = shape.Rank == 1 ? (int)Math.Round(Math.Sqrt(shape[0])) : 0;
        return side >= 4 && side * side == shape[0] ? [side, side] : shape;
    }

    private static Tensor Finite(Tensor x, string argument) => x.Cast(DType.Float64).ToArray<double>().All(double.IsFinite)
        ? x
        : throw new ArgumentException($"The values must be finite; some are NaN or infinite, in shape {x.Shape}.", argument);
}
