using Glassbox.Backends;
using Glassbox.Tests.Backends.Reference;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>How large the terms are that an element of a result is the sum of, for which roundings are counted.</summary>
internal static class Magnitudes
{
    private static readonly ReferenceBackend Backend = new();

    /// <summary>What a call makes of the operands' absolute values, for a call that adds up products and nothing else.</summary>
    /// <param name="result">Which result it is about.</param>
    /// <param name="call">The call.</param>
    /// <param name="asTheyAre">Operands that are no factors.</param>
    public static double[] Of(Pair result, Action<IBackend, Side> call, params Pair[] asTheyAre)
    {
        var total = Absolute(result);
        call(Backend, new Side(pair => pair == result ? total : IsFactor(pair) ? Absolute(pair) : pair.Reference));
        return total.Reals();

        bool IsFactor(Pair pair) => pair.DType.IsFloating && !asTheyAre.Contains(pair);
    }

    private static ReferenceStorage Absolute(Pair pair)
    {
        var storage = new ReferenceStorage(DType.Float64, pair.Length);
        storage.Put(pair.Before is [] ? new double[pair.Length] : Array.ConvertAll(pair.Before, Math.Abs));
        return storage;
    }
}
