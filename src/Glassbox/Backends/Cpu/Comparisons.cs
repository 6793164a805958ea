using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>A scalar comparison.</summary>
internal interface IComparison<T>
{
    static abstract bool Test(T a, T b);
}

internal readonly struct EqualTo<T> : IComparison<T> where T : INumber<T>
{
    public static bool Test(T a, T b) => a == b;
}

internal readonly struct NotEqualTo<T> : IComparison<T> where T : INumber<T>
{
    public static bool Test(T a, T b) => a != b;
}

internal readonly struct LessThan<T> : IComparison<T> where T : INumber<T>
{
    public static bool Test(T a, T b) => a < b;
}

internal readonly struct LessOrEqual<T> : IComparison<T> where T : INumber<T>
{
    public static bool Test(T a, T b) => a <= b;
}

internal readonly struct GreaterThan<T> : IComparison<T> where T : INumber<T>
{
    public static bool Test(T a, T b) => a > b;
}

internal readonly struct GreaterOrEqual<T> : IComparison<T> where T : INumber<T>
{
    public static bool Test(T a, T b) => a >= b;
}
