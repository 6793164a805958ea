namespace Glassbox.Backends.Cpu;

/// <summary>A small number as a type, so that a method is compiled once for each value that it is used with and the value is a constant in it.</summary>
internal interface INumeral
{
    static abstract int Value { get; }
}

internal readonly struct One : INumeral
{
    public static int Value => 1;
}

internal readonly struct Two : INumeral
{
    public static int Value => 2;
}

internal readonly struct Three : INumeral
{
    public static int Value => 3;
}

internal readonly struct Four : INumeral
{
    public static int Value => 4;
}

internal readonly struct Five : INumeral
{
    public static int Value => 5;
}

internal readonly struct Six : INumeral
{
    public static int Value => 6;
}

internal readonly struct Seven : INumeral
{
    public static int Value => 7;
}

internal readonly struct Eight : INumeral
{
    public static int Value => 8;
}

internal readonly struct Nine : INumeral
{
    public static int Value => 9;
}

internal readonly struct Ten : INumeral
{
    public static int Value => 10;
}

internal readonly struct Eleven : INumeral
{
    public static int Value => 11;
}

internal readonly struct Twelve : INumeral
{
    public static int Value => 12;
}
