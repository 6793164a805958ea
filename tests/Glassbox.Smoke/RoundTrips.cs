using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox.Smoke;

/// <summary>Trains a model, writes it in every form, reads it again, and compares the bits.</summary>
internal static class RoundTrips
{
    public static int Run()
    {
        CustomObjects.Register("Smoke", Scale.FromConfig);
        var folder = Directory.CreateTempSubdirectory("glassbox-smoke-").FullName;
        try
        {
            Utils.SetRandomSeed(1);
            var (x, y) = (Tensor.RandomNormal([40, 6], seed: 1), Tensor.RandomUniform([40, 2], seed: 2));
            var input = Keras.Input([6]);
            var hidden = new Sandwich().Apply(new Dense(8, "tanh", kernelRegularizer: "l2").Apply(input));
            var model = new Model(input, new Dense(2).Apply(Ops.Add(new Add().Apply([hidden, new Dense(8).Apply(input)]), 1)));
            CustomObjects.Register("Smoke", Sandwich.FromConfig);
            model.Compile("adam", "mse", ["mae"]);
            model.Fit(x, y, epochs: 2, verbose: 0);
            var expected = model.Predict(x, verbose: 0);

            var path = Path.Combine(folder, "model.keras");
            model.Save(path);
            Check("model.keras", expected, Model.Load(path), x);
            foreach (var weights in new[] { "model.weights.h5", "model.npz", "model.safetensors" })
            {
                model.SaveWeights(Path.Combine(folder, weights));
                var other = Model.FromJson(model.ToJson());
                other.LoadWeights(Path.Combine(folder, weights));
                Check(weights, expected, other, x);
            }

            Console.WriteLine("All forms of files give the same bits.");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Check(string what, Tensor expected, Model model, Tensor x)
    {
        var same = (bool)Ops.All(Ops.Equal(expected, model.Predict(x, verbose: 0)));
        Console.WriteLine($"{what}: {(same ? "the same bits" : "other bits")}");
        if (!same)
        {
            throw new InvalidOperationException($"{what} gives another model.");
        }
    }

    private sealed class Scale(double first = 1, string? name = null) : Layer(name: name)
    {
        private Variable factor = null!;

        public override Config GetConfig() => new(base.GetConfig()) { { "first", first } };

        public static Scale FromConfig(Config config) => new(config.GetDouble("first", 1), config.GetName());

        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override void Build(Shape inputShape) => factor = AddWeight("factor", [inputShape[^1]], new Initializers.Constant(first));

        protected override Tensor Call(Tensor x, CallContext call) => x * factor;
    }

    /// <summary>Layers within a layer, found by its fields.</summary>
    private sealed class Sandwich(string? name = null) : Layer(name: name)
    {
        private readonly Dense lower = new(8, "relu");
        private readonly Scale upper = new(0.5);

        public static Sandwich FromConfig(Config config) => new(config.GetName());

        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override Tensor Call(Tensor x, CallContext call) => upper.Apply(lower.Apply(x, call), call);
    }
}
