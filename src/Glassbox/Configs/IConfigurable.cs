using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>An object that can be serialized to a config: a layer, an initializer, an optimizer and so on.</summary>
public interface IConfigurable
{
    /// <summary>The settings under Keras's keys, in Keras's order.</summary>
    Config GetConfig();

    /// <summary>The serialized form: the class and its settings.</summary>
    internal JsonNode Serialize();
}
