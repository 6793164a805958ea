using System.Runtime.CompilerServices;
using Glassbox.Backends;
using Glassbox.Tests.Backends.Reference;

namespace Glassbox.Tests;

/// <summary>Which backend a run of the tests is on: <c>GLASSBOX_BACKEND=reference</c> asks for <see cref="ReferenceBackend"/>.</summary>
internal static class BackendChoice
{
    private const string Variable = "GLASSBOX_BACKEND";

    /// <summary>Whether all tensors of this run are the reference backend's.</summary>
    public static bool IsReference => Device.Current is ReferenceBackend;

    /// <summary>
    /// How far a result in one go may be from that of the single operations: so far on the managed backend, whose steps are the same; by
    /// roundings on another, which need not take its steps.
    /// </summary>
    public static double Fused(double tolerance) => IsReference ? Math.Max(tolerance, 1e-5) : tolerance;

    /// <summary>Comes before the first test, and so before the first tensor.</summary>
    [ModuleInitializer]
    internal static void Choose() => DeviceChoice.Backend = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => null,
        "reference" => new ReferenceBackend(),
        var wish => throw new InvalidOperationException(
            $"The environment variable {Variable} must be 'reference' or nothing; it is '{wish}'."),
    };
}
