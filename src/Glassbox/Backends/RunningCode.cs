namespace Glassbox.Backends;

/// <summary>
/// Tracks whether library or user code is running on a thread. Library code keeps no tensor beyond an operation, so that weights can be
/// updated in place and a training step's memory can be reused. User code (a custom layer, loss or training step) may keep tensors: then an
/// update writes to new memory, and the step's memory is left to the garbage collector.
/// </summary>
internal static class RunningCode
{
    [ThreadStatic]
    private static bool isLibrary;

    [ThreadStatic]
    private static int depth;

    /// <summary>Whether library code called by the library is running; false outside of it.</summary>
    public static bool IsLibrary => isLibrary;

    /// <summary>Whether an object's class is defined by the user.</summary>
    public static bool IsUsers(object instance) => instance.GetType().Assembly != typeof(RunningCode).Assembly;

    /// <summary>Begins a scope of code that reads weights; dispose the result to end it.</summary>
    /// <param name="isUsers">Whether it is user code.</param>
    public static Scope Enter(bool isUsers)
    {
        var scope = new Scope(isLibrary);
        if (depth++ == 0)
        {
            WeightGate.EnterReader();
        }

        isLibrary = !isUsers;
        if (isUsers)
        {
            StepMemory.Current?.Expose();
        }

        return scope;
    }

    /// <summary>A scope of running code.</summary>
    public readonly struct Scope(bool outer) : IDisposable
    {
        public void Dispose()
        {
            isLibrary = outer;
            if (--depth == 0)
            {
                WeightGate.ExitReader();
            }
        }
    }
}
