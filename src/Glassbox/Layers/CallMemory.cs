using Glassbox.Backends;

namespace Glassbox.Layers;

/// <summary>
/// The memory that a part of a call takes from the running step. Where no tape records, nothing but the outputs is needed afterwards, and
/// the rest goes back at once: a prediction needs room for its widest layer, not for all.
/// </summary>
internal readonly struct CallMemory
{
    private readonly StepMemory? memory;
    private readonly int mark;

    private CallMemory(StepMemory memory) => (this.memory, mark) = (memory, memory.Mark());

    /// <summary>Begins a part of a call.</summary>
    public static CallMemory Begin() => StepMemory.Current is { } memory && !GradientTape.IsOpen ? new(memory) : default;

    /// <summary>Gives back what was taken since then, but for tensors that are still needed.</summary>
    public void Release(CallContext call, Structure<Tensor> needed)
    {
        if (memory is null || !call.LeavesNothing || GradientTape.IsOpen)
        {
            return;
        }

        if (needed.IsSingle)
        {
            memory.Release(mark, [needed.One.Storage]);
            return;
        }

        memory.Release(mark, [.. needed.Where(tensor => tensor is { HasValues: true }).Select(tensor => tensor.Storage)]);
    }
}
