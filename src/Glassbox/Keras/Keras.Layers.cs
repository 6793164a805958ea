using Glassbox.Layers;

namespace Glassbox;

public static partial class Keras
{
    /// <summary>
    /// Merging layers as functions: <c>x = Keras.Layers.Add([x, shortcut])</c> instead of <c>new Add().Apply([x, shortcut])</c>.
    /// </summary>
    /// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/"/>.</remarks>
    public static class Layers
    {
        /// <summary>Element-wise sum of the inputs: see <see cref="Glassbox.Layers.Add"/>.</summary>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Add(Structure<Tensor> inputs, string? name = null) => new Glassbox.Layers.Add(name: name).Apply(inputs);

        /// <summary>Element-wise mean of the inputs: see <see cref="Glassbox.Layers.Average"/>.</summary>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Average(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Average(name: name).Apply(inputs);

        /// <summary>Concatenation of the inputs along an axis: see <see cref="Glassbox.Layers.Concatenate"/>.</summary>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Concatenate(Structure<Tensor> inputs, int axis = -1, string? name = null) =>
            new Glassbox.Layers.Concatenate(axis, name: name).Apply(inputs);

        /// <summary>Dot product of two inputs along an axis: see <see cref="Glassbox.Layers.Dot"/>.</summary>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Dot(Structure<Tensor> inputs, Axes? axes = null, bool normalize = false, string? name = null) =>
            new Glassbox.Layers.Dot(axes ?? -1, normalize, name: name).Apply(inputs);

        /// <summary>Element-wise maximum of the inputs: see <see cref="Glassbox.Layers.Maximum"/>.</summary>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Maximum(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Maximum(name: name).Apply(inputs);

        /// <summary>Element-wise minimum of the inputs: see <see cref="Glassbox.Layers.Minimum"/>.</summary>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Minimum(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Minimum(name: name).Apply(inputs);

        /// <summary>Element-wise product of the inputs: see <see cref="Glassbox.Layers.Multiply"/>.</summary>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Multiply(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Multiply(name: name).Apply(inputs);

        /// <summary>Difference of two inputs: see <see cref="Glassbox.Layers.Subtract"/>.</summary>
        /// <exception cref="ArgumentException">The shapes are incompatible.</exception>
        public static Tensor Subtract(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Subtract(name: name).Apply(inputs);
    }
}
