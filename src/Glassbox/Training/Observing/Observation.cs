using Glassbox.Layers;
using Glassbox.Optimizers;

namespace Glassbox;

/// <summary>An observed training step: copies the requested tensors and passes them to the observers after the step.</summary>
internal sealed class Observation : CallProbe
{
    private readonly Model model;
    private readonly (TrainingObserver Observer, Watched Watched)[] watching;
    private readonly long step;
    private readonly int? epoch;
    private readonly Stack<string> running = new();
    private readonly Dictionary<string, List<Tensor>> activations = [];
    private readonly Dictionary<Variable, Tensor> gradients = [];

    private Observation(Model model, (TrainingObserver Observer, Watched Watched)[] watching, long step, int? epoch)
    {
        (this.model, this.watching, this.step, this.epoch) = (model, watching, step, epoch);
        foreach (var (_, watched) in watching)
        {
            LayerChoice.Check(model, [.. watched.Activations, .. watched.Gradients, .. watched.Weights]);
        }
    }

    /// <summary>Asks a model's observers what to record in the next step.</summary>
    /// <returns>Null if nothing is requested.</returns>
    /// <exception cref="ArgumentException">A layer name is unknown.</exception>
    public static Observation? Begin(Model model, TrainingObserver[] observers, int? epoch)
    {
        var step = model.Optimizer.Calls;
        var watching = new List<(TrainingObserver Observer, Watched Watched)>();
        foreach (var observer in observers)
        {
            if (observer.Wants(step) is { } watched)
            {
                watching.Add((observer, watched));
            }
        }

        return watching.Count == 0 ? null : new Observation(model, [.. watching], step, epoch);
    }

    public override void Enter(Layer layer, Structure<Tensor> inputs) =>
        running.Push(running.Count == 0 ? "" : running.Peek() is { Length: > 0 } outer ? $"{outer}/{layer.Name}" : layer.Name);

    public override void Leave(Structure<Tensor> outputs)
    {
        var name = running.Pop();
        if (name.Length > 0 && Array.Exists(watching, one => Has(one.Watched.Activations, name)))
        {
            activations.TryAdd(name, []);
            activations[name].AddRange(outputs.Select(output => output.Copy()));
        }
    }

    /// <summary>Copies the requested gradients.</summary>
    public void Take(StepResult result)
    {
        var wanted = LayerChoice.Weights(model, [.. watching.SelectMany(one => one.Watched.Gradients).Distinct()]).ToHashSet();
        for (var i = 0; i < result.Variables.Count && wanted.Count > 0; i++)
        {
            if (result.Gradients[i] is { } gradient && wanted.Contains(result.Variables[i]))
            {
                gradients[result.Variables[i]] = gradient.Copy();
            }
        }
    }

    /// <summary>Passes the completed step to the observers.</summary>
    public void End(Logs logs)
    {
        var weights = LayerChoice.Weights(model, [.. watching.SelectMany(one => one.Watched.Weights).Distinct()])
            .ToDictionary(weight => weight, weight => weight.Value.Copy());
        foreach (var (observer, watched) in watching)
        {
            observer.OnStep(new StepSnapshot(step, epoch, logs)
            {
                Activations = activations.Where(pair => Has(watched.Activations, pair.Key))
                    .ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Tensor>)[.. pair.Value]),
                Gradients = Chosen(gradients, watched.Gradients),
                Weights = Chosen(weights, watched.Weights),
            });
        }
    }

    private static bool Has(IReadOnlyList<string> names, string name) => names.Contains(name) || names.Contains(Watched.All);

    /// <summary>The tensors of the chosen layers by variable path; duplicate paths are numbered.</summary>
    private Dictionary<string, Tensor> Chosen(Dictionary<Variable, Tensor> tensors, IReadOnlyList<string> names)
    {
        var chosen = new Dictionary<string, Tensor>();
        foreach (var variable in LayerChoice.Weights(model, names).Where(tensors.ContainsKey))
        {
            var key = variable.Path;
            for (var number = 1; !chosen.TryAdd(key, tensors[variable]); number++)
            {
                key = $"{variable.Path}_{number}";
            }
        }

        return chosen;
    }
}
