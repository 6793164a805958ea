namespace Glassbox.Layers;

/// <summary>Marks a layer that declares its sublayers itself, such as a model, so that its fields are not searched for them.</summary>
internal interface IDeclaresLayers;
