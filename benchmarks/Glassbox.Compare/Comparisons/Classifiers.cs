using Glassbox.Layers;

namespace Glassbox.Compare;

/// <summary>Models of dense layers, relu between them and softmax at the end, and what their arithmetic costs.</summary>
internal static class Classifiers
{
    public static Sequential Make(params int[] widths)
    {
        Utils.SetRandomSeed(1);
        var model = new Sequential();
        for (var i = 1; i < widths.Length; i++)
        {
            model.Add(new Dense(widths[i], i < widths.Length - 1 ? "relu" : "softmax", inputShape: i == 1 ? [widths[0]] : null));
        }

        model.Compile("adam", "categorical_crossentropy", ["accuracy"]);
        return model;
    }

    /// <summary>
    /// The multiplications and additions of the products for one sample: forward only, or with the gradients of all kernels and of all
    /// inputs but the first.
    /// </summary>
    public static double Operations(int[] widths, bool training)
    {
        var total = 0.0;
        for (var i = 1; i < widths.Length; i++)
        {
            total += 2.0 * widths[i - 1] * widths[i] * (training ? i == 1 ? 2 : 3 : 1);
        }

        return total;
    }
}
