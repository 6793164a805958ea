namespace Glassbox.Datasets;

/// <summary>
/// The polyline of a digit: an allograph's control points, perturbed and mapped by a handwriting style, joined by curves and subdivided
/// into short segments. Buffers are reused between digits.
/// </summary>
internal sealed class PenPath
{
    private const int MaxPoints = 32;
    private const int StepsPerCurve = 8;
    private const int MaxPlaces = (MaxPoints * StepsPerCurve) + 1;

    // Standard deviation of the over- or undershoot of a stroke's end, relative to the last curve segment.
    private const float OvershootSpread = 0.18f;

    private readonly float[] _control = new float[2 * MaxPoints];
    private readonly float[] _x = new float[MaxPlaces];
    private readonly float[] _y = new float[MaxPlaces];
    private readonly float[] _radius = new float[MaxPlaces];
    private readonly bool[] _isLift = new bool[MaxPlaces];

    /// <summary>Number of points.</summary>
    public int Count { get; private set; }

    /// <summary>x coordinates of the points.</summary>
    public Span<float> X => _x.AsSpan(0, Count);

    /// <summary>y coordinates of the points, pointing down.</summary>
    public Span<float> Y => _y.AsSpan(0, Count);

    /// <summary>Half the line width at each point, in pixels.</summary>
    public ReadOnlySpan<float> Radius => _radius.AsSpan(0, Count);

    /// <summary>Whether the pen lifts after each point.</summary>
    public ReadOnlySpan<bool> IsLift => _isLift.AsSpan(0, Count);

    /// <summary>Computes the path of <paramref name="model"/> in the given style with the given pen, replacing the previous path.</summary>
    public void Write(Allograph model, in HandwritingStyle style, in Pen pen, ref SplitMix random)
    {
        int points = model.Mix(ref random, _control);
        Shake(points, style.Tremor, ref random);
        Count = 0;
        for (int first = 0; first < points;)
        {
            int last = Array.IndexOf(model.EndsStroke, true, first);
            Overshoot(first, Math.Min(first + 1, last), ref random);
            Overshoot(last, Math.Max(last - 1, first), ref random);
            int start = Count;
            Join(first, last, model.IsCorner);
            Smooth(start, style.Haste);
            first = last + 1;
        }

        for (int i = 0; i < Count; i++)
            (_x[i], _y[i]) = style.Place(_x[i], _y[i]);
        Press(pen);
    }

    /// <summary>Computes the line width at each point.</summary>
    private void Press(in Pen pen)
    {
        for (int i = 0; i < Count; i++)
        {
            // At the end of a stroke there is no next point; use the previous direction.
            int from = _isLift[i] ? i - 1 : i;
            _radius[i] = pen.RadiusAt(i / (float)Count, _x[from + 1] - _x[from], _y[from + 1] - _y[from]);
        }
    }

    /// <summary>Perturbs each control point independently.</summary>
    private void Shake(int points, float tremor, ref SplitMix random)
    {
        for (int i = 0; i < 2 * points; i++)
            _control[i] += random.Bell(tremor);
    }

    /// <summary>Moves a stroke's end along the line from its neighbor.</summary>
    private void Overshoot(int end, int neighbour, ref SplitMix random)
    {
        float by = random.Bell(OvershootSpread);
        _control[2 * end] += by * (_control[2 * end] - _control[2 * neighbour]);
        _control[(2 * end) + 1] += by * (_control[(2 * end) + 1] - _control[(2 * neighbour) + 1]);
    }

    /// <summary>Joins the points of a stroke with Catmull–Rom splines that end and restart at corners.</summary>
    private void Join(int first, int last, bool[] isCorner)
    {
        for (int i = first; i < last; i++)
        {
            int before = i == first || isCorner[i] ? i : i - 1;
            int after = i + 1 == last || isCorner[i + 1] ? i + 1 : i + 2;
            for (int step = 0; step < StepsPerCurve; step++)
                Visit(Curve(before, i, after, 0, step), Curve(before, i, after, 1, step));
        }

        Visit(_control[2 * last], _control[(2 * last) + 1]);
        _isLift[Count - 1] = true;
    }

    /// <summary>One coordinate of the Catmull–Rom segment from point <paramref name="from"/> to the next.</summary>
    private float Curve(int before, int from, int after, int axis, int step)
    {
        const float Half = 0.5f;
        float t = step / (float)StepsPerCurve;
        float p0 = _control[(2 * before) + axis];
        float p1 = _control[(2 * from) + axis];
        float p2 = _control[(2 * from) + 2 + axis];
        float p3 = _control[(2 * after) + axis];
        return p1 + (Half * t * (p2 - p0 + (t * ((2f * p0) - (5f * p1) + (4f * p2) - p3 + (t * ((3f * (p1 - p2)) + p3 - p0))))));
    }

    private void Visit(float x, float y)
    {
        _x[Count] = x;
        _y[Count] = y;
        _isLift[Count++] = false;
    }

    /// <summary>Smooths the points since <paramref name="start"/>; the stroke's ends stay fixed.</summary>
    private void Smooth(int start, int times)
    {
        for (int time = 0; time < times; time++)
        {
            Smooth(X[start..]);
            Smooth(Y[start..]);
        }
    }

    private static void Smooth(Span<float> values)
    {
        float previous = values[0];
        for (int i = 1; i < values.Length - 1; i++)
        {
            float here = values[i];
            values[i] = (0.25f * (previous + values[i + 1])) + (0.5f * here);
            previous = here;
        }
    }
}
