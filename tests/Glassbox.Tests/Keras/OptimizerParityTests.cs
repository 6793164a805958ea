namespace Glassbox.Tests.Keras;

public class OptimizerParityTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.Json("optimizers.json")["cases"]!.AsArray().Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Eight_steps_lead_where_they_lead_in_Keras(int index)
    {
        var all = Golden.Json("optimizers.json");
        var figures = all["cases"]![index]!;
        var optimizer = OptimizersFromJson.Make(figures["cls"]!.GetValue<string>(), figures["config"]!);
        var weight = new Variable(Golden.Tensor(all["w0"]!).Cast("float32"));
        var bias = new Variable(Golden.Tensor(all["b0"]!).Cast("float32"));
        var (weightGradients, biasGradients) = (Golden.Tensor(all["gw"]!), Golden.Tensor(all["gb"]!));
        var steps = figures["traj"]!.AsArray();
        Assert.Equal(8, steps.Count);
        for (var step = 0; step < steps.Count; step++)
        {
            optimizer.ApplyGradients([weightGradients[step], biasGradients[step]], [weight, bias]);

            Golden.AssertClose(Golden.Tensor(steps[step]!["w"]!), weight, 1e-5, $"{figures["cls"]} {figures["kwargs"]} step {step}");
            Golden.AssertClose(Golden.Tensor(steps[step]!["b"]!), bias, 1e-5, $"{figures["cls"]} {figures["kwargs"]} step {step}");
        }
    }
}
