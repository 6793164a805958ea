namespace Glassbox.Layers;

/// <summary>The data types in which a layer receives its inputs.</summary>
internal enum InputTypes
{
    /// <summary>The inputs' own data types.</summary>
    Any,

    /// <summary>Floating-point inputs in the layer's data type; integers and booleans unchanged.</summary>
    FloatingInOwn,

    /// <summary>
    /// As FloatingInOwn, but the output has the input's data type, since the layer moves values without computing. Inputs of different
    /// types are all converted to the layer's.
    /// </summary>
    Moved,

    /// <summary>All inputs in the layer's data type.</summary>
    Own,
}
