namespace Glassbox.Layers;

/// <remarks>
/// The one way through layers within layers. Each layer is visited once, whoever holds it and however often, so that layers which hold each
/// other, or the model that they are in, end.
/// </remarks>
public abstract partial class Layer
{
    /// <summary>The layers whose classes say themselves what their weights are, and that are being asked on this thread.</summary>
    [ThreadStatic]
    private static List<Layer>? asked;

    /// <summary>
    /// The layers whose classes say themselves what happens when they are frozen, and that are being frozen or thawed on this thread.
    /// </summary>
    [ThreadStatic]
    private static List<Layer>? told;

    private TrackedFields? heldFields;

    /// <summary>What the layer's class keeps in fields.</summary>
    internal TrackedFields TrackedFields => heldFields ??= TrackedFields.Of(this);

    /// <summary>The variables that the layer holds in fields and has not made itself.</summary>
    internal IReadOnlyList<Variable> HeldVariables =>
        TrackedFields.MayHoldVariables ? [.. TrackedFields.In<Variable>(this).Except(ownWeights)] : [];

    /// <summary>The layers within this one, as <see cref="Sublayers"/>.</summary>
    internal IReadOnlyList<Layer> LayersWithin => Sublayers;

    /// <summary>The layer and all layers within it, the outer ones first.</summary>
    internal IReadOnlyList<Layer> SelfAndSublayers()
    {
        var visited = new DistinctList<Layer>();
        Visit(this);
        return visited.Items;

        void Visit(Layer layer)
        {
            if (visited.Add(layer))
            {
                foreach (var inner in layer.Sublayers)
                {
                    Visit(inner);
                }
            }
        }
    }

    /// <summary>The weights that the layer and those within it made themselves.</summary>
    internal HashSet<Variable> MadeWithin() =>
        new(SelfAndSublayers().SelectMany(layer => layer.ownWeights), ReferenceEqualityComparer.Instance);

    /// <summary>
    /// The weights of the layer and of those within it: a layer's own, then the variables that it holds, then those of layers within.
    /// </summary>
    private IReadOnlyList<Variable> CollectWeights(bool trainable)
    {
        if (!TrackedFields.MayHoldVariables && Sublayers.Count == 0)
        {
            return !trainable || ownWeights.TrueForAll(IsTrained) ? ownWeights : ownWeights.FindAll(IsTrained);
        }

        var (visited, weights) = (new DistinctList<Layer>(), new DistinctList<Variable>());
        HashSet<Variable>? made = null;
        Collect(this);
        return weights.Items;

        void Collect(Layer layer)
        {
            if (!visited.Add(layer))
            {
                return;
            }

            if (layer != this && (trainable ? layer.TrackedFields.OverridesTrainableVariables : layer.TrackedFields.OverridesWeights))
            {
                Once(ref asked, layer, () => weights.AddNew(trainable ? layer.TrainableVariables : layer.Weights));
                return;
            }

            if (trainable && !layer.Trainable)
            {
                return;
            }

            foreach (var weight in layer.ownWeights)
            {
                Take(weight);
            }

            foreach (var held in layer.HeldVariables)
            {
                // What another layer has made is that layer's, also for one that holds it.
                made ??= MadeWithin();
                if (!made.Contains(held))
                {
                    Take(held);
                }
            }

            foreach (var inner in layer.Sublayers)
            {
                Collect(inner);
            }
        }

        void Take(Variable weight)
        {
            if (!trainable || IsTrained(weight))
            {
                weights.Add(weight);
            }
        }
    }

    /// <summary>Freezes or thaws the layer and leaves those within as they are.</summary>
    internal void SetOwnTrainable(bool value)
    {
        if (!TrackedFields.OverridesTrainable)
        {
            trainable = value;
        }
    }

    /// <summary>Freezes or thaws the layers within.</summary>
    private void SetTrainableWithin(bool value)
    {
        var visited = new DistinctList<Layer>();
        Set(this);

        void Set(Layer layer)
        {
            if (!visited.Add(layer))
            {
                return;
            }

            if (layer != this && layer.TrackedFields.OverridesTrainable)
            {
                Once(ref told, layer, () => layer.Trainable = value);
                return;
            }

            layer.trainable = value;
            foreach (var inner in layer.Sublayers)
            {
                Set(inner);
            }
        }
    }

    /// <summary>Leaves something to the code of a layer's class, unless that is at it already, since the layer is within itself.</summary>
    private static void Once(ref List<Layer>? busy, Layer layer, Action action)
    {
        busy ??= [];
        if (busy.Contains(layer))
        {
            return;
        }

        busy.Add(layer);
        try
        {
            action();
        }
        finally
        {
            busy.Remove(layer);
        }
    }

    /// <summary>Whether training changes a weight of a layer that is not frozen.</summary>
    private static bool IsTrained(Variable weight) => weight.Trainable && weight.DType.IsFloating;
}
