using System.Reflection;
using Xunit.v3;

[assembly: Glassbox.Tests.ManagedOnly(
    "It is about the managed backend's own kernels, threads and memory.", Namespace = "Glassbox.Tests.Backends")]

namespace Glassbox.Tests;

/// <summary>
/// Skips tests of what only the managed backend has where the run is on the reference backend: a test, those of a class, or those of a
/// namespace.
/// </summary>
/// <param name="reason">What the run says of each.</param>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ManagedOnlyAttribute(string reason) : BeforeAfterTestAttribute
{
    /// <summary>The namespace, where it stands for all tests of the assembly.</summary>
    public string? Namespace { get; init; }

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Assert.SkipWhen(BackendChoice.IsReference && (Namespace is null || methodUnderTest.DeclaringType?.Namespace == Namespace), reason);
}
