using System.Diagnostics.CodeAnalysis;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Which of both memories a call works on.</summary>
internal sealed class Side(Func<Pair, Storage> choose)
{
    /// <summary>The storage of a pair; null for none.</summary>
    [return: NotNullIfNotNull(nameof(pair))]
    public Storage? Of(Pair? pair) => pair is null ? null : choose(pair);
}
