using Glassbox.Backends;

namespace Glassbox.Layers;

/// <summary>
/// Memory that a layer's call allocates from the step arena. With no tape recording, everything but the outputs is released as soon as the
/// layer returns, so that inference needs memory for its widest layer only.
/// </summary>
internal readonly struct CallMemory
{
    private readonly StepMemory? memory;
    private readonly int mark;

    private CallMemory(StepMemory memory) => (this.memory, mark) = (memory, memory.Mark());

    /// <summary>Starts tracking the allocations of a layer's call.</summary>
    public static CallMemory Begin() => StepMemory.Current is { } memory && !GradientTape.IsOpen ? new(memory) : default;

    /// <summary>Releases what was allocated since, except tensors that are still needed.</summary>
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
