using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>One step of an optimizer, in place.</remarks>
internal sealed partial class ReferenceBackend
{
    public void Sgd(Storage weight, Storage gradient, Storage? velocity, double learningRate, double momentum, bool nesterov) =>
        Step(weight, gradient, [velocity], (w, g, slots) =>
        {
            if (velocity is null)
            {
                return w - (learningRate * g);
            }

            slots[0] = (momentum * slots[0]) - (learningRate * g);
            return nesterov ? w + (momentum * slots[0]) - (learningRate * g) : w + slots[0];
        });

    public void RmsProp(
        Storage weight, Storage gradient, Storage velocity, Storage? momentumSlot, Storage? average,
        double learningRate, double rho, double momentum, double epsilon) =>
        Step(weight, gradient, [velocity, momentumSlot, average], (w, g, slots) =>
        {
            slots[0] = (rho * slots[0]) + ((1 - rho) * g * g);
            slots[2] = average is null ? 0 : (rho * slots[2]) + ((1 - rho) * g);
            var step = learningRate * g / Math.Sqrt(slots[0] + epsilon - (slots[2] * slots[2]));
            slots[1] = momentumSlot is null ? step : (momentum * slots[1]) + step;
            return w - slots[1];
        });

    public void Adam(
        Storage weight, Storage gradient, Storage momentum, Storage velocity, Storage? largestVelocity,
        double alpha, double beta1, double beta2, double epsilon) =>
        Step(weight, gradient, [momentum, velocity, largestVelocity], (w, g, slots) =>
        {
            slots[0] += (1 - beta1) * (g - slots[0]);
            slots[1] += (1 - beta2) * ((g * g) - slots[1]);
            slots[2] = largestVelocity is null ? slots[1] : Math.Max(slots[1], slots[2]);
            return w - (alpha * slots[0] / (Math.Sqrt(slots[2]) + epsilon));
        });

    /// <summary>
    /// Gives each weight its new value, of its old one, its gradient and what is remembered of it, which changes as well.
    /// </summary>
    private static void Step(Storage weight, Storage gradient, Storage?[] slots, Func<double, double, double[], double> formula)
    {
        ReferenceValues.CheckApart(weight, [gradient, .. slots]);
        var (weights, gradients) = (weight.Reals(), gradient.Reals());
        var states = Array.ConvertAll(slots, slot => slot is null ? new double[weight.Length] : slot.Reals());
        for (var i = 0; i < weights.Length; i++)
        {
            var own = Array.ConvertAll(states, state => state[i]);
            weights[i] = formula(weights[i], gradients[i], own);
            for (var slot = 0; slot < own.Length; slot++)
            {
                states[slot][i] = own[slot];
            }
        }

        weight.Put(weights);
        for (var slot = 0; slot < slots.Length; slot++)
        {
            slots[slot]?.Put(states[slot]);
        }
    }
}
