using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using Glassbox.Tests.Datasets;
using static Glassbox.Keras;

namespace Glassbox.Tests.Models;

/// <summary>
/// Whatever a layer or model of one's own keeps in its fields is trained, counted, frozen and saved, and each of it once.
/// </summary>
public sealed class HeldLayerTests : IDisposable
{
    private static readonly Tensor X = Tensor.RandomNormal([8, 3], seed: 1);
    private static readonly Tensor Y = Tensor.RandomNormal([8, 3], seed: 2);

    private readonly TemporaryFolder folder = new();

    private interface IBlock
    {
        Tensor Run(Tensor x);
    }

    public static TheoryData<string> Models => [.. Makers.Keys];

    private static Dictionary<string, Func<Holder>> Makers => new()
    {
        ["a list of arrays"] = () => new Holder(new List<Layer[]> { new Layer[] { Of("a"), Of("b") }, new Layer[] { Of("c") } }),
        ["a tuple"] = () => new Holder((Of("a"), Of("b"), Of("c"))),
        ["a tuple of eight"] = () => new Holder((1, 2, 3, 4, 5, Of("a"), Of("b"), Of("c"))),
        ["a tuple that may be missing"] = () => new Holder(((Dense, Dense, Dense)?)(Of("a"), Of("b"), Of("c"))),
        ["a tuple that is an object"] = () => new Holder(Tuple.Create(Of("a"), new[] { Of("b") }, Of("c"))),
        ["a list of interfaces"] = () => new Holder(new List<IBlock> { new Block("a"), new Block("b"), new Block("c") }),
        ["a set of interfaces"] = () => new Holder(new HashSet<IBlock> { new Block("a"), new Block("b"), new Block("c") }),
        ["a list of tuples"] = () => new Holder(new List<(string, Dense)> { ("x", Of("a")), ("y", Of("b")), ("z", Of("c")) }),
        ["a dictionary of lists"] = () =>
            new Holder(new Dictionary<string, List<Dense>> { ["x"] = [Of("a")], ["y"] = [Of("b"), Of("c")] }),
        ["a dictionary with layers for keys"] = () =>
            new Holder(new Dictionary<Layer, object> { [Of("z")] = new[] { Of("a"), Of("b"), Of("c") } }),
        ["objects"] = () => new Holder(new object?[] { null, 1, "two", Of("a"), new object[] { Of("b"), new List<Layer> { Of("c") } } }),
        ["a query over layers"] = () => new Holder(new List<Layer> { Of("a"), Of("b"), Of("c") }.Where(layer => layer is Dense)),
        ["a queue and a stack"] = () => new Holder((new Queue<Dense>([Of("a"), Of("b")]), new Stack<Dense>([Of("c")]))),
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Layers_are_found_trained_frozen_and_saved_whatever_holds_them(string name)
    {
        var (model, other) = (Makers[name](), Makers[name]());
        Assert.Equal(["a", "b", "c"], model.Layers.Select(layer => layer.Name));
        model.Apply(X);
        other.Apply(X);
        Assert.Equal(6, model.Weights.Count);
        Assert.Equal(model.Weights, model.TrainableVariables);

        var before = model.GetWeights();
        model.Compile(new SGD(0.1), "mse");
        model.Fit(X, Y, verbose: 0);
        Assert.All(before.Zip(model.GetWeights()), pair => Assert.NotEqual(pair.First.ToArray<float>(), pair.Second.ToArray<float>()));

        model.SaveWeights(folder["held.weights.h5"]);
        other.LoadWeights(folder["held.weights.h5"]);
        AssertSame(model, other);

        model.Trainable = false;
        Assert.All(model.Layers, layer => Assert.False(layer.Trainable));
        Assert.Empty(model.TrainableVariables);
        Assert.Equal(6, model.NonTrainableVariables.Count);
    }

    [Fact]
    public void Variables_in_fields_are_weights_behind_those_that_the_layer_made()
    {
        var (layer, other) = (new Scale(), new Scale());
        var model = new Sequential([layer, new Dense(3)]);
        var loaded = new Sequential([other, new Dense(3)]);
        model.Apply(X);
        loaded.Apply(X);
        Assert.Equal(["made", "first", "second", "steps", "factor"], layer.Weights.Select(weight => weight.Name));
        Assert.Equal(["made", "first", "second", "factor"], layer.TrainableVariables.Select(weight => weight.Name));
        Assert.Equal(3 + 1 + 3 + 3 + 1, layer.CountParams());

        var before = model.GetWeights();
        model.Compile(new SGD(0.1), "mse");
        model.Fit(X, Y, verbose: 0);
        foreach (var (weight, old) in model.Weights.Zip(before))
        {
            Assert.Equal(weight.Name == "steps", (bool)Ops.All(Ops.Equal(weight.Value, old)));
        }

        foreach (var file in new[] { "held.weights.h5", "held.npz", "held.safetensors" })
        {
            model.SaveWeights(folder[file]);
            loaded.SetWeights(before);
            loaded.LoadWeights(folder[file]);
            AssertSame(model, loaded);
        }

        layer.Trainable = false;
        Assert.Empty(layer.TrainableVariables);
    }

    [Fact]
    public void A_weight_that_another_layer_made_is_that_layers()
    {
        var maker = new Dense(3, useBias: false, inputShape: [3]);
        var model = new Sequential([maker]);
        model.Add(new Tied(maker));
        model.Apply(X);
        Assert.Equal([maker.Kernel!], model.Weights);
        Assert.Equal([maker.Kernel!], model.TrainableVariables);
        Assert.Equal([maker.Kernel!], model.Layers[1].Weights);
        maker.Trainable = false;
        Assert.Empty(model.TrainableVariables);

        maker.Trainable = true;
        model.SaveWeights(folder["tied.npz"]);
        Assert.Single(Npz.Load(folder["tied.npz"]));
    }

    [Fact]
    public void A_layer_may_hold_the_model_that_it_is_in()
    {
        var inner = new Knowing();
        var model = new Sequential([new Dense(3, inputShape: [3]), inner]);
        inner.Other = model;
        model.Compile(new SGD(0.1), "mse");
        var before = model.GetWeights();
        model.Fit(X, Y, verbose: 0);

        Assert.Equal(4, model.Weights.Count);
        Assert.Equal(model.Weights.OrderBy(weight => weight.Path), inner.Weights.OrderBy(weight => weight.Path));
        Assert.All(before.Zip(model.GetWeights()), pair => Assert.NotEqual(pair.First.ToArray<float>(), pair.Second.ToArray<float>()));
        model.SaveWeights(folder["cycle.weights.h5"]);
        model.SetWeights(before);
        model.LoadWeights(folder["cycle.weights.h5"]);
        Assert.NotEqual(before[0].ToArray<float>(), model.GetWeights()[0].ToArray<float>());

        var lines = new List<string>();
        model.Summary(printFn: lines.Add, expandNested: true);
        Assert.Contains(lines, line => line.StartsWith("Total params: 24", StringComparison.Ordinal));
        model.Trainable = false;
        Assert.Empty(model.TrainableVariables);
        Assert.Empty(model.Losses);
    }

    [Fact]
    public void A_layer_may_hold_a_model_that_is_built_with_it()
    {
        var inner = new Knowing();
        var model = new Sequential([new Dense(3), inner]);
        inner.Other = model;
        Assert.Empty(model.TrainableVariables);
        model.Compile(new SGD(0.1), "mse");
        model.Fit(X, Y, verbose: 0);
        Assert.Equal(4, model.TrainableVariables.Count);

        var owner = new Owner();
        owner.Compile(new SGD(0.1), "mse");
        owner.Fit(X, Y, verbose: 0);
        Assert.Equal(owner.Child.Inner.Weights, owner.Weights);
        owner.SaveWeights(folder["owner.weights.h5"]);
    }

    [Fact]
    public void A_class_may_keep_layers_elsewhere_and_say_what_freezing_does()
    {
        var (model, other) = (new Sequential([new Elsewhere()]), new Sequential([new Elsewhere()]));
        model.Apply(X);
        other.Apply(X);
        Assert.Equal(4, model.Weights.Count);
        model.SaveWeights(folder["elsewhere.npz"]);
        other.LoadWeights(folder["elsewhere.npz"]);
        AssertSame(model, other);

        model.Trainable = false;
        model.Trainable = true;
        Assert.Equal([true, false], Elsewhere.Of(model.Layers[0]).Select(layer => layer.Trainable));
        Assert.Equal(2, model.TrainableVariables.Count);
    }

    [Fact]
    public void Layers_may_hold_each_other_and_themselves()
    {
        var (a, b) = (new Knowing(), new Knowing());
        (a.Other, b.Other) = (b, a);
        a.Apply(X);
        b.Apply(X);
        Assert.Equal([.. a.Inner.Weights, .. b.Inner.Weights], a.Weights);
        Assert.Equal([.. b.Inner.Weights, .. a.Inner.Weights], b.TrainableVariables);
        b.Trainable = false;
        Assert.False(a.Inner.Trainable);

        var alone = new Knowing();
        alone.Other = alone;
        alone.Apply(X);
        Assert.Equal(2, alone.Weights.Count);

        var list = new List<object>();
        list.Add(list);
        list.Add(new Dense(3, name: "within"));
        Assert.Equal(["within"], new Holder(list).Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Many_layers_that_all_hold_each_other_are_gone_through_at_once()
    {
        var all = new List<Layer>();
        for (var i = 0; i < 100; i++)
        {
            all.Add(new Crowd(all));
        }

        var x = all[0].Apply(X);
        Assert.Equal(X.Shape, x.Shape);
        Assert.Equal(100, all[50].Weights.Count);
        all[7].Trainable = false;
        Assert.All(all, layer => Assert.False(layer.Trainable));
    }

    [Fact]
    public void A_Sequential_is_no_layer_of_itself()
    {
        var model = new Sequential(name: "own");
        var refusal = Assert.Throws<ArgumentException>(() => model.Add(model));
        Assert.Contains("Sequential 'own' cannot be a layer of itself", refusal.Message, StringComparison.Ordinal);

        var outer = new Sequential([new Dense(3), model], name: "outer");
        var input = Input([3]);
        var graph = new Model(input, new Sequential([new Dense(3), new Sequential([new Dense(3)])]).Apply(input));
        Assert.Contains("'outer'", Assert.Throws<ArgumentException>(() => model.Add(outer)).Message, StringComparison.Ordinal);
        Assert.Contains("itself", Assert.Throws<ArgumentException>(() => model.Add(new Sequential([outer]))).Message,
            StringComparison.Ordinal);
        model.Add(graph);
        Assert.Equal(2 + 4, Built(outer).Weights.Count);
    }

    [Fact]
    public void Metrics_within_collections_are_shown()
    {
        var model = new Measured();
        model.Compile(new SGD(0.1), "mse");
        var history = model.Fit(X, Y, verbose: 0);
        Assert.Equal(["first", "loss", "second"], history.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["loss", "first", "second"], model.Metrics.Select(metric => metric.Name));

        // Finding out shapes counts as no batch.
        Assert.Equal((double)Ops.Mean(X), history["first"][0], 1e-6);
    }

    [Fact]
    public void A_class_may_say_itself_which_weights_are_trained()
    {
        var part = new HalfTrained();
        var model = new Sequential([part, new Dense(3)]);
        model.Apply(X);
        Assert.Equal([.. part.Upper.Weights, .. model.Layers[1].Weights], model.TrainableVariables);
        Assert.Equal(6, model.Weights.Count);
        part.Around = model;
        Assert.Equal([.. part.Upper.Weights, .. model.Layers[1].Weights], model.TrainableVariables);
    }

    [Fact]
    public void A_model_of_inputs_and_outputs_may_hold_more_layers()
    {
        var input = Input([3]);
        var model = new WithCritic(input, new Dense(3).Apply(input));
        model.Critic.Apply(X);
        Assert.Equal(2, model.Layers.Count);
        Assert.Equal(4, model.TrainableVariables.Count);
        model.SaveWeights(folder["critic.npz"]);
        Assert.Equal(4, Npz.Load(folder["critic.npz"]).Count);
    }

    [Fact]
    public void What_cannot_hold_layers_is_not_looked_through()
    {
        var model = new Loaded();
        model.Apply(X);
        Assert.Single(model.Layers);
        Assert.Equal(2, model.TrainableVariables.Count);
        Assert.Equal(0, model.Asked);
    }

    private static Dense Of(string name) => new(3, name: name);

    private static Layer Built(Layer layer)
    {
        layer.Apply(X);
        return layer;
    }

    private static void AssertSame(Layer a, Layer b) =>
        Assert.All(a.GetWeights().Zip(b.GetWeights()), pair =>
            Assert.Equal(pair.First.Cast("float64").ToArray<double>(), pair.Second.Cast("float64").ToArray<double>()));

    /// <summary>Whatever it holds are layers called a, b and c.</summary>
    private sealed class Holder(object held) : Model
    {
        private readonly object held = held;

        protected override Tensor Call(Tensor x, CallContext context) => Layers.Aggregate(x, (value, layer) => layer.Apply(value, context));
    }

    private sealed class Block(string name) : Layer(name: name), IBlock
    {
        private readonly Dense inner = new(3);

        public Tensor Run(Tensor x) => Apply(x);

        protected override Tensor Call(Tensor x, CallContext context) => inner.Apply(x);
    }

    private sealed class Scale : Layer
    {
        private readonly List<Variable> shifts = [new(Tensor.Ones([3]), name: "first"), new(Tensor.Ones([3]), name: "second")];
        private readonly Variable steps = new(Tensor.Zeros([], DType.Int64), name: "steps");
        private Variable? made;

        public Variable Factor { get; } = new(Tensor.Full([], 2), name: "factor");

        protected override void Build(Shape inputShape) => made = AddWeight("made", [3], "ones");

        protected override Tensor Call(Tensor x, CallContext context) =>
            (x * Factor * made!) + shifts[0] + shifts[1] + (Tensor)Ops.Cast(steps, DType.Float32);
    }

    private sealed class Tied(Dense maker) : Layer
    {
        private Variable? kernel;

        protected override void Build(Shape inputShape) => kernel = maker.Kernel;

        // What the constructor was given is a field, too, when it is used here; the layer would be this one's as well.
        protected override IReadOnlyList<Layer> Sublayers => [];

        protected override Tensor Call(Tensor x, CallContext context) => Ops.MatMul(x, Ops.Transpose(kernel!));
    }

    private sealed class Knowing : Layer
    {
        public Dense Inner { get; } = new(3);

        public Layer? Other { get; set; }

        protected override Tensor Call(Tensor x, CallContext context) => Inner.Apply(x);
    }

    private sealed class Owner : Model
    {
        public Owner() => Child.Other = this;

        public Knowing Child { get; } = new();

        protected override Tensor Call(Tensor x, CallContext context) => Child.Apply(x);
    }

    /// <summary>Its layers are kept in a table, and the second is never trained.</summary>
    private sealed class Elsewhere : Layer
    {
        private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Layer, Dense[]> Table = [];

        public Elsewhere() => Table.Add(this, [new Dense(3), new Dense(3)]);

        public override bool Trainable
        {
            get => base.Trainable;
            set
            {
                base.Trainable = value;
                Of(this)[1].Trainable = false;
            }
        }

        protected override IReadOnlyList<Layer> Sublayers => Of(this);

        public static Dense[] Of(Layer layer) => Table.TryGetValue(layer, out var layers) ? layers : [];

        protected override Tensor Call(Tensor x, CallContext context) => Of(this)[1].Apply(Of(this)[0].Apply(x));
    }

    private sealed class Crowd(List<Layer> all) : Layer
    {
        private Variable? factor;

        public List<Layer> All { get; } = all;

        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override void Build(Shape inputShape) => factor = AddWeight("factor", [3], "ones");

        protected override Tensor Call(Tensor x, CallContext context)
        {
            foreach (var layer in All)
            {
                if (layer is Crowd { Built: false } other)
                {
                    other.Apply(x);
                }
            }

            return x * factor!;
        }
    }

    private sealed class Measured : Model
    {
        private readonly Dense dense = new(3);
        private readonly Dictionary<string, Metric[]> metrics = new() { ["all"] = [new Mean("first"), new Mean("second")] };

        protected override Tensor Call(Tensor x, CallContext context)
        {
            ((Mean)metrics["all"][0]).UpdateState(Ops.Mean(x));
            return dense.Apply(x);
        }
    }

    private sealed class HalfTrained : Layer
    {
        private readonly Dense lower = new(3);

        public Dense Upper { get; } = new(3);

        public Layer? Around { get; set; }

        public override IReadOnlyList<Variable> TrainableVariables => [.. base.TrainableVariables.Except(lower.TrainableVariables)];

        protected override Tensor Call(Tensor x, CallContext context) => Upper.Apply(lower.Apply(x));
    }

    private sealed class WithCritic(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        public Dense Critic { get; } = new(1);
    }

    private sealed class Loaded : Model
    {
        private readonly Dense dense = new(3);
        private readonly float[] numbers = [1, 2];
        private readonly Dictionary<string, Tensor> tensors = new() { ["x"] = X };
        private readonly Func<Layer> function = () => new Dense(1);
        private readonly IEnumerable<Batch> endless;
        private readonly Lazy<Layer> late = new(() => throw new InvalidOperationException("nobody asked"));

        public Loaded() => endless = Endless();

        public int Asked { get; private set; }

        protected override Tensor Call(Tensor x, CallContext context) => dense.Apply(x) * numbers[0];

        private IEnumerable<Batch> Endless()
        {
            while (true)
            {
                Asked++;
                yield return new Batch(tensors["x"]);
                GC.KeepAlive((function, late, endless));
            }
        }
    }
}
