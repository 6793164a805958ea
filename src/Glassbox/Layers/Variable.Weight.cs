using Glassbox.Constraints;
using Glassbox.Regularizers;

namespace Glassbox;

public sealed partial class Variable
{
    /// <summary>The regularizer applied to it: its penalty is added to the loss. Null for none.</summary>
    public Regularizer? Regularizer { get; set; }

    /// <summary>The constraint that its value is projected onto after each step of the optimizer; null for none.</summary>
    public Constraint? Constraint { get; set; }
}
