using System.Text.Json.Nodes;
using Glassbox.Optimizers.Schedules;

namespace Glassbox.Tests.Keras;

public class OptimizerParityTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.Json("optimizers.json")["cases"]!.AsArray().Count)];

    public static TheoryData<int> Schedules => [.. Enumerable.Range(0, Golden.Json("schedules.json").AsArray().Count)];

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

        AssertSameState(figures["state"]!.AsArray(), optimizer);
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Schedules_give_the_rates_of_Keras(int index)
    {
        var figures = Golden.Json("schedules.json")[index]!;
        var schedule = LearningRateSchedule.Known.Deserialize(figures["config"]!.DeepClone(), "test");
        foreach (var (step, value) in figures["steps"]!.AsArray().Zip(figures["values"]!.AsArray()))
        {
            var expected = value!.GetValue<double>();
            var difference = Math.Abs(schedule.At(step!.GetValue<long>()) - expected);
            Assert.True(difference <= 1e-5 * Math.Max(Math.Abs(expected), 1e-3),
                $"{figures["config"]} step {step}: {schedule.At(step.GetValue<long>())} instead of {expected}");
        }
    }

    /// <summary>
    /// What is remembered stands in Keras's order, behind the number of steps and the learning rate, if that is a number.
    /// </summary>
    private static void AssertSameState(JsonArray expected, Glassbox.Optimizers.Optimizer optimizer)
    {
        Assert.Equal(expected[0]!["value"]!.GetValue<long>(), optimizer.Calls);
        var rest = expected.Skip(optimizer.LearningRateSchedule is null ? 2 : 1).ToArray();
        Assert.Equal(rest.Length, optimizer.Variables.Count);
        foreach (var (figure, variable) in rest.Zip(optimizer.Variables))
        {
            var value = Golden.Tensor(figure!["value"]!);
            Golden.AssertClose(value, variable, 1e-5 * Math.Max(1, (double)Ops.Max(Ops.Abs(value))), $"{optimizer.Name} {figure["path"]}");
        }
    }
}
