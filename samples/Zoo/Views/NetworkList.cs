using NetCompiler;

namespace Samples.Views;

/// <summary>All networks in a table.</summary>
internal static class NetworkList
{
    /// <summary>Prints a row per network.</summary>
    /// <returns>Whether every network has the number of parameters that it must have.</returns>
    public static bool Print(IEnumerable<ZooNetwork> networks, TextWriter writer)
    {
        bool confirmed = true;
        var table = new TextTable("Network", "Input", ">Parameters", ">Expected", "", "According to", ">Multiply-adds", ">Working memory", "From");
        foreach (ZooNetwork network in networks)
        {
            NetworkInfo info = network.Describe();
            bool agrees = network.Confirms(info);
            confirmed &= agrees;
            table.Add(
                network.Name,
                string.Join(" + ", info.Inputs.Select(input => Numbers.Shape(input.Shape))),
                Numbers.Count(info.ParameterCount),
                Numbers.Count(network.Parameters),
                agrees ? "✓" : "✗",
                network.Authority,
                Numbers.Count(info.MultiplyAdds),
                Numbers.Bytes(info.ArenaBytes),
                network.Paper);
        }

        table.Write(writer);
        return confirmed;
    }
}
