namespace Glassbox.Datasets;

/// <summary>A random pen: line thickness, its variation with pressure and direction, and edge softness.</summary>
internal readonly struct Pen
{
    private const float Thinnest = 0.4f;
    private const float Thickest = 2.8f;

    private readonly float _radius;
    private readonly float _pressure;
    private readonly float _pressurePhase;
    private readonly float _pressureRate;
    private readonly float _nib;
    private readonly float _nibX;
    private readonly float _nibY;

    /// <summary>Samples a pen.</summary>
    public Pen(ref SplitMix random)
    {
        _radius = 1.25f * MathF.Exp(random.Bell(0.3f));
        _pressure = random.Bell(0.28f);
        _pressurePhase = random.Uniform(0f, MathF.Tau);
        _pressureRate = random.Uniform(1f, 6f);
        _nib = random.Bell(0.18f);
        (_nibY, _nibX) = MathF.SinCos(random.Uniform(0f, MathF.Tau));
        Softness = random.Uniform(0.9f, 1.5f);
    }

    /// <summary>Width of the soft edge in pixels.</summary>
    public float Softness { get; }

    /// <summary>Half the line width in pixels at <paramref name="progress"/> (0 to 1) along the path, moving in direction (x, y).</summary>
    public float RadiusAt(float progress, float x, float y)
    {
        float pressed = 1f + (_pressure * MathF.Sin((_pressureRate * progress) + _pressurePhase));
        float along = (x * _nibX) + (y * _nibY);
        float across = (x * _nibY) - (y * _nibX);
        float length = (along * along) + (across * across);
        float slope = length > 0f ? ((along * along) - (across * across)) / length : 0f;
        return Math.Clamp(_radius * pressed * (1f + (_nib * slope)), Thinnest, Thickest);
    }
}
