using System.Numerics.Tensors;

namespace Glassbox;

/// <summary>Warns, once per compilation, when a batch contains non-finite values, since they make the loss and the weights NaN.</summary>
/// <param name="model">Name of the model.</param>
internal sealed class DataCheck(string model)
{
    private bool said;
    private long batches;

    /// <summary>Checks a batch and returns it unchanged.</summary>
    public Batch Look(Batch batch)
    {
        batches++;
        if (!said)
        {
            Look("x", batch.Inputs);
            Look("y", batch.Targets);
            Look("sampleWeight", batch.SampleWeights);
        }

        return batch;
    }

    private void Look(string argument, Structure<Tensor> tensors)
    {
        for (var i = 0; i < tensors.Count && !said; i++)
        {
            var tensor = tensors[i];
            if (tensor.DType == DType.Float32)
            {
                Look<float>(argument, tensors, i);
            }
            else if (tensor.DType == DType.Float64)
            {
                Look<double>(argument, tensors, i);
            }
        }
    }

    private void Look<T>(string argument, Structure<Tensor> tensors, int place)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var tensor = tensors[place];
        var values = tensor.AsSpan<T>();
        if (TensorPrimitives.IsFiniteAll(values))
        {
            return;
        }

        said = true;
        var (nans, infinities, first) = (0, 0, -1);
        for (var i = 0; i < values.Length; i++)
        {
            nans += T.IsNaN(values[i]) ? 1 : 0;
            infinities += T.IsInfinity(values[i]) ? 1 : 0;
            first = first < 0 && !T.IsFinite(values[i]) ? i : first;
        }

        var which = tensors.Keys is { } keys ? $"{argument}[\"{keys[place]}\"]" : tensors.Count > 1 ? $"{argument}[{place}]" : argument;
        var row = tensor.Rank == 0 || tensor.Size == 0 ? 0 : first / (tensor.Size / tensor.Shape[0]);
        var what = nans == 0 ? $"{infinities:N0} infinite" : infinities == 0 ? $"{nans:N0} NaN" : $"{nans:N0} NaN and "
            + $"{infinities:N0} infinite";
        Warnings.Warn(
            $"Model '{model}': batch {batches:N0} has {what} among the {values.Length:N0} values of {which}, the first in its row "
                + $"{row}. The loss "
            + "and, in training, all weights become NaN by it. Leave such rows out, or replace the values: "
            + "Ops.Where(Ops.IsFinite(x), x, 0).");
    }
}
