#:project ../src/Glassbox.Plotting/Glassbox.Plotting.csproj

// How long pictures take: a curve of 10,000 points, and the diagrams of 200 layers.
//
//     dotnet run -c Release benchmarks/drawing.cs

using System.Diagnostics;
using Glassbox;
using Glassbox.Layers;
using Glassbox.Plotting;

var folder = Directory.CreateTempSubdirectory("glassbox-").FullName;
var pile = new Sequential(Enumerable.Range(0, 200).Select(i => new Dense(16, inputShape: i == 0 ? [16] : null)));
var x = Keras.Input([16]);
var y = x;
for (var i = 0; i < 66; i++)
{
    y = new Add().Apply([y, new Dense(16).Apply(new Dense(16).Apply(y))]);
}

var skips = new Model(x, y);
var points = Tensor.RandomNormal([10_000], seed: 1);
Time("curve of 10,000 points, png", () =>
{
    var figure = new Figure();
    figure.Subplot().Plot(points);
    figure.SavePng(Path.Combine(folder, "curve.png"));
});
Time("200 layers in a row, png", () => pile.PlotModel(Path.Combine(folder, "pile.png"), showShapes: true, showLayerNames: true));
Time("200 layers in a row, svg", () => pile.PlotModel(Path.Combine(folder, "pile.svg"), showShapes: true, showLayerNames: true));
Time("200 layers with skips, png", () => skips.PlotModel(Path.Combine(folder, "skips.png"), showShapes: true, showLayerNames: true));
Directory.Delete(folder, recursive: true);

// The first time includes the compilation, which is what a program that draws one picture waits for.
static void Time(string what, Action draw)
{
    var times = new double[3];
    for (var i = 0; i < times.Length; i++)
    {
        var clock = Stopwatch.StartNew();
        draw();
        times[i] = clock.Elapsed.TotalSeconds;
    }

    Console.WriteLine($"{what,-32} first {times[0]:F2} s, then {times[1..].Min():F2} s");
}
