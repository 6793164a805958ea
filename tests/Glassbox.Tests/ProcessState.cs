namespace Glassbox.Tests;

/// <summary>
/// Tests that touch what the whole process shares (the random seed, automatic names, the console) run one after the other, beside nothing
/// else.
/// </summary>
[CollectionDefinition("process state", DisableParallelization = true)]
public sealed class ProcessState;
