using Glassbox.Saving;

namespace Glassbox;

public static partial class Keras
{
    /// <summary>What Keras does with whole models: <c>Keras.Models.LoadModel("model.keras")</c>.</summary>
    /// <remarks>Source: <see href="https://keras.io/api/models/"/>.</remarks>
    public static class Models
    {
        /// <summary>A model of the same layers with weights of its own, which are initialized anew. It is not compiled.</summary>
        /// <param name="model">A Sequential or functional model; one of your own needs to be registered (<see cref="CustomObjects"/>), as
        /// its layers do.</param>
        /// <exception cref="NotSupportedException">A layer or function of one's own is not registered.</exception>
        /// <remarks>
        /// Source: <see href="https://keras.io/api/models/model_saving_apis/model_config_serialization/#clonemodel-function"/>.
        /// </remarks>
        public static Model CloneModel(Model model)
        {
            ArgumentNullException.ThrowIfNull(model);
            return KerasFile.Make(model.Serialize(), $"the copy of '{model.Name}'");
        }

        /// <summary>Reads a model, as <see cref="Model.Load"/>.</summary>
        /// <inheritdoc cref="Model.Load"/>
        public static Model LoadModel(string filepath, bool compile = true) => Model.Load(filepath, compile);

        /// <summary>Writes a model, as <see cref="Model.Save"/>.</summary>
        /// <inheritdoc cref="Model.Save"/>
        public static void SaveModel(Model model, string filepath, bool overwrite = true) => model.Save(filepath, overwrite);

        /// <summary>A model of an architecture, as <see cref="Model.FromJson"/>.</summary>
        /// <inheritdoc cref="Model.FromJson"/>
        public static Model ModelFromJson(string jsonString) => Model.FromJson(jsonString);
    }
}
