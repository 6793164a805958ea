namespace Glassbox;

/// <summary>The values of a tensor that has only a shape and a type were requested.</summary>
internal sealed class NoValuesException(string message) : InvalidOperationException(message);
