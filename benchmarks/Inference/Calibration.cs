using Benchmarks.Peers;
using Google.Protobuf;
using NetCompiler;
using NetCompiler.Onnx.Format;

namespace Benchmarks;

/// <summary>
/// Gives every batch normalisation the mean and variance of what it reads, so that activations of deep networks neither grow nor vanish from layer
/// to layer.
/// </summary>
/// <remarks>
/// One run of ONNX Runtime does it: its batch normalisations can use the statistics of their input and return them (attribute
/// <c>training_mode</c>, from operator set 14 on), so each sees what those before it have normalised.
/// </remarks>
internal static class Calibration
{
    private const string Operator = "BatchNormalization";
    private const string Measured = "/measured";

    /// <summary>The inputs of the operator that are the running mean and variance.</summary>
    private const int Mean = 3, Variance = 4;

    /// <summary>
    /// Channels that one image hardly moves would be multiplied by hundreds, and their rounding with them: no variance counts as less than this
    /// share of its layer's mean.
    /// </summary>
    private const float LeastVariance = 1e-2f;

    /// <summary>Calibrates a network.</summary>
    /// <param name="network">The network, whose running statistics are overwritten.</param>
    /// <param name="modelPath">A file for the model that measures, overwritten.</param>
    /// <param name="open">Loads that file, with the input that the statistics are taken from in place.</param>
    public static void Run(Network network, string modelPath, Func<OrtSession> open)
    {
        if (network.Parameters.All(parameter => parameter.Info.IsTrainable))
            return;
        network.ExportOnnx(modelPath);
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(modelPath));
        NodeProto[] normalizations = [.. model.Graph.Node.Where(node => node.OpType == Operator)];
        foreach (NodeProto node in normalizations)
            Measure(node, model.Graph);
        using (FileStream file = File.Create(modelPath))
            model.WriteTo(file);

        using OrtSession session = open();
        session.Run();
        Dictionary<string, OrtTensor> outputs = session.Outputs.ToDictionary(output => output.Name);
        Dictionary<string, Parameter> parameters = network.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (NodeProto node in normalizations)
        {
            foreach (int statistic in new[] { Mean, Variance })
                outputs[node.Input[statistic] + Measured].Values.CopyTo(parameters[node.Input[statistic]].Values);
            RaiseSmall(parameters[node.Input[Variance]].Values);
        }

        network.NotifyParametersChanged();
    }

    private static void Measure(NodeProto node, GraphProto graph)
    {
        foreach (AttributeProto attribute in node.Attribute.Where(attribute => attribute.Name is "momentum" or "training_mode").ToArray())
            node.Attribute.Remove(attribute);
        node.Attribute.Add(new AttributeProto { Name = "momentum", Type = AttributeProto.Types.AttributeType.Float, F = 0 });
        node.Attribute.Add(new AttributeProto { Name = "training_mode", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
        foreach (int statistic in new[] { Mean, Variance })
        {
            string output = node.Input[statistic] + Measured;
            node.Output.Add(output);
            graph.Output.Add(new ValueInfoProto { Name = output });
        }
    }

    private static void RaiseSmall(Span<float> variances)
    {
        float sum = 0;
        foreach (float variance in variances)
            sum += variance;
        float least = sum / variances.Length * LeastVariance;
        foreach (ref float variance in variances)
            variance = Math.Max(variance, least);
    }
}
