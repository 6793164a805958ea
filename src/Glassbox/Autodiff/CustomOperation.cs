namespace Glassbox;

/// <summary>A custom operation, recorded with its gradient functions.</summary>
internal sealed record CustomOperation(string Given, Func<Tensor, Tensor>[] Gradients) : Operation
{
    public override string Name => Given;

    public override string Title => Given;

    public override OperationKind Kind => Gradients.Length == 1 ? OperationKind.ElementWise : OperationKind.Other;

    public override void Backpropagate(BackwardStep step)
    {
        for (var i = 0; i < Gradients.Length; i++)
        {
            if (step.Wants(i))
            {
                step.Give(i, Gradients[i](step.Dy));
            }
        }
    }
}
