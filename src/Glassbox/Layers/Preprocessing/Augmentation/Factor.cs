using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// How far random numbers go: from a lower to an upper bound, <c>(-0.1, 0.3)</c>, or one number, <c>0.2</c>, which is as far in both
/// directions.
/// </summary>
public readonly record struct Factor
{
    private readonly bool isPair;

    private Factor(double lower, double upper, bool isPair) => (Lower, Upper, this.isPair) = (lower, upper, isPair);

    /// <summary>The lower bound.</summary>
    public double Lower { get; }

    /// <summary>The upper bound.</summary>
    public double Upper { get; }

    /// <summary>The bounds −number and number.</summary>
    public static implicit operator Factor(double number) => new(-Math.Abs(number), Math.Abs(number), isPair: false);

    /// <summary>A lower and an upper bound, in any order.</summary>
    public static implicit operator Factor((double Lower, double Upper) bounds) =>
        new(Math.Min(bounds.Lower, bounds.Upper), Math.Max(bounds.Lower, bounds.Upper), isPair: true);

    /// <summary>The number, or both bounds.</summary>
    public override string ToString() => isPair ? $"({Lower}, {Upper})" : $"{Upper}";

    /// <summary>The factor itself, where it lies within bounds; one number is cut off at the smallest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not.</exception>
    internal Factor Checked(string owner, string argument, double smallest, double largest, bool smallestIsAllowed = true)
    {
        var fitting = isPair ? this : new Factor(Math.Max(Lower, smallest), Upper, isPair: false);
        return fitting.Lower >= smallest && (smallestIsAllowed || Lower > smallest) && Upper <= largest
            ? fitting
            : throw new ArgumentOutOfRangeException(
                argument, $"{owner}: {argument} must be a number or a pair of numbers (lower, upper) in "
                + $"{(smallestIsAllowed ? '[' : '(')}{smallest}, {largest}]; received {this}.");
    }

    /// <summary>As most layers have it in files: both bounds.</summary>
    internal JsonNode ToPair() => new JsonArray(Lower, Upper);

    /// <summary>As some have it in files: the number or the pair that was given.</summary>
    internal JsonNode ToGiven() => isPair ? ToPair() : JsonValue.Create(Upper);

    /// <summary>The setting of a file, or null where there is none.</summary>
    internal static Factor? FromConfig(Config config, string key) => config.GetNode(key) is not JsonArray
        ? config.GetDoubleOrNull(key)
        : config.GetDoublesOrNull(key) is [var lower, var upper] ? (lower, upper)
        : throw config.Wrong(key, config.GetNode(key), "a number or a pair of numbers");
}
