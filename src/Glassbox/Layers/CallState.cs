namespace Glassbox.Layers;

/// <summary>State shared by the contexts of one call, whatever their training flag.</summary>
internal sealed class CallState(bool deferUpdates)
{
    private List<Tensor>? losses;
    private Layer? layer;
    private bool completed;
    private bool failed;

    /// <summary>The running layer; null between calls.</summary>
    public Layer? Layer => layer;

    public IReadOnlyList<Tensor> Losses => losses ?? (IReadOnlyList<Tensor>)[];

    public PendingUpdates? Updates { get; set; }

    public PendingDraws? Draws { get; set; }

    public CallProbe? Probe { get; set; }

    public IReadOnlyList<(string Output, Tensor Loss)>? OutputLosses { get; set; }

    public void AddLoss(Tensor loss)
    {
        if (loss.Rank > 0)
        {
            var who = layer is null ? "" : $"Layer '{layer.Name}': ";
            throw new ArgumentException($"{who}AddLoss accepts a scalar; received shape {loss.Shape}. Take its Ops.Sum or Ops.Mean.",
                nameof(loss));
        }

        (losses ??= []).Add(loss);
    }

    /// <summary>Enters a layer.</summary>
    /// <returns>The calling layer; null for an outermost call.</returns>
    public Layer? Enter(Layer next, Structure<Tensor> inputs)
    {
        Probe?.Enter(next, inputs);
        var outer = layer;
        (layer, completed) = (next, false);
        return outer;
    }

    /// <summary>Records the outputs of the running layer.</summary>
    public void Complete(Structure<Tensor> outputs)
    {
        Probe?.Leave(outputs);
        completed = true;
    }

    /// <summary>Leaves the running layer, whether it completed or threw.</summary>
    /// <param name="outer">The calling layer.</param>
    public void Leave(Layer? outer)
    {
        var succeeded = completed;
        (layer, completed) = (outer, false);
        if (outer is not null)
        {
            return;
        }

        if (!succeeded)
        {
            (Updates, Draws, losses, failed) = (null, null, null, deferUpdates);
        }
        else if (!deferUpdates)
        {
            Commit();
        }
    }

    public void Commit()
    {
        if (layer is not null || failed)
        {
            throw new InvalidOperationException(layer is null
                ? "A call with this context has thrown, and its state updates were discarded. Create a new CallContext."
                : $"Layer '{layer.Name}' is being called with this context. Commit the state updates after the call has ended.");
        }

        var (updates, draws) = (Updates, Draws);
        (Updates, Draws) = (null, null);
        draws?.Commit();
        updates?.Commit();
    }
}
