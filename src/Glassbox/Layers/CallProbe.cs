namespace Glassbox.Layers;

/// <summary>Observer of the layers that run in a call.</summary>
internal abstract class CallProbe
{
    /// <summary>Called when a layer starts; layers may nest.</summary>
    public abstract void Enter(Layer layer, Structure<Tensor> inputs);

    /// <summary>Called when the innermost running layer has its outputs.</summary>
    public abstract void Leave(Structure<Tensor> outputs);
}
