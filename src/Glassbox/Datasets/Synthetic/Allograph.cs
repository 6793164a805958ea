using System.Globalization;

namespace Glassbox.Datasets;

/// <summary>
/// One way of writing a digit: strokes through control points, given as one or more extreme shapes that are interpolated.
/// </summary>
/// <remarks>
/// A shape is text: points <c>x,y</c> in the order the pen visits them, on paper 100 units high with y pointing down.
/// The pen curves smoothly through a point, or turns sharply at one marked <c>!</c>, and lifts at <c>/</c>.
/// All shapes of an allograph have the same points, only elsewhere, so that any mixture of them is a digit too.
/// </remarks>
internal sealed class Allograph
{
    private readonly float[][] _shapes;

    /// <summary>Parses an allograph with relative frequency <paramref name="weight"/>.</summary>
    public Allograph(float weight, params string[] shapes)
    {
        Weight = weight;
        string[] words = Words(shapes[0]);
        IsCorner = [.. words.Where(word => word != "/").Select(word => word.EndsWith('!'))];
        EndsStroke = [.. Enumerable.Range(0, words.Length).Where(i => words[i] != "/")
            .Select(i => i + 1 == words.Length || words[i + 1] == "/")];
        _shapes = [.. shapes.Select(Coordinates)];
        if (_shapes.Any(shape => shape.Length != 2 * IsCorner.Length))
            throw new ArgumentException($"The shapes of an allograph differ in their number of points: {string.Join(" | ", shapes)}",
                nameof(shapes));
    }

    /// <summary>Relative frequency among the digit's allographs.</summary>
    public float Weight { get; }

    /// <summary>Whether each point is a sharp corner.</summary>
    public bool[] IsCorner { get; }

    /// <summary>Whether the pen lifts after each point.</summary>
    public bool[] EndsStroke { get; }

    /// <summary>
    /// Writes a random convex combination of the shapes to <paramref name="points"/> (x and y alternating) and returns the number of
    /// points.
    /// </summary>
    public int Mix(ref SplitMix random, Span<float> points)
    {
        points = points[..(2 * IsCorner.Length)];
        points.Clear();
        Span<float> shares = stackalloc float[_shapes.Length];
        float sum = 0;
        foreach (ref float share in shares)
        {
            // A high power, so that most samples are close to one shape rather than to the average of all.
            share = random.Unit();
            share *= share;
            share *= share;
            sum += share;
        }

        for (int s = 0; s < shares.Length; s++)
        {
            for (int i = 0; i < points.Length; i++)
                points[i] += shares[s] / sum * _shapes[s][i];
        }

        return IsCorner.Length;
    }

    private static string[] Words(string shape) => shape.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static float[] Coordinates(string shape)
    {
        IEnumerable<string> numbers = Words(shape).Where(word => word != "/").SelectMany(word => word.TrimEnd('!').Split(','));
        return [.. numbers.Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
    }
}
