namespace Glassbox.Layers;

/// <summary>In which type a layer takes its inputs.</summary>
internal enum InputTypes
{
    /// <summary>In the one that they have.</summary>
    Any,

    /// <summary>Floating ones in the layer's; whole numbers and truth values as they are.</summary>
    FloatingInOwn,

    /// <summary>
    /// The same, and the output has the type of the input: the layer moves values and does not compute. Inputs of several types are all
    /// taken in the layer's.
    /// </summary>
    Moved,

    /// <summary>In the layer's.</summary>
    Own,
}
