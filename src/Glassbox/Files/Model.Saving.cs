using System.Text;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox;

/// <remarks>
/// File formats: whole models as <c>.keras</c>, weights as <c>.weights.h5</c>, <c>.npz</c> or <c>.safetensors</c>, architectures as JSON.
/// </remarks>
public partial class Model
{
    /// <summary>
    /// Saves the model with weights, compile settings and optimizer state, so that training can be resumed. An existing file is replaced
    /// atomically. Readable by Keras 3.6 and later.
    /// </summary>
    /// <param name="path">Path of the file; must end with <c>.keras</c>.</param>
    /// <param name="overwrite">Whether to replace an existing file.</param>
    /// <exception cref="ArgumentException">The path has another extension.</exception>
    /// <exception cref="NotSupportedException">A custom layer, function or loss is not registered
    /// (<see cref="CustomObjects"/>).</exception>
    /// <exception cref="IOException">The file cannot be written, or exists.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/models/model_saving_apis/model_saving_and_loading/"/>.</remarks>
    public void Save(string path, bool overwrite = true)
    {
        if (!path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"A model is saved as a .keras file: Save(\"model.keras\"); received '{path}'. For the weights "
                + "alone: SaveWeights(\"model.weights.h5\").", nameof(path));
        }

        CheckOverwrite(path, overwrite);
        KerasFile.Save(this, path);
    }

    /// <summary>Loads a model written by <see cref="Save"/> or Keras.</summary>
    /// <param name="path">A <c>.keras</c> file, or an <c>.h5</c> file of an older Keras.</param>
    /// <param name="compile">Whether to compile the model as it was saved, with its optimizer state.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or has another format.</exception>
    /// <exception cref="NotSupportedException">The file uses an unsupported feature; the message names it. Code in files is never
    /// executed.</exception>
    public static Model Load(string path, bool compile = true) => Path.GetExtension(path).Equals(".h5", StringComparison.OrdinalIgnoreCase)
        ? LegacyFile.Load(path, compile)
        : KerasFile.Load(path, compile);

    /// <summary>Saves only the weights. An existing file is replaced atomically.</summary>
    /// <param name="path">Must end with <c>.weights.h5</c> (which Keras reads), <c>.npz</c> or <c>.safetensors</c>.</param>
    /// <param name="overwrite">Whether to replace an existing file.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="ArgumentException">The path has another extension.</exception>
    /// <exception cref="IOException">The file cannot be written, or exists.</exception>
    public void SaveWeights(string path, bool overwrite = true)
    {
        CheckOverwrite(path, overwrite);
        WeightsFile.Save(this, path);
    }

    /// <summary>Loads weights written by <see cref="SaveWeights"/> or Keras into a model of the same architecture.</summary>
    /// <param name="path">Must end with <c>.weights.h5</c>, <c>.npz</c> or <c>.safetensors</c>.</param>
    /// <param name="skipMismatch">Whether to skip layers whose weights do not match; otherwise a mismatch throws and nothing is
    /// changed.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or its weights do not match the model.</exception>
    public void LoadWeights(string path, bool skipMismatch = false) => WeightsFile.Load(this, path, skipMismatch);

    /// <summary>Returns the architecture and compile settings as Keras's JSON, without weights.</summary>
    /// <exception cref="NotSupportedException">A custom layer, function or loss is not registered
    /// (<see cref="CustomObjects"/>).</exception>
    public string ToJson() => KerasJson.Write(KerasFile.Describe(this));

    /// <summary>
    /// Creates a model from JSON by <see cref="ToJson"/> or Keras's <c>to_json</c>, with new weights and compiled as specified.
    /// </summary>
    /// <exception cref="InvalidDataException">The text is not a valid model config.</exception>
    /// <exception cref="NotSupportedException">The config uses an unsupported feature; the message names it.</exception>
    public static Model FromJson(string json)
    {
        const string Where = "the JSON text";
        return ReadErrors.In(Where, () =>
        {
            using var limit = MemoryLimit.ForArchitecture();
            var description = KerasJson.Parse(Encoding.UTF8.GetBytes(json), Where);
            var model = KerasFile.Make(description, Where);
            KerasFile.Compile(model, description, weights: null, Where);
            return model;
        });
    }

    internal override JsonObject Serialize()
    {
        var description = base.Serialize();
        description["registered_name"] ??= graph is null ? null : ClassName;
        return description;
    }

    private static void CheckOverwrite(string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
        {
            throw new IOException($"The file {path} exists, and overwrite is false.");
        }
    }
}
