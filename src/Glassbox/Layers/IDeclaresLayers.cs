namespace Glassbox.Layers;

/// <summary>A layer made of layers that it declares itself, so that nobody looks for them in its fields: a model.</summary>
internal interface IDeclaresLayers;
