namespace Glassbox.Datasets;

/// <summary>A random handwriting style: the distortion applied to a whole drawing, sampled once per image.</summary>
/// <remarks>The spreads exceed human variation, which improves generalization of trained networks to real handwriting.</remarks>
internal readonly struct HandwritingStyle
{
    // Half the height of the digit in pixels; it is fitted exactly afterwards.
    private const float HalfHeight = 10f;

    // Center of the coordinate system of allographs.
    private const float MiddleX = 32f;
    private const float MiddleY = 50f;

    private readonly float _xx;
    private readonly float _xy;
    private readonly float _yx;
    private readonly float _yy;
    private readonly Bend _bendX;
    private readonly Bend _bendY;

    /// <summary>Samples a style.</summary>
    public HandwritingStyle(ref SplitMix random)
    {
        // Most writing slants right: the top (negative y) moves right.
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

    /// <summary>Standard deviation of each control point's displacement, in allograph units.</summary>
    public float Tremor { get; }

    /// <summary>Number of smoothing passes over the path; more passes round the corners.</summary>
    public int Haste { get; }

    /// <summary>Maps a point of the allograph to pixel coordinates.</summary>
    public (float X, float Y) Place(float x, float y)
    {
        // Center the coordinates, so that bends and slants leave the middle of the digit in place.
        float u = (x - MiddleX) / MiddleY;
        float v = (y - MiddleY) / MiddleY;
        float bentX = u + _bendX.At(u, v);
        float bentY = v + _bendY.At(u, v);
        return ((_xx * bentX) + (_xy * bentY), (_yx * bentX) + (_yy * bentY));
    }

    /// <summary>A smooth distortion along one axis: a random quadratic plus a random sine wave.</summary>
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
