namespace Glassbox.Datasets;

/// <summary>
/// How one hand bends the model of a digit: everything that applies to the whole drawing, drawn at random once per image.
/// </summary>
/// <remarks>
/// The spreads are wider than people's: what a network has to learn from these digits is what makes a 4 a 4 in any hand, and it
/// recognises real handwriting the better for having seen worse.
/// </remarks>
internal readonly struct HandwritingStyle
{
    // Half the height of the writing, in pixels; it is fitted exactly afterwards.
    private const float HalfHeight = 10f;

    // The middle of the paper that allographs are given on.
    private const float MiddleX = 32f;
    private const float MiddleY = 50f;

    private readonly float _xx;
    private readonly float _xy;
    private readonly float _yx;
    private readonly float _yy;
    private readonly Bend _bendX;
    private readonly Bend _bendY;

    /// <summary>Draws a hand.</summary>
    public HandwritingStyle(ref SplitMix random)
    {
        // Right-handed writers lean to the right: the slant moves the top of the paper (negative y) rightwards.
        float slant = 0.14f + random.Bell(0.22f);
        float width = MathF.Exp(0.06f + random.Bell(0.22f));
        (float sine, float cosine) = MathF.SinCos(random.Bell(0.16f));
        _xx = HalfHeight * cosine * width;
        _xy = HalfHeight * (-(cosine * slant) - sine);
        _yx = HalfHeight * sine * width;
        _yy = HalfHeight * (cosine - (sine * slant));
        _bendX = new Bend(ref random);
        _bendY = new Bend(ref random);
        Tremor = random.Uniform(1f, 7f);
        Haste = random.Below(7);
    }

    /// <summary>Standard deviation of each control point about its place, in units of the paper.</summary>
    public float Tremor { get; }

    /// <summary>How many times the pen's path is smoothed; a hasty hand cuts its corners.</summary>
    public int Haste { get; }

    /// <summary>Takes a point of the model to its place in this writer's writing, in pixels.</summary>
    public (float X, float Y) Place(float x, float y)
    {
        // Centre the paper: bends and slants leave the middle of the digit where it is.
        float u = (x - MiddleX) / MiddleY;
        float v = (y - MiddleY) / MiddleY;
        float bentX = u + _bendX.At(u, v);
        float bentY = v + _bendY.At(u, v);
        return ((_xx * bentX) + (_xy * bentY), (_yx * bentX) + (_yy * bentY));
    }

    /// <summary>A gentle distortion of the paper in one direction: a random quadratic and a random wave.</summary>
    private readonly struct Bend
    {
        private readonly float _uu;
        private readonly float _uv;
        private readonly float _vv;
        private readonly float _amplitude;
        private readonly float _waveU;
        private readonly float _waveV;
        private readonly float _phase;

        public Bend(ref SplitMix random)
        {
            _uu = random.Bell(0.12f);
            _uv = random.Bell(0.16f);
            _vv = random.Bell(0.15f);
            _amplitude = random.Bell(0.08f);
            _waveU = random.Bell(2f);
            _waveV = random.Bell(2f);
            _phase = random.Uniform(0f, MathF.Tau);
        }

        public float At(float u, float v) =>
            (_uu * u * u) + (_uv * u * v) + (_vv * v * v) + (_amplitude * MathF.Sin((_waveU * u) + (_waveV * v) + _phase));
    }
}
