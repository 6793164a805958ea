namespace Glassbox.Backends;

/// <summary>
/// The pool behind a training loop. Every tensor made between <see cref="Begin"/> and the end of the step takes its memory from here and gives it
/// back when the step ends; as each step asks for the same sizes again, a long training allocates nothing after its first step.
/// </summary>
internal sealed class StepMemory
{
    [ThreadStatic]
    private static StepMemory? current;

    private readonly Dictionary<(DType, int), Stack<object>> free = [];
    private readonly List<Storage> inUse = [];

    /// <summary>The pool of the step that this thread is running, if any.</summary>
    public static StepMemory? Current => current;

    /// <summary>Starts a step on this thread; dispose the result to end it.</summary>
    public Scope Begin()
    {
        var scope = new Scope(this, current);
        current = this;
        return scope;
    }

    /// <summary>Leaves the step for a while, for what must outlive it: weights, optimizer slots, results.</summary>
    public static Scope Suspend()
    {
        var scope = new Scope(null, current);
        current = null;
        return scope;
    }

    /// <summary>Memory for so many elements that a storage has given up at the end of an earlier step; null if there is none.</summary>
    public object? Reuse(DType dtype, int length) =>
        free.TryGetValue((dtype, length), out var stack) && stack.TryPop(out var memory) ? memory : null;

    /// <summary>Notes a storage that this step has made: it gives its memory up when the step ends.</summary>
    public void Add(Storage storage) => inUse.Add(storage);

    private void End()
    {
        foreach (var storage in inUse)
        {
            if (storage.Release() is not { } memory)
            {
                continue;
            }

            var key = (storage.DType, storage.Length);
            if (!free.TryGetValue(key, out var stack))
            {
                free[key] = stack = new Stack<object>();
            }

            stack.Push(memory);
        }

        inUse.Clear();
    }

    /// <summary>A stretch of code with its own answer to where memory comes from.</summary>
    public readonly struct Scope(StepMemory? entered, StepMemory? outer) : IDisposable
    {
        public void Dispose()
        {
            current = outer;
            // A nested step of the same pool (a model that predicts inside its own step) leaves the memory to the outer one.
            if (entered is not null && entered != outer)
            {
                entered.End();
            }
        }
    }
}
