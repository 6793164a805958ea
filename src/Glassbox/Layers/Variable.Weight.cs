using Glassbox.Constraints;
using Glassbox.Regularizers;

namespace Glassbox;

public sealed partial class Variable
{
    /// <summary>Regularizer whose penalty is added to the loss; null for none.</summary>
    public Regularizer? Regularizer { get; set; }

    /// <summary>Constraint applied after each optimizer step; null for none.</summary>
    public Constraint? Constraint { get; set; }
}
