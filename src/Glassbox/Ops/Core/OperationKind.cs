namespace Glassbox;

/// <summary>What an operation does with its first input, as far as an explanation of a result asks for it.</summary>
internal enum OperationKind
{
    /// <summary>None of the following.</summary>
    Other,

    /// <summary>Each element of the result is a sum of elements of the first input, each times an element of the second.</summary>
    WeightedSum,

    /// <summary>Each element of the result depends on the element at the same place alone.</summary>
    ElementWise,

    /// <summary>Probabilities from logits.</summary>
    Softmax,

    /// <summary>The result is the sum of both inputs.</summary>
    Addition,

    /// <summary>The same values under another shape or in another type.</summary>
    Identity,
}
