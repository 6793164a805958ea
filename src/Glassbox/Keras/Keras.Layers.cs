using Glassbox.Layers;

namespace Glassbox;

public static partial class Keras
{
    /// <summary>
    /// Layers that join inputs, as functions: <c>x = Keras.Layers.Add([x, shortcut])</c> in place of <c>new Add().Apply([x, shortcut])</c>.
    /// </summary>
    /// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/"/>.</remarks>
    public static class Layers
    {
        /// <summary>The sum of the inputs: see <see cref="Glassbox.Layers.Add"/>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor Add(Structure<Tensor> inputs, string? name = null) => new Glassbox.Layers.Add(name: name).Apply(inputs);

        /// <summary>Their mean: see <see cref="Glassbox.Layers.Average"/>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor Average(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Average(name: name).Apply(inputs);

        /// <summary>The inputs one after the other along an axis: see <see cref="Glassbox.Layers.Concatenate"/>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor Concatenate(Structure<Tensor> inputs, int axis = -1, string? name = null) =>
            new Glassbox.Layers.Concatenate(axis, name: name).Apply(inputs);

        /// <summary>Products of two inputs, summed over an axis: see <see cref="Glassbox.Layers.Dot"/>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor Dot(Structure<Tensor> inputs, Axes? axes = null, bool normalize = false, string? name = null) =>
            new Glassbox.Layers.Dot(axes ?? -1, normalize, name: name).Apply(inputs);

        /// <summary>The largest of the inputs, element by element: see <see cref="Glassbox.Layers.Maximum"/>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor Maximum(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Maximum(name: name).Apply(inputs);

        /// <summary>The smallest of the inputs, element by element: see <see cref="Glassbox.Layers.Minimum"/>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor Minimum(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Minimum(name: name).Apply(inputs);

        /// <summary>Their product: see <see cref="Glassbox.Layers.Multiply"/>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor Multiply(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Multiply(name: name).Apply(inputs);

        /// <summary>The first of two inputs without the second: see <see cref="Glassbox.Layers.Subtract"/>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor Subtract(Structure<Tensor> inputs, string? name = null) =>
            new Glassbox.Layers.Subtract(name: name).Apply(inputs);
    }
}
