namespace Glassbox;

/// <summary>Values were asked for of a tensor that has only a shape and a type.</summary>
internal sealed class NoValuesException(string message) : InvalidOperationException(message);
