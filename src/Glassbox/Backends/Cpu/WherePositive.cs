using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>a where b &gt; 0, else zero: relu's gradient.</summary>
internal readonly struct WherePositive<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b) where V : struct, IVector<V, T> => V.WhereLess(V.Zero, b, a, V.Zero);
}

/// <summary>The same for integers.</summary>
internal readonly struct WhereGreaterThanZero<T> : IScalarOperator<T> where T : INumber<T>
{
    public static T Of(T a, T b) => b > T.Zero ? a : T.Zero;
}
