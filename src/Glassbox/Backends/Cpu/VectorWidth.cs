using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>The vector width of the matrix product and of vectorized formulas, determined at first use.</summary>
internal static class VectorWidth
{
    private const string Variable = "GLASSBOX_VECTOR";

    private static int bits;

    /// <summary>128, 256 or 512. Tests set it to run the kernels of processors with narrower vectors.</summary>
    public static int Bits
    {
        get => bits != 0 ? bits : bits = Chosen(Environment.GetEnvironmentVariable(Variable));
        set => bits = value;
    }

    /// <summary>The widest hardware-accelerated width.</summary>
    public static int Widest => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>The widest width whose vectors this many elements fill, or 0.</summary>
    public static int Within<T>(int numbers)
    {
        var bits = Bits;
        while (bits >= 128 && bits > numbers * 8L * Unsafe.SizeOf<T>())
        {
            bits /= 2;
        }

        return bits >= 128 ? bits : 0;
    }

    internal static int Chosen(string? wish) => wish switch
    {
        null or "" => Widest,
        "128" => 128,
        "256" when Widest >= 256 => 256,
        "512" when Widest >= 512 => 512,
        _ => throw new InvalidOperationException(
            $"The environment variable {Variable} must be the width of this processor's vectors in bits, "
            + $"128{(Widest >= 256 ? ", 256" : "")}{(Widest >= 512 ? ", 512" : "")}; it is '{wish}'."),
    };
}
