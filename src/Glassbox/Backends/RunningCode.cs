namespace Glassbox.Backends;

/// <summary>
/// Whose code runs on a thread. Code of the library keeps no tensor beyond an operation, so that weights may be updated in place and the
/// memory of a training step may be reused behind it. Code of a user (a layer, loss or training step of their own) may keep what it sees:
/// then an update writes elsewhere, and the step's memory is left to the garbage collector.
/// </summary>
internal static class RunningCode
{
    [ThreadStatic]
    private static bool isLibrary;

    [ThreadStatic]
    private static int depth;

    /// <summary>Whether the library runs, called by itself; false outside of it.</summary>
    public static bool IsLibrary => isLibrary;

    /// <summary>Whether an object's class is a user's.</summary>
    public static bool IsUsers(object instance) => instance.GetType().Assembly != typeof(RunningCode).Assembly;

    /// <summary>Begins a stretch of code that reads weights; dispose the result to end it.</summary>
    /// <param name="isUsers">Whether it is a user's.</param>
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

    /// <summary>A stretch of code.</summary>
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
