using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Range of a random factor: a pair of lower and upper bound, <c>(-0.1, 0.3)</c>, or one value, <c>0.2</c>, for the symmetric range.
/// </summary>
public readonly record struct Factor
{
    private readonly bool isPair;

    private Factor(double lower, double upper, bool isPair) => (Lower, Upper, this.isPair) = (lower, upper, isPair);

    /// <summary>The lower bound.</summary>
    public double Lower { get; }

    /// <summary>The upper bound.</summary>
    public double Upper { get; }

    /// <summary>The symmetric range from −number to number.</summary>
    public static implicit operator Factor(double number) => new(-Math.Abs(number), Math.Abs(number), isPair: false);

    /// <summary>The range between two bounds, in any order.</summary>
    public static implicit operator Factor((double Lower, double Upper) bounds) =>
        new(Math.Min(bounds.Lower, bounds.Upper), Math.Max(bounds.Lower, bounds.Upper), isPair: true);

    /// <summary>The single value, or both bounds.</summary>
    public override string ToString() => isPair ? $"({Lower}, {Upper})" : $"{Upper}";

    /// <summary>
    /// Returns the factor after checking its bounds; the lower end of a symmetric range is clipped to the smallest allowed value.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of range.</exception>
    internal Factor Checked(string owner, string argument, double smallest, double largest, bool smallestIsAllowed = true)
    {
        var fitting = isPair ? this : new Factor(Math.Max(Lower, smallest), Upper, isPair: false);
        return fitting.Lower >= smallest && (smallestIsAllowed || Lower > smallest) && Upper <= largest
            ? fitting
            : throw new ArgumentOutOfRangeException(
                argument, $"{owner}: {argument} must be a number or a pair of numbers (lower, upper) in "
                + $"{(smallestIsAllowed ? '[' : '(')}{smallest}, {largest}]; received {this}.");
    }

    /// <summary>The form of most layers in files: both bounds.</summary>
    internal JsonNode ToPair() => new JsonArray(Lower, Upper);

    /// <summary>The form of some layers in files: the value or pair that was specified.</summary>
    internal JsonNode ToGiven() => isPair ? ToPair() : JsonValue.Create(Upper);

    /// <summary>The setting in a configuration; null if missing.</summary>
    internal static Factor? FromConfig(Config config, string key) => config.GetNode(key) is not JsonArray
        ? config.GetDoubleOrNull(key)
        : config.GetDoublesOrNull(key) is [var lower, var upper] ? (lower, upper)
        : throw config.Wrong(key, config.GetNode(key), "a number or a pair of numbers");
}
