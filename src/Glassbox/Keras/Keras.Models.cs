using Glassbox.Saving;

namespace Glassbox;

public static partial class Keras
{
    /// <summary>Functions on whole models: <c>Keras.Models.LoadModel("model.keras")</c>.</summary>
    /// <remarks>Source: <see href="https://keras.io/api/models/"/>.</remarks>
    public static class Models
    {
        /// <summary>Copies a model's architecture with newly initialized weights. The copy is not compiled.</summary>
        /// <param name="model">A sequential or functional model; a custom class must be registered (<see cref="CustomObjects"/>), as must
        /// its layers.</param>
        /// <exception cref="NotSupportedException">A custom layer or function is not registered.</exception>
        /// <remarks>
        /// Source: <see href="https://keras.io/api/models/model_saving_apis/model_config_serialization/#clonemodel-function"/>.
        /// </remarks>
        public static Model CloneModel(Model model)
        {
            ArgumentNullException.ThrowIfNull(model);
            return KerasFile.Make(model.Serialize(), $"the copy of '{model.Name}'");
        }

        /// <summary>Loads a model: see <see cref="Model.Load"/>.</summary>
        /// <inheritdoc cref="Model.Load"/>
        public static Model LoadModel(string filepath, bool compile = true) => Model.Load(filepath, compile);

        /// <summary>Saves a model: see <see cref="Model.Save"/>.</summary>
        /// <inheritdoc cref="Model.Save"/>
        public static void SaveModel(Model model, string filepath, bool overwrite = true) => model.Save(filepath, overwrite);

        /// <summary>Creates a model from its architecture: see <see cref="Model.FromJson"/>.</summary>
        /// <inheritdoc cref="Model.FromJson"/>
        public static Model ModelFromJson(string jsonString) => Model.FromJson(jsonString);
    }
}
