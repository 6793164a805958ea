namespace Glassbox;

/// <summary>
/// Several outputs where the declared type is one tensor, so that <c>var (a, b) = model.Predict(x)</c> works as in Keras. It can only be
/// deconstructed: it has no shape and no values of its own.
/// </summary>
internal sealed class OutputList(IReadOnlyList<Tensor> outputs, string refusal) : Tensor(new TensorSpec(null!, outputs[0].DType))
{
    public override string ToString() => $"({string.Join(", ", outputs)})";

    internal override NoValuesException WithoutValues() => new(refusal);

    private protected override IReadOnlyList<Tensor> Unpack() => outputs;
}
