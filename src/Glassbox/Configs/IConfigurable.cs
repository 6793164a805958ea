using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>Something that a file can describe, so that it can be made again: a layer, an initializer, an optimizer and so on.</summary>
public interface IConfigurable
{
    /// <summary>The settings by Keras's names, in Keras's order.</summary>
    Config GetConfig();

    /// <summary>The description that stands in files: which class, with which settings.</summary>
    internal JsonNode Serialize();
}
