using System.Text.Json.Nodes;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Keras;

/// <summary>Optimizers by the settings that Keras writes.</summary>
internal static class OptimizersFromJson
{
    public static Optimizer Make(string className, JsonNode config)
    {
        double Setting(string key) => config[key]!.GetValue<double>();
        return className switch
        {
            "SGD" => new SGD(Setting("learning_rate"), Setting("momentum"), config["nesterov"]!.GetValue<bool>()),
            "RMSprop" => new RMSprop(Setting("learning_rate"), Setting("rho"), Setting("momentum"), Setting("epsilon"), config["centered"]!.GetValue<bool>()),
            _ => new Adam(Setting("learning_rate"), Setting("beta_1"), Setting("beta_2"), Setting("epsilon"), config["amsgrad"]!.GetValue<bool>()),
        };
    }
}
