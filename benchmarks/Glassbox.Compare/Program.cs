using Glassbox;
using Glassbox.Compare;

// Started by the comparison of start-up times: nothing else may happen before.
if (Startup.Serve(args))
{
    return 0;
}

// A study of its own, which is no comparison: only where it is asked for.
if (args is [var study, ..] && study.StartsWith(Scaling.Family, StringComparison.Ordinal))
{
    Scaling.Run(args);
    return 0;
}

Console.Error.WriteLine(Figures.Header);
if (!OpenBlas.IsAvailable)
{
    Console.Error.WriteLine("OpenBLAS is skipped, this machine cannot load libopenblas.so.0 (Debian: libopenblas0-pthread).");
}

var printed = 0;
foreach (var threads in new[] { 1, 2 })
{
    (Engine.Threads, _) = (threads, TorchLibrary.IsAvailable);
    OpenBlas.SetThreads(threads);
    TorchLibrary.SetThreads(threads);
    Run("product", Products.All(threads));
    if (threads == 1)
    {
        Run("naive", Products.Naive());
        Run("primitives", Products.Primitives());
    }

    Run("train", Training.All(threads).Concat(ConvNet.All(threads)));
    Run("predict", Prediction.All(threads));
    Run("layer", LayerSpeed.Cached(threads));
    Run("uncached", LayerSpeed.Uncached(threads));
}

Engine.Threads = 1;
TorchLibrary.SetThreads(1);
RunWhole("memory", () => Memory.Measure(1));
RunWhole("startup", () => Startup.Measure(Environment.ProcessorCount));
if (printed == 0)
{
    Console.Error.WriteLine($"There is no comparison whose name begins with {string.Join(" or ", args)}. The families are product, "
        + "naive, primitives, train, predict, layer, uncached, memory and startup; scaling is a study of its own.");
    return 1;
}

return 0;

void Run(string family, IEnumerable<Func<Comparison>> comparisons)
{
    if (!Wanted(family + "/"))
    {
        return;
    }

    foreach (var make in comparisons)
    {
        var comparison = make();
        if (Matches(comparison.Name))
        {
            Print(Rounds.Measure(comparison));
            if (comparison.Check is { } check)
            {
                Console.Error.WriteLine($"{comparison.Name}: {check()}");
            }
        }
    }
}

void RunWhole(string family, Func<IEnumerable<Figures>> measure)
{
    if (Wanted(family + "/"))
    {
        foreach (var figures in measure())
        {
            Print(figures);
        }
    }
}

// A family is wanted if any of its members may be.
bool Wanted(string family) => args.Length == 0
    || args.Any(argument => family.StartsWith(argument, StringComparison.Ordinal) || argument.StartsWith(family, StringComparison.Ordinal));

bool Matches(string name) => args.Length == 0 || args.Any(argument => name.StartsWith(argument, StringComparison.Ordinal));

void Print(Figures figures)
{
    Console.WriteLine(figures);
    printed++;
}
