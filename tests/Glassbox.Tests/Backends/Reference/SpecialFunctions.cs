namespace Glassbox.Tests.Backends.Reference;

/// <summary>Functions that the platform lacks, to a few units of the last place of double precision.</summary>
internal static class SpecialFunctions
{
    private static readonly double RootOfPi = Math.Sqrt(Math.PI);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>log(1 + x): 2 artanh(x / (2 + x)) as a series where 1 + x would lose of x.</summary>
    public static double Log1P(double x)
    {
        if (!(Math.Abs(x) < 0.75))
        {
            return Math.Log(1 + x);
        }

        var ratio = x / (2 + x);
        var sum = 0.0;
        for (var n = 75; n > 0; n -= 2)
        {
            sum = (sum * ratio * ratio) + (1.0 / n);
        }

        return 2 * ratio * sum;
    }

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    public static double Erf(double x) => Math.Abs(x) < 1.25 ? ErfSeries(x) : x < 0 ? ErfTail(-x) - 1 : 1 - ErfTail(x);

    /// <summary>The normal distribution's part below x: erfc(−x / √2) / 2.</summary>
    public static double NormalBelow(double x)
    {
        var place = -x / Math.Sqrt(2);
        return (Math.Abs(place) < 1.25 ? 1 - ErfSeries(place) : place < 0 ? 2 - ErfTail(-place) : ErfTail(place)) / 2;
    }

    /// <summary>Its density e^(−x²/2) / √(2π).</summary>
    public static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·5···(2n+1)), all terms of one sign.</summary>
    private static double ErfSeries(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 1; n < 40; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / RootOfPi * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc(x) = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 1½/(x + 2/(x + …))))) for x of 1¼ and more; NaN stays.</summary>
    private static double ErfTail(double x)
    {
        if (x > 30)
        {
            return 0;
        }

        var fraction = x;
        for (var n = 120; n > 0; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return Math.Exp(-x * x) / RootOfPi / fraction;
    }
}
