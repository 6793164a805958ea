namespace Glassbox.Layers;

/// <summary>Watches which layers run in a call.</summary>
internal abstract class CallProbe
{
    /// <summary>A layer begins; others may run within it.</summary>
    public abstract void Enter(Layer layer, Structure<Tensor> inputs);

    /// <summary>The layer that began last, of those that run, has its outputs.</summary>
    public abstract void Leave(Structure<Tensor> outputs);
}
