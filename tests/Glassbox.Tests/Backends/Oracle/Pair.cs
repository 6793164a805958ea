using Glassbox.Backends;
using Glassbox.Tests.Backends.Reference;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>An operand or a result of a call, in the memory of both backends.</summary>
/// <param name="Managed">The managed backend's.</param>
/// <param name="Reference">The reference backend's.</param>
/// <param name="Before">What it holds before the call, of floats; empty for what is only written.</param>
internal sealed record Pair(Storage Managed, Storage Reference, double[] Before)
{
    public DType DType => Reference.DType;

    public int Length => Reference.Length;

    /// <summary>What the reference backend has made.</summary>
    public double[] Figures => Reference.Reals();
}
