using System.Text;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox;

/// <remarks>
/// Files: whole models as <c>.keras</c>, weights as <c>.weights.h5</c>, <c>.npz</c> or <c>.safetensors</c>, architectures as JSON.
/// </remarks>
public partial class Model
{
    /// <summary>
    /// Writes the model with its weights, how it is compiled and what its optimizer remembers, so that training can go on. An existing file
    /// is replaced once the new one is complete. Every Keras from 3.6 on reads it.
    /// </summary>
    /// <param name="path">Where to; ends with <c>.keras</c>.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="NotSupportedException">A layer, function or loss of one's own is not registered
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

    /// <summary>Reads a model that <see cref="Save"/> or Keras wrote.</summary>
    /// <param name="path">A <c>.keras</c> file, or an <c>.h5</c> file of an older Keras.</param>
    /// <param name="compile">Whether the model is compiled as it was, with what its optimizer remembers.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or no such file.</exception>
    /// <exception cref="NotSupportedException">It uses what is not known here; the message names it. Code in files is never
    /// run.</exception>
    public static Model Load(string path, bool compile = true) => Path.GetExtension(path).Equals(".h5", StringComparison.OrdinalIgnoreCase)
        ? LegacyFile.Load(path, compile)
        : KerasFile.Load(path, compile);

    /// <summary>Writes the weights alone. An existing file is replaced once the new one is complete.</summary>
    /// <param name="path">Ends with <c>.weights.h5</c> (which Keras reads), <c>.npz</c> or <c>.safetensors</c>.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="IOException">The file cannot be written, or exists.</exception>
    public void SaveWeights(string path, bool overwrite = true)
    {
        CheckOverwrite(path, overwrite);
        WeightsFile.Save(this, path);
    }

    /// <summary>Reads weights that <see cref="SaveWeights"/> or Keras wrote, for a model of the same architecture.</summary>
    /// <param name="path">Ends with <c>.weights.h5</c>, <c>.npz</c> or <c>.safetensors</c>.</param>
    /// <param name="skipMismatch">Whether layers whose weights do not fit are left as they are; otherwise nothing is changed then.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or its weights do not fit the model.</exception>
    public void LoadWeights(string path, bool skipMismatch = false) => WeightsFile.Load(this, path, skipMismatch);

    /// <summary>The architecture, and how the model is compiled, as Keras writes it; without weights.</summary>
    /// <exception cref="NotSupportedException">A layer, function or loss of one's own is not registered
    /// (<see cref="CustomObjects"/>).</exception>
    public string ToJson() => KerasJson.Write(KerasFile.Describe(this));

    /// <summary>
    /// A model of an architecture that <see cref="ToJson"/> or Keras's <c>to_json</c> wrote, with new weights, compiled as it was.
    /// </summary>
    /// <exception cref="InvalidDataException">The text is no such description.</exception>
    /// <exception cref="NotSupportedException">It uses what is not known here; the message names it.</exception>
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
