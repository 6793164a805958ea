namespace Glassbox.Compare;

/// <summary>
/// An array that a pass walks over: which one, so that a later pass finds it where this one left it, and its size in bytes.
/// </summary>
internal readonly record struct Walked(string Name, double Bytes);

/// <summary>
/// What a pass over memory cannot do without: the arrays that it reads and those that it writes, each from its beginning to its end, side
/// by side.
/// </summary>
internal sealed record MemoryPass(Walked[] Reads, Walked[] Writes);
