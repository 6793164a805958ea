namespace Glassbox;

/// <summary>How the result of an operation relates to its first input, as far as explanations need it.</summary>
internal enum OperationKind
{
    /// <summary>None of the following.</summary>
    Other,

    /// <summary>Each element of the result is a weighted sum of elements of the first input, with weights from the second.</summary>
    WeightedSum,

    /// <summary>Each element of the result depends only on the element at the same position.</summary>
    ElementWise,

    /// <summary>Probabilities from logits.</summary>
    Softmax,

    /// <summary>The result is the sum of both inputs.</summary>
    Addition,

    /// <summary>The same values with another shape or type.</summary>
    Identity,
}
