using System.Text.Json;
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
            var hidden = new Tower().Apply(new Sandwich().Apply(new Dense(8, "tanh", kernelRegularizer: "l2").Apply(input)));
            var model = new Model(input, new Dense(2).Apply(Ops.Add(new Add().Apply([hidden, new Dense(8).Apply(input)]), 1)));
            CustomObjects.Register("Smoke", Sandwich.FromConfig);
            CustomObjects.Register("Smoke", Tower.FromConfig);
            CheckHeld(x, y);
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

            CheckJson(expected);
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

    /// <summary>Tensors in answers of a web service: by System.Text.Json, which generates code instead of using reflection.</summary>
    private static void CheckJson(Tensor expected)
    {
        var json = JsonSerializer.Serialize(new Answer(expected), AnswerJson.Default.Answer);
        var same = (bool)Ops.All(Ops.Equal(expected, JsonSerializer.Deserialize(json, AnswerJson.Default.Answer)!.Predictions));
        Console.WriteLine($"JSON: {(same ? "the same bits" : "other bits")}; a mean of {expected.Mean():F4}");
        if (!same)
        {
            throw new InvalidOperationException("JSON gives another tensor.");
        }
    }

    /// <summary>What layers keep in fields of any kind is found, trained and, where its class says so, left alone.</summary>
    private static void CheckHeld(Tensor x, Tensor y)
    {
        var tower = new Tower();
        var model = new Sequential([new Dense(8, inputShape: [6]), tower, new Dense(2)]);
        model.Compile("sgd", "mse");
        var before = model.GetWeights();
        model.Fit(x, y, verbose: 0);
        var changed = before.Zip(model.GetWeights()).Count(pair => !(bool)Ops.All(Ops.Equal(pair.First, pair.Second)));
        Console.WriteLine($"fields: {tower.Weights.Count} weights of a layer of layers, {changed} of {before.Count} changed");
        if (tower.Weights.Count != 1 + (5 * 2) || changed != before.Count - 2)
        {
            throw new InvalidOperationException("What layers hold in fields is not found.");
        }
    }

    private interface IFloor
    {
        Tensor Run(Tensor x);
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

    /// <summary>Layers in collections of several kinds, and a variable of its own.</summary>
    private sealed class Tower(string? name = null) : Layer(name: name)
    {
        private readonly List<IFloor> floors = [new Floor(), new Floor()];
        private readonly (Dense, Dense[]) pair = (new(8), [new(8)]);
        private readonly Dictionary<string, object> named = new() { ["frozen"] = new HalfFloor() };
        private readonly Variable factor = new(Tensor.Ones([8]), name: "factor");

        public static Tower FromConfig(Config config) => new(config.GetName());

        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override Tensor Call(Tensor x, CallContext context)
        {
            var y = ((HalfFloor)named["frozen"]).Run(floors[1].Run(floors[0].Run(x * factor)));
            return pair.Item2[0].Apply(pair.Item1.Apply(y));
        }
    }

    private sealed class Floor : Layer, IFloor
    {
        private readonly Dense dense = new(8);

        public Tensor Run(Tensor x) => Apply(x);

        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override Tensor Call(Tensor x, CallContext context) => dense.Apply(x);
    }

    /// <summary>Says itself that nothing of it is trained.</summary>
    private sealed class HalfFloor : Layer, IFloor
    {
        private readonly Dense dense = new(8);

        public override IReadOnlyList<Variable> TrainableVariables => [];

        public Tensor Run(Tensor x) => Apply(x);

        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override Tensor Call(Tensor x, CallContext context) => dense.Apply(x);
    }
}
