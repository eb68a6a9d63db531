using NetCompiler;

namespace Samples.Views;

/// <summary>A network's layers in a table, with totals below, as users of torchinfo or Keras know it.</summary>
internal static class LayerSummary
{
    /// <summary>Prints the table.</summary>
    /// <param name="info">The network.</param>
    /// <param name="depth">How many parts of a dotted name to show; at least 1.</param>
    /// <param name="writer">Where to.</param>
    public static void Print(NetworkInfo info, int depth, TextWriter writer)
    {
        var table = new TextTable("Layer", "Kind", "Arguments", ">Output shape", ">Parameters", ">Multiply-adds");
        foreach (InputInfo input in info.Inputs)
            table.Add(input.Name, "", "", Numbers.Shape(input.Shape), "", "");
        foreach (LayerRow row in LayerRow.Of(info, depth))
            table.Add(row.Name, row.Kind, row.Description, Numbers.Shape(row.OutputShape), Unless0(row.ParameterCount), Unless0(row.MultiplyAdds));

        writer.WriteLine(info.Name);
        int width = table.Write(writer);
        foreach ((string name, string value) in new[]
        {
            ("Parameters", Numbers.Count(info.ParameterCount)),
            ("Multiply-adds", Numbers.Count(info.MultiplyAdds)),
            ("Input", Numbers.Bytes(sizeof(float) * (long)info.InputLength)),
            ("Weights", Numbers.Bytes(sizeof(float) * info.Parameters.Sum(parameter => parameter.Length))),
            ("Packed weights", Numbers.Bytes(info.PackedBytes)),
            ("Working memory", $"{Numbers.Bytes(info.ArenaBytes)}, of which {Numbers.Bytes(info.NeededBytes)} are needed at once"),
        })
        {
            writer.WriteLine($"{name,-16}{value}");
        }

        writer.WriteLine(new string('─', width));
    }

    private static string Unless0(long count) => count == 0 ? "" : Numbers.Count(count);
}
