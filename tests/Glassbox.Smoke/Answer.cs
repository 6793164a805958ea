using System.Text.Json.Serialization;

namespace Glassbox.Smoke;

/// <summary>An answer as a web service gives it.</summary>
internal sealed record Answer(Tensor Predictions);

/// <summary>Its code for JSON, which the compiler generates.</summary>
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
