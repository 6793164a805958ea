using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Glassbox;
using Glassbox.Micro;
using Perfolizer.Horology;

Engine.Threads = 1;
(string Name, Type Type)[] all =
[
    ("product", typeof(Products)), ("adam", typeof(AdamStep)), ("softmax", typeof(Softmax)), ("relu", typeof(Relu)), ("sum", typeof(Sum)),
    ("pooling", typeof(Pooling)), ("gather", typeof(BatchGather)),
];
var chosen = all.Where(kernel => args.Length == 0 || args.Any(argument => kernel.Name.StartsWith(argument, StringComparison.Ordinal)))
    .ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"There is no kernel whose name begins with {string.Join(" or ", args)}. The kernels are "
        + $"{string.Join(", ", all.Select(kernel => kernel.Name))}.");
    return 1;
}

// In this process: the programs that BenchmarkDotNet would build otherwise cannot see what is internal. Short iterations, but many before
// those that count: the runtime compiles what is used often a second and a third time.
var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(15).WithIterationCount(9)
    .WithIterationTime(TimeInterval.FromMilliseconds(60));
var config = ManualConfig.CreateEmpty().AddJob(job).WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
    .AddLogger(new StreamLogger(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true }))
    .WithArtifactsPath("artifacts/benchmarks");
Console.WriteLine("kernel\tGlassbox\tloops\tTensorPrimitives");
foreach (var (name, type) in chosen)
{
    foreach (var reports in BenchmarkRunner.Run(type, config).Reports.GroupBy(report => report.BenchmarkCase.Parameters.PrintInfo))
    {
        Console.WriteLine(string.Join('\t', $"{name}/{reports.Key.Split('=', ':').Last().Trim()}", Mean(reports, "Glassbox"),
            Mean(reports, "Loops"), Mean(reports, "Primitives")));
    }
}

return 0;

// In microseconds; a dash where there is no such way.
static string Mean(IEnumerable<BenchmarkReport> reports, string method) =>
    reports.FirstOrDefault(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method)?.ResultStatistics is { } statistics
        ? (statistics.Mean / 1000).ToString("G4", CultureInfo.InvariantCulture)
        : "-";
