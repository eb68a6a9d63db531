using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

public sealed class DiagnosticTests
{
    /// <summary>One mistake: where it is, between « and », and what is said of it.</summary>
    public sealed record Case(string Id, string Source, string Message)
    {
        public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp12;

        public bool AllowUnsafe { get; init; } = true;

        public bool HasRuntime { get; init; } = true;

        public string Targets { get; init; } = "";

        public string? Tuning { get; init; }

        /// <summary>A project that this one references, built without the compiler.</summary>
        public string Library { get; init; } = "";

        public override string ToString() => $"{Id} {Source.ReplaceLineEndings(" ")}";
    }

    private const string NoInput = ": write [Network(channels, height, width)] for images, [Network(channels, length)] for sequences or [Network(features)] for vectors, each at least 1";
    private const string PlainClass = ": a network is a plain, non-generic class without a base class";
    private const string Addressable = " is more than the compiler can address: make the layer or its input smaller";

    public static TheoryData<Case> Cases =>
    [
        // The class and the project.
        new("NC1001", "[Network(4), Dense(2)] class «Net»;", "'Net' cannot be compiled, because 'Net' is not partial: write 'partial' before 'class'"),
        new("NC1001", "class «Outer» { [Network(4), Dense(2)] partial class Net; }", "'Net' cannot be compiled, because 'Outer' is not partial: write 'partial' before 'class'"),
        new("NC1003", "[Network(4), Dense(2)] partial class Net; [«Dense(3)»] partial class Net;", "The layers of 'Net' are spread over several partial declarations, which have no order in C#: put all of them on one"),
        new("NC1007", "[«Network(4)», Dense(2)] partial class Net { }", "Networks need C# 12 or later, but this project uses C# 11.0: remove <LangVersion> from the project file or raise it") { LanguageVersion = LanguageVersion.CSharp11 },
        new("NC1008", "[«Network(4)», Dense(2)] partial class Net;", "Compiled networks read and write memory through pointers, but this project forbids unsafe code: remove <AllowUnsafeBlocks>false</AllowUnsafeBlocks> from the project file") { AllowUnsafe = false },
        new("NC1009", "[«Network(4)», Dense(2)] partial class Net;", "Generated code needs 'NetCompiler.RuntimeContract.V1', which the referenced runtime does not have: reference one version of the NetCompiler package in all projects") { HasRuntime = false },
        new("NC1014", "[Network(4), Dense(2)] static partial class «Net»;", $"'Net' cannot be a network, because it is static{PlainClass}"),
        new("NC1014", "[Network(4), Dense(2)] abstract partial class «Net»;", $"'Net' cannot be a network, because it is abstract{PlainClass}"),
        new("NC1014", "[Network(4), Dense(2)] partial class «Net»<T>;", $"'Net' cannot be a network, because it is generic{PlainClass}"),
        new("NC1014", "[Network(4), Dense(2)] partial record «Net»;", $"'Net' cannot be a network, because it is a record{PlainClass}"),
        new("NC1014", "[Network(4), Dense(2)] file partial class «Net»;", $"'Net' cannot be a network, because it is local to its file{PlainClass}"),
        new("NC1014", "class Parent; [Network(4), Dense(2)] partial class «Net» : Parent;", $"'Net' cannot be a network, because it is derived from 'Parent'{PlainClass}"),
        new("NC1014", "[Network(4), Dense(2)] partial class «Net»(int x) { public int X => x; }", $"'Net' cannot be a network, because it is declared with a primary constructor{PlainClass}"),
        new("NC1014", "[Network(4), Dense(2)] partial class NET; [Network(4), Dense(2)] partial class «Net»;", $"'Net' cannot be a network, because it is named like the network 'NET' but for the case of letters{PlainClass}"),
        new("NC1016", "[Network(4), Dense(2)] partial class Net { public void «Predict»(ReadOnlySpan<float> a, Span<float> b) { } }", "'Net' cannot use the name 'Predict' here, because the generated part declares the same member: rename it"),
        new("NC1016", "[Network(4), Dense(2)] partial class Net { class «Kernels»; }", "'Net' cannot use the name 'Kernels' here, because the generated part declares the same member: rename it"),
        new("NC1016", "[Network(4), Dense(2)] partial class Net { public int «InputLength» => 3; }", "'Net' cannot use the name 'InputLength' here, because the generated part declares the same member: rename it"),
        new("NC1016", "[Network(4), Dense(2)] partial class Net { public «Net»(int seed) => _ = seed; }", "'Net' cannot use the name 'Net' here, because the generated part declares the same member: rename it"),
        new("NC1016", "[Network(4), Dense(2)] partial class «Kernels»;", "'Kernels' cannot use the name 'Kernels' here, because the generated part declares the same member: rename it"),
        new("NC1017", "[«Dense(2)»] class Net;", "'Net' has layers, but is no network: write [Network(channels, height, width)] or [Network(features)] before them"),
        new("NC3002", "", "'Avx3' in NetCompilerTargets is not a target: use Avx512, Avx2, AdvSimd and Portable") { Targets = "Avx3;avx2" },

        new("NC3004", "", "A row of a tuning file is ignored: 'Avx3' is not a target: use Avx512, Avx2, AdvSimd or Portable") { Tuning = "Avx3 64>64 3x3 56x56 = direct 2x7x2" },
        new("NC3004", "", "A row of a tuning file is ignored: 'winograd 9x9' is not possible for 64>64 3x3 56x56 on Avx2") { Tuning = "avx2 64>64 3x3 56x56 = winograd 9x9" },

        // The declaration.
        new("NC1002", "[«Network», Dense(2)] partial class Net;", $"'Net' has the input shape []{NoInput}"),
        new("NC1002", "[«Network(1, 2, 3, 4)», Dense(2)] partial class Net;", $"'Net' has the input shape [1, 2, 3, 4]{NoInput}"),
        new("NC1002", "[«Network(0, 28, 28)», Flatten, Dense(2)] partial class Net;", $"'Net' has the input shape [0, 28, 28]{NoInput}"),
        new("NC1004", "[Network(1, 9, 9), Conv(2, 3, Name = \"first\"), Relu(«From = \"frist\"»)] partial class Net;", "Relu reads from 'frist', but no layer before it has that name; did you mean 'first'?"),
        new("NC1004", "[Network(4), Relu(«From = \"elsewhere\"»), Dense(2)] partial class Net;", "Relu reads from 'elsewhere', but no layer before it has that name"),
        new("NC1005", "[Network(4), Dense(3, Name = \"a\"), Dense(2, «Name = \"a\"»)] partial class Net;", "Dense is named 'a', but a layer before it already has that name: give it another"),
        new("NC1006", "[Network(4), Dense(«0»)] partial class Net;", "Dense: 'units' must be at least 1, but is 0"),
        new("NC1006", "[Network(1, 9, 9), Conv(2, 3, «Stride = -1»)] partial class Net;", "Conv: 'Stride' must be at least 1, but is -1"),
        new("NC1006", "[Network(1, 9, 9), Conv(«kernel: 0», filters: 2)] partial class Net;", "Conv: 'kernel' must be at least 1, but is 0"),
        new("NC1006", "[Network(1, 9, 9), MaxPool(2, «Padding = 2»)] partial class Net;", "MaxPool: 'Padding' must be smaller than the window (at most 1), but is 2"),
        new("NC1006", "[Network(1, 9, 9), AvgPool([2, 3], «Pads = [1, 1, 1, 3]»)] partial class Net;", "AvgPool: 'Pads' must be smaller than the window (at most 2), but is 3"),
        new("NC1006", "[Network(1, 9, 9), AdaptiveAvgPool(«[3, 0]»)] partial class Net;", "AdaptiveAvgPool: 'size' must be at least 1, but is 0"),
        new("NC1006", "[Network(1, 9, 9), ConvTranspose(2, 3, Stride = 2, «OutputPadding = 2»)] partial class Net;", "ConvTranspose: 'OutputPadding' must be below 2, the larger of stride and dilation, but is 2"),
        new("NC1006", "[Network(1, 9, 9), ConvTranspose(2, 3, Strides = [1, 2], «OutputPaddings = [1, 1]»)] partial class Net;", "ConvTranspose: 'OutputPaddings' must be below 1, the larger of stride and dilation, but is 1"),
        new("NC1006", "[Network(4, 9, 9), ConvTranspose(6, 3, «Groups = 4»)] partial class Net;", "ConvTranspose: 'Groups' must be a divisor of the number of filters, 6, but is 4"),
        new("NC1006", "[Network(4, 9, 9), ConvTranspose(6, 3, «Groups = 3»)] partial class Net;", "ConvTranspose 'deconv1': 'Groups' must be a divisor of the number of input channels, 4 (the network's input is 4×9×9), but is 3"),
        new("NC1006", "[Network(1, 9, 9), Conv(2, 3, «Dilation = -1»)] partial class Net;", "Conv: 'Dilation' must be at least 1, but is -1"),
        new("NC1006", "[Network(6, 9, 9), Conv(8, 3, «Groups = 3»)] partial class Net;", "Conv: 'Groups' must be a divisor of the number of filters, 8, but is 3"),
        new("NC1006", "[Network(6, 9, 9), Conv(8, 3, «Groups = 4»)] partial class Net;", "Conv 'conv1': 'Groups' must be a divisor of the number of input channels, 6 (the network's input is 6×9×9), but is 4"),
        new("NC1006", "[Network(6, 9, 9), DepthwiseConv(3, «Multiplier = 0»)] partial class Net;", "DepthwiseConv: 'Multiplier' must be at least 1, but is 0"),
        new("NC1006", "[Network(3, 9, 9), Conv(2, 3, «Connections = [\"0,1\", \"1,x\"]»)] partial class Net;", "Conv: 'Connections' must be lists of different input channels such as \"0,2,3\", but is \"1,x\""),
        new("NC1006", "[Network(3, 9, 9), Conv(2, 3, «Connections = [\"0,1\", \"1, 2,1\"]»)] partial class Net;", "Conv: 'Connections' must be lists of different input channels such as \"0,2,3\", but is \"1, 2,1\""),
        new("NC1006", "[Network(3, 9, 9), Conv(2, 3, «Connections = [\"0,1\", \"\"]»)] partial class Net;", "Conv: 'Connections' must be lists of different input channels such as \"0,2,3\", but is \"\""),
        new("NC1006", "[Network(3, 9, 9), Conv(2, 3, «Connections = [\"0,1\", \"2,3\"]»)] partial class Net;", "Conv 'conv1': 'Connections' must be lists of the input channels 0 to 2 (the network's input is 3×9×9), but is 3"),
        new("NC1006", "[Network(3, 9, 9), Conv(2, 3, «PaddingMode = (PaddingMode)7»)] partial class Net;", "Conv: 'PaddingMode' must be a member of PaddingMode, but is 7"),
        new("NC1006", "[Network(1, 9, 9), ConvTranspose(2, 3, Stride = 2, «OutputPadding = 2»)] partial class Net;", "ConvTranspose: 'OutputPadding' must be below 2, the larger of stride and dilation, but is 2"),
        new("NC1006", "[Network(1, 9, 9), ConvTranspose(2, 3, Strides = [1, 2], «OutputPaddings = [1, 1]»)] partial class Net;", "ConvTranspose: 'OutputPaddings' must be below 1, the larger of stride and dilation, but is 1"),
        new("NC1006", "[Network(4, 9, 9), ConvTranspose(6, 3, «Groups = 4»)] partial class Net;", "ConvTranspose: 'Groups' must be a divisor of the number of filters, 6, but is 4"),
        new("NC1006", "[Network(4, 9, 9), ConvTranspose(6, 3, «Groups = 3»)] partial class Net;", "ConvTranspose 'deconv1': 'Groups' must be a divisor of the number of input channels, 4 (the network's input is 4×9×9), but is 3"),
        new("NC1006", "[Network(4), LeakyRelu(«-0.5f»), Dense(2)] partial class Net;", "LeakyRelu: 'slope' must be at least 0 and finite, but is -0.5"),
        new("NC1006", "[Network(4), LeakyRelu(«float.PositiveInfinity»), Dense(2)] partial class Net;", "LeakyRelu: 'slope' must be at least 0 and finite, but is Infinity"),
        new("NC1006", "[Network(4), LeakyRelu(«float.NaN»), Dense(2)] partial class Net;", "LeakyRelu: 'slope' must be at least 0 and finite, but is NaN"),
        new("NC1006", "[Network(4), Elu(«-1f»), Dense(2)] partial class Net;", "Elu: 'alpha' must be at least 0 and finite, but is -1"),
        new("NC1006", "[Network(4), Elu(«float.NaN»), Dense(2)] partial class Net;", "Elu: 'alpha' must be at least 0 and finite, but is NaN"),
        new("NC1006", "[Network(4), ScaledTanh(«0»), Dense(2)] partial class Net;", "ScaledTanh: 'amplitude' must be a finite number, neither 0 nor too close to it, but is 0"),
        new("NC1006", "[Network(4), ScaledTanh(1, «float.PositiveInfinity»), Dense(2)] partial class Net;", "ScaledTanh: 'slope' must be a finite number, neither 0 nor too close to it, but is Infinity"),
        new("NC1006", "[Network(4), Dropout(«1.5f»), Dense(2)] partial class Net;", "Dropout: 'rate' must be at least 0 and below 1, but is 1.5"),
        new("NC1006", "[Network(4), Normalize(0, «0»), Dense(2)] partial class Net;", "Normalize: 'std' must be a finite number, neither 0 nor too close to it, but is 0"),
        new("NC1006", "[Network(4), Normalize(«float.NaN», 1), Dense(2)] partial class Net;", "Normalize: 'mean' must be a finite number, but is NaN"),
        new("NC1006", "[Network(1, 9, 9), Pad(1, «Mode = (PaddingMode)5»)] partial class Net;", "Pad: 'Mode' must be a member of PaddingMode, but is 5"),
        new("NC1006", "[Network(1, 9, 9), Crop(«-1»)] partial class Net;", "Crop: 'sides' must be at least 0, but is -1"),
        new("NC1006", "[Network(4), Slice(2, «2»)] partial class Net;", "Slice: 'end' must be above 2, where the slice starts, but is 2"),
        new("NC1006", "[Network(4), Slice(0, 2, «Axis = 3»)] partial class Net;", "Slice: 'Axis' must be 0 (channels or features), 1 (rows or a sequence's length) or 2 (columns), but is 3"),
        new("NC1006", "[Network(1, 9, 9), SpaceToDepth(«0»)] partial class Net;", "SpaceToDepth: 'block' must be at least 1, but is 0"),
        new("NC1006", "[Network(1, 9, 9), ChannelShuffle(«0»)] partial class Net;", "ChannelShuffle: 'groups' must be at least 1, but is 0"),
        new("NC1006", "[Network(4), Reshape(«0», 2)] partial class Net;", "Reshape: 'shape' must be at least 1, or -1 for one size that follows from the others, but is 0"),
        new("NC1006", "[Network(4), Reshape(«-1», -1)] partial class Net;", "Reshape: 'shape' must be sizes of which one at most is -1, but is [-1, -1]"),
        new("NC1006", "[Network(1, 9, 9), Upsample(«[2, 0]»)] partial class Net;", "Upsample: 'scale' must be at least 1, but is 0"),
        new("NC1006", "[Network(1, 9, 9), Upsample(2, «Mode = (UpsampleMode)2»)] partial class Net;", "Upsample: 'Mode' must be UpsampleMode.Nearest or UpsampleMode.Bilinear, but is 2"),
        new("NC1006", "[Network(1, 9, 9), Upsample(2, «AlignCorners = true»)] partial class Net;", "Upsample: 'AlignCorners' must be false unless Mode is UpsampleMode.Bilinear, but is true"),
        new("NC1006", "[Network(4), Scale(«float.NaN»), Dense(2)] partial class Net;", "Scale: 'factor' must be a finite number, but is NaN"),
        new("NC1006", "[Network(4), LayerNorm(«Epsilon = 0»), Dense(2)] partial class Net;", "LayerNorm: 'Epsilon' must be at least 1E-37 and finite, but is 0"),
        new("NC1006", "[Network(4, 3, 3), InstanceNorm(«Epsilon = -1»), Conv(2, 1)] partial class Net;", "InstanceNorm: 'Epsilon' must be at least 1E-37 and finite, but is -1"),
        new("NC1006", "[Network(4), L2Normalize(«Epsilon = float.NaN»), Dense(2)] partial class Net;", "L2Normalize: 'Epsilon' must be at least 1E-37 and finite, but is NaN"),
        new("NC1006", "[Network(4, 3, 3), LocalResponseNorm(«0»), Conv(2, 1)] partial class Net;", "LocalResponseNorm: 'size' must be at least 1, but is 0"),
        new("NC1006", "[Network(4, 3, 3), LocalResponseNorm(5, «Alpha = -1»), Conv(2, 1)] partial class Net;", "LocalResponseNorm: 'Alpha' must be at least 0 and finite, but is -1"),
        new("NC1006", "[Network(4, 3, 3), LocalResponseNorm(5, «Beta = float.PositiveInfinity»), Conv(2, 1)] partial class Net;", "LocalResponseNorm: 'Beta' must be at least 0 and finite, but is Infinity"),
        new("NC1006", "[Network(4, 3, 3), LocalResponseNorm(5, «K = 0»), Conv(2, 1)] partial class Net;", "LocalResponseNorm: 'K' must be at least 1E-37 and finite, but is 0"),
        new("NC1006", "[Network(4), RadialBasis(«0»)] partial class Net;", "RadialBasis: 'units' must be at least 1, but is 0"),
        new("NC1004", "[Network(1, 9, 9), Conv(2, 3), RoiPool(2, «\"boxs\"»)] partial class Net;", "RoiPool reads from 'boxs', but no layer before it has that name"),
        new("NC1006", "[Network(4), Embedding(«0», 3)] partial class Net;", "Embedding: 'count' must be at least 1, but is 0"),
        new("NC1006", "[Network(4), Embedding(5, «-2»)] partial class Net;", "Embedding: 'dimension' must be at least 1, but is -2"),
        new("NC1006", "[Network(3, 5), Lstm(«0»)] partial class Net;", "Lstm: 'units' must be at least 1, but is 0"),
        new("NC1006", "[Network(1, 9, 9), Input(\"boxes\", 4, 2), RoiPool(«0», \"boxes\")] partial class Net;", "RoiPool: 'size' must be at least 1, but is 0"),
        new("NC1006", "[Network(1, 9, 9), Input(\"boxes\", 4, 2), RoiPool(2, \"boxes\", «Scale = 0»)] partial class Net;", "RoiPool: 'Scale' must be above 0 and finite, but is 0"),
        new("NC1006", "[Network(1, 9, 9), Input(\"boxes\", 4, 2), RoiAlign(2, \"boxes\", «Scale = float.NaN»)] partial class Net;", "RoiAlign: 'Scale' must be above 0 and finite, but is NaN"),
        new("NC1006", "[Network(1, 9, 9), Input(\"boxes\", 4, 2), RoiAlign(2, \"boxes\", «SamplingRatio = 0»)] partial class Net;", "RoiAlign: 'SamplingRatio' must be at least 1, but is 0"),
        new("NC1010", "[«Network(4)»] partial class Net;", "'Net' has no layers: write at least one layer attribute after [Network], such as [Dense(10)]"),
        new("NC1011", "[Network(4), Dense(2, «Name = \"1st\"»)] partial class Net;", "Dense: '1st' cannot be a layer's name; use letters a–z, digits and underscores, no digit first, and neither 'input' nor 'previous'"),
        new("NC1011", "[Network(4), Dense(2, «Name = \"input\"»)] partial class Net;", "Dense: 'input' cannot be a layer's name; use letters a–z, digits and underscores, no digit first, and neither 'input' nor 'previous'"),
        new("NC1012", "[Network(1, 9, 9), Conv(2, 3, «Padding = 1», Pads = [1, 1, 1, 1])] partial class Net;", "Conv: 'Padding' and 'Pads' exclude each other: remove one"),
        new("NC1012", "[Network(1, 9, 9), MaxPool(2, «Stride = 1», Strides = [1, 1])] partial class Net;", "MaxPool: 'Stride' and 'Strides' exclude each other: remove one"),
        new("NC1012", "[Network(1, 9, 9), Conv(2, 3, «Same = true», Padding = 1)] partial class Net;", "Conv: 'Same' and 'Padding' exclude each other: remove one"),
        new("NC1012", "[Network(1, 9, 9), LocallyConnected(2, 3, Bias = false, «SharedBias = true»)] partial class Net;", "LocallyConnected: 'SharedBias' and 'Bias = false' exclude each other: remove one"),
        new("NC1012", "[Network(4, 9, 9), Conv(2, 3, «Groups = 2», Connections = [\"0\", \"1\"])] partial class Net;", "Conv: 'Groups' and 'Connections' exclude each other: remove one"),
        new("NC1012", "[Network(4, 9, 9), DepthwiseConv(3, «Dilation = 2», Dilations = [1, 2])] partial class Net;", "DepthwiseConv: 'Dilation' and 'Dilations' exclude each other: remove one"),
        new("NC1013", "[Network(3, 9, 9), Conv(3, 3, «Connections = [\"0\", \"1\"]»)] partial class Net;", "Conv: 'Connections' takes 3 numbers, but has 2"),
        new("NC1012", "[Network(4, 9, 9), Conv(2, 3, «Groups = 2», Connections = [\"0\", \"1\"])] partial class Net;", "Conv: 'Groups' and 'Connections' exclude each other: remove one"),
        new("NC1012", "[Network(4, 9, 9), DepthwiseConv(3, «Dilation = 2», Dilations = [1, 2])] partial class Net;", "DepthwiseConv: 'Dilation' and 'Dilations' exclude each other: remove one"),
        new("NC1013", "[Network(3, 9, 9), Conv(3, 3, «Connections = [\"0\", \"1\"]»)] partial class Net;", "Conv: 'Connections' takes 3 numbers, but has 2"),
        new("NC1012", "[Network(1, 9, 9), LocallyConnected(2, 3, Bias = false, «SharedBias = true»)] partial class Net;", "LocallyConnected: 'SharedBias' and 'Bias = false' exclude each other: remove one"),
        new("NC1013", "[Network(1, 9, 9), Conv(2, «[3, 3, 3]»)] partial class Net;", "Conv: 'kernel' takes 1 or 2 numbers, but has 3"),
        new("NC1013", "[Network(1, 9, 9), Conv(2, «null!»)] partial class Net;", "Conv: 'kernel' takes 1 or 2 numbers, but has 0"),
        new("NC1013", "[Network(1, 9, 9), Pad(«[1, 2, 3]»)] partial class Net;", "Pad: 'pads' takes 1, 2 or 4 numbers, but has 3"),
        new("NC1013", "[Network(4), «Reshape»] partial class Net;", "Reshape: 'shape' takes 1, 2 or 3 numbers, but has 0"),
        new("NC1013", "[Network(1, 9, 9), Input(\"boxes\", 4, 2), RoiAlign(«[1, 2, 3]», \"boxes\")] partial class Net;", "RoiAlign: 'size' takes 1 or 2 numbers, but has 3"),
        new("NC1015", "namespace Mine { class SwirlAttribute : LayerAttribute; [Network(4), «Swirl»] partial class Net; }", "'Mine.Swirl' is not a layer that this version of the compiler knows: use the attributes of NetCompiler.Layers"),
        new("NC1015", "class DenseAttribute(int n) : LayerAttribute { public int N => n; } [Network(4), «global::Dense(2)»] partial class Net;", "'global::Dense' is not a layer that this version of the compiler knows: use the attributes of NetCompiler.Layers"),

        // Blocks.
        new("NC1003", "[Dense(2)] partial class BAttribute : BlockAttribute; [«Dense(3)»] partial class BAttribute;", "The layers of 'BAttribute' are spread over several partial declarations, which have no order in C#: put all of them on one"),
        new("NC1006", "[Dense(2)] class BAttribute : BlockAttribute; [Network(4), B(«Repeat = 0»)] partial class Net;", "B: 'Repeat' must be at least 1, but is 0"),
        new("NC1018", "[Relu, Dense(«BlockParameters.Units»)] class BAttribute(int filters) : BlockAttribute(filters);", "Dense: 'Units' stands for a parameter of a block, but a constructor of 'B' has no parameter of that name: add 'units'"),
        new("NC1018", "static partial class P { [BlockParameter] const int Wide = 3; const int More = Wide + 1; [Dense(3, «Bias = More > 3»)] class BAttribute(int filters) : BlockAttribute(filters); [Network(4), B(3)] partial class Net; }", "Dense: 'Wide' stands for a parameter of a block, but a constructor of 'B' has no parameter of that name: add 'wide'"),
        new("NC1018", "[Dense(«BlockParameters.Units»)] class BAttribute : BlockAttribute { public BAttribute(int units) { } public BAttribute(string other) { } }", "Dense: 'Units' stands for a parameter of a block, but a constructor of 'B' has no parameter of that name: add 'units'"),
        new("NC1018", "[Network(4), Relu, Dense(«BlockParameters.Units»)] partial class Net;", "Dense: 'Units' stands for a parameter of a block, but 'Net' is no block: write a value"),
        new("NC1019", "[Dense(64 / BlockParameters.Units)] class BAttribute(int units) : BlockAttribute(units); [Network(4), Relu, «B(0)»] partial class Net;", "Dense: the expression for 'units' divides by zero where Units = 0"),
        new("NC1019", "[Dense(BlockParameters.Units << 2 | BlockParameters.Units * 2)] class BAttribute(int units) : BlockAttribute(units); [Network(4), «B(2000000000)»] partial class Net;", "Dense: the expression for 'units' overflows where Units = 2000000000"),
        new("NC1019", "[Dense(«(byte)BlockParameters.Units»)] class BAttribute(int units) : BlockAttribute(units); [Network(4), B(3)] partial class Net;", "Dense: the expression for 'units' contains '(byte)BlockParameters.Units', which blocks do not support"),
        new("NC1020", "[Relu, «B»] class BAttribute : BlockAttribute; [Network(4), B] partial class Net;", "'B' contains itself (B → B), so it has no end: remove one of these uses, or use Repeat"),
        new("NC1021", "[Network(4), Relu, «B(3)»] partial class Net;", "'B' is a block from 'Library', which does not say what the block consists of: build 'Library' with the version of the NetCompiler package that this project uses") { Library = "[Dense(BlockParameters.Units)] public class BAttribute(int units) : BlockAttribute(units);" },
        new("NC1021", "[Relu, «B(3)»] class CAttribute : BlockAttribute; [Network(4), C] partial class Net;", "'B' is a block from 'Library', which does not say what the block consists of: build 'Library' with the version of the NetCompiler package that this project uses") { Library = "[Dense(BlockParameters.Units)] public class BAttribute(int units) : BlockAttribute(units);" },
        new("NC1022", "class «BAttribute» : BlockAttribute; [Network(4), B] partial class Net;", "'B' cannot be a block, because it has no layers; those of a base class are not inherited"),
        new("NC1022", "[Relu] abstract class «BAttribute» : BlockAttribute;", "'B' cannot be a block, because it is abstract, and layers are not inherited"),
        new("NC1022", "[Relu] class «BAttribute»<T> : BlockAttribute; [Network(4), B<int>] partial class Net;", "'B' cannot be a block, because it is generic or inside a generic type"),
        new("NC2003", "[Relu] class BAttribute : BlockAttribute; [Network(4), «B(Repeat = 2000000000)»] partial class Net;", $"B: the number of its layers{Addressable}"),

        // Shapes.
        new("NC2008", "[Network(3, 32, 32), Conv(16, 3, Padding = 1, Name = \"a\"), Conv(16, 3), «Add(\"a\")»] partial class Net;", "Add 'add1' needs equal shapes, but 'conv1' produces 16×30×30 and 'a' produces 16×32×32"),
        new("NC2008", "[Network(3, 8, 8), Conv(16, 3, Name = \"a\"), Conv(16, 3), «Concat(\"a\")»] partial class Net;", "Concat 'concat1' needs shapes that differ along axis 0 only, but 'conv1' produces 16×4×4 and 'a' produces 16×6×6"),
        new("NC2008", "[Network(3, 8, 8), Conv(16, 3, Name = \"a\"), Conv(8, 3), «Multiply(\"a\")»] partial class Net;", "Multiply 'multiply1' needs equal shapes, or a number per channel, but 'conv1' produces 8×4×4 and 'a' produces 16×6×6"),
        new("NC2008", "[Network(3, 8, 8), Flatten, «Dense(5)», AuxiliaryOutput(\"aux\"), Dense(4)] partial class Net;", "Dense 'fc1' needs the length of the network's output 4 to be an auxiliary output, but has 5"),
        new("NC1023", "[Network(1, 8, 8), Conv(2, 3, «From = \"b\"»), Conv(2, 3, From = \"input\", Name = \"b\")] partial class Net;", "Conv reads 'b', which comes later: layers run in the order in which they are written, and a network has no cycles"),
        new("NC1004", "[Network(1, 8, 8), Conv(2, 3, Name = \"stem\"), Add(«\"sten\"»)] partial class Net;", "Add reads from 'sten', but no layer before it has that name; did you mean 'stem'?"),
        new("NC2001", "[Network(1, 28, 28), «Dense(10)»] partial class Net;", "Dense 'fc1' needs a vector of features (put Flatten before it), but the network's input is 1×28×28"),
        new("NC2001", "[Network(784), Dense(10), «Conv(4, 3)»] partial class Net;", "Conv 'conv1' needs an image (channels, height, width) or a sequence (channels, length), but 'fc1' produces 10"),
        new("NC2001", "[Network(1, 9, 9), «Pad([1, 2])»] partial class Net;", "Pad 'pad1' needs one number or [top, left, bottom, right] on an image, but the network's input is 1×9×9"),
        new("NC2001", "[Network(1, 9), «Crop([1, 0, 0, 0])»] partial class Net;", "Crop 'crop1' needs one number or [before, after] on a sequence, but the network's input is 1×9"),
        new("NC2001", "[Network(1, 9), «Slice(0, 1, Axis = 2)»] partial class Net;", "Slice 'slice1' needs an image for axis 2, but the network's input is 1×9"),
        new("NC2001", "[Network(9), «Slice(0, 1, Axis = 1)»] partial class Net;", "Slice 'slice1' needs an image or a sequence for axis 1, but the network's input is 9"),
        new("NC2001", "[Network(1, 9, 9), «SpaceToDepth(2)»] partial class Net;", "SpaceToDepth 'spacetodepth1' needs an image whose height and width are multiples of 2, but the network's input is 1×9×9"),
        new("NC2001", "[Network(4, 9), «ChannelShuffle(3)»] partial class Net;", "ChannelShuffle 'channelshuffle1' needs channels that 3 groups can share equally, but the network's input is 4×9"),
        new("NC2001", "[Network(4, 9), «Reshape(5, 7)»] partial class Net;", "Reshape 'reshape1' needs 35 values for 5×7, but the network's input is 4×9, which is 36"),
        new("NC2001", "[Network(4, 9), «Reshape(5, -1)»] partial class Net;", "Reshape 'reshape1' needs a multiple of 5 values for 5×?, but the network's input is 4×9, which is 36"),
        new("NC2001", "[Network(4, 9), «Upsample([2, 2])»] partial class Net;", "Upsample 'upsample1' needs one factor on a sequence, but the network's input is 4×9"),
        new("NC2002", "[Network(1, 3, 9), «Pad(3, Mode = PaddingMode.Reflect)»] partial class Net;", "Pad 'pad1' needs an input of at least 4×4, but the network's input is 1×3×9"),
        new("NC2002", "[Network(1, 3), «Pad([0, 4], Mode = PaddingMode.Circular)»] partial class Net;", "Pad 'pad1' needs an input of at least length 4, but the network's input is 1×3"),
        new("NC2002", "[Network(1, 4, 9), «Crop(2)»] partial class Net;", "Crop 'crop1' needs an input of at least 5×5, but the network's input is 1×4×9"),
        new("NC2002", "[Network(3, 4, 9), «Slice(1, 4)»] partial class Net;", "Slice 'slice1' needs an input of at least 4 channels, but the network's input is 3×4×9"),
        new("NC2001", "[Network(4), Dense(2), «InstanceNorm»] partial class Net;", "InstanceNorm 'in1' needs an image (channels, height, width) or a sequence (channels, length), but 'fc1' produces 2"),
        new("NC2001", "[Network(4, 1, 1), «RadialBasis(2)»] partial class Net;", "RadialBasis 'radialbasis1' needs a vector of features (put Flatten before it), but the network's input is 4×1×1"),
        new("NC2002", "[Network(4, 1, 1), «InstanceNorm»] partial class Net;", "InstanceNorm 'in1' needs an input of at least 2 pixels per channel, but the network's input is 4×1×1"),
        new("NC2002", "[Network(1), «LayerNorm»] partial class Net;", "LayerNorm 'ln1' needs an input of at least 2 values, but the network's input is 1"),
        new("NC2001", "[Network(1, 9, 9), «Embedding(5, 3)»] partial class Net;", "Embedding 'emb1' needs a vector of features (put Flatten before it), but the network's input is 1×9×9"),
        new("NC2001", "[Network(4), Dense(3), «Embedding(5, 3)»] partial class Net;", "Embedding 'emb1' needs an input of the network, whose indexes can be checked before they are used, but 'fc1' is computed"),
        new("NC2001", "[Network(1, 9, 9), «Lstm(3)»] partial class Net;", "Lstm 'lstm1' needs a sequence (channels, length), but the network's input is 1×9×9"),
        new("NC2001", "[Network(9), «Gram»] partial class Net;", "Gram 'gram1' needs an image (channels, height, width) or a sequence (channels, length), but the network's input is 9"),
        new("NC2001", "[Network(3, 9), Input(\"boxes\", 4, 2), «RoiPool(2, \"boxes\")»] partial class Net;", "RoiPool 'roipool1' needs an image (channels, height, width), but the network's input is 3×9"),
        new("NC2002", "[Network(64, 8, 8), MaxPool(2, Name = \"pool2\"), «Conv(8, 5, Name = \"c3\")»] partial class Net;", "Conv 'c3' needs an input of at least 5×5, but 'pool2' produces 64×4×4"),
        new("NC2001", "[Network(3, 9), «AdaptiveAvgPool([3, 3])»] partial class Net;", "AdaptiveAvgPool 'adaptiveavgpool1' needs one number per argument, or [before, after] for Pads, on a sequence, but the network's input is 3×9"),
        new("NC2001", "[Network(9), «GlobalAvgPool»] partial class Net;", "GlobalAvgPool 'globalavgpool1' needs an image (channels, height, width) or a sequence (channels, length), but the network's input is 9"),
        new("NC2002", "[Network(1, 2, 2), «MaxPool(4, Stride = 2, CeilMode = true)»] partial class Net;", "MaxPool 'maxpool1' needs an input of at least 3×3, but the network's input is 1×2×2"),
        new("NC2002", "[Network(1, 1, 1), «MaxPool(2, Dilation = 2, Padding = 1)»] partial class Net;", "MaxPool 'maxpool1' needs an input of at least 2×2, but the network's input is 1×1×1"),
        new("NC2002", "[Network(1, 3, 9), «Conv(8, [7, 3], Padding = 1)»] partial class Net;", "Conv 'conv1' needs an input of at least 5×1, but the network's input is 1×3×9"),
        new("NC2002", "[Network(1, 2, 3), «ConvTranspose(2, 3, Padding = 3)»] partial class Net;", "ConvTranspose 'deconv1' needs an input of at least 5×5, but the network's input is 1×2×3"),
        new("NC2002", "[Network(1, 9, 4), «Conv(8, 3, Dilation = 2)»] partial class Net;", "Conv 'conv1' needs an input of at least 5×5, but the network's input is 1×9×4"),
        new("NC2002", "[Network(1, 4), «Conv(8, 3, Dilation = 2)»] partial class Net;", "Conv 'conv1' needs an input of at least length 5, but the network's input is 1×4"),
        new("NC2003", "[Network(1000000, 1, 1), «DepthwiseConv(1, Multiplier = 3000)»] partial class Net;", $"DepthwiseConv 'depthwiseconv1': its 3000000000 filters{Addressable}"),
        new("NC2003", "[Network(60000, 1, 1), «Conv(60000, 1, Groups = 20000)»] partial class Net;", $"Conv 'conv1': its 60000×60000 pairs of channels{Addressable}"),
        new("NC2002", "[Network(1, 2, 3), «ConvTranspose(2, 3, Padding = 3)»] partial class Net;", "ConvTranspose 'deconv1' needs an input of at least 5×5, but the network's input is 1×2×3"),
        new("NC2003", "[«Network(2147483647, 2147483647, 2147483647)», Relu] partial class Net;", $"Net: the input 2147483647×2147483647×2147483647{Addressable}"),
        new("NC2003", "[Network(1, 28, 28), «Pad(2147483647)»] partial class Net;", $"Pad 'pad1': its output 1×4294967322×4294967322{Addressable}"),
        new("NC2003", "[Network(1, 28, 28), «Upsample(1000000000)»] partial class Net;", $"Upsample 'upsample1': its output 1×28000000000×28000000000{Addressable}"),
        new("NC2003", "[Network(1, 28, 28), «Conv(1, 2147483647, Padding = 2147483647)»] partial class Net;", $"Conv 'conv1': its input 1×28×28 with padding 2147483647{Addressable}"),
        new("NC2003", "[Network(1, 28, 28), «Conv(2147483647, 3)»] partial class Net;", $"Conv 'conv1': its output 2147483647×26×26{Addressable}"),
        new("NC2003", "[Network(1, 9, 9), «ConvTranspose(1, 2147483647)»] partial class Net;", $"ConvTranspose 'deconv1': its output 1×2147483655×2147483655{Addressable}"),
        new("NC2003", "[Network(1, 9, 9), «ConvTranspose(1, 2000000000, Padding = 1000000000)»] partial class Net;", $"ConvTranspose 'deconv1': its input 1×9×9 with the zeros 999999999 around it{Addressable}"),
        new("NC2003", "[Network(16, 1000, 1000), «LocallyConnected(1, 3)»] partial class Net;", $"LocallyConnected 'local1': its weights, packed for 1×998×998 sums of 144 products{Addressable}"),
        new("NC2003", "[Network(3, 9), «Lstm(2000000000)»] partial class Net;", $"Lstm 'lstm1': its 2000000000 units at 9 steps of 3 features{Addressable}"),
        new("NC2003", "[Network(1, 9, 9), Input(\"boxes\", 4, 1000), «RoiAlign([10000000, 1], \"boxes\")»] partial class Net;", $"RoiAlign 'roialign1': 1000 regions of 10000000 rows{Addressable}"),
        new("NC2003", "[Network(100000), Dense(2000), «Dense(2000000)»] partial class Net;", $"Dense 'fc2': its 4000000000 weights and those before it{Addressable}"),
        new("NC2003", "[«Network(16, 2000, 2000)», Relu, Relu, Relu, Relu, Relu, Relu, Relu, Relu, Relu, Relu, Relu] partial class Net;", $"'Net': the memory of all its layers together{Addressable}"),
        new("NC2004", "[Network(1, 1000, 1000), Flatten, «Dense(1000)»] partial class Net;", "Dense 'fc1' has 1000000000 weights on an input of 1000000: make it smaller, or put pooling or convolutions before it"),
        new("NC2005", "[Network(3, 9, 9), Normalize(«[0.1f, 0.2f]», [1f])] partial class Net;", "Normalize 'normalize1': 'mean' needs 1 or 3 numbers for its input's channels, but has 2"),
        new("NC2006", "[Network(4), Dense(2), «Softmax», Dropout(0.5f)] partial class Net;", "Softmax 'softmax1' must be the last layer, but Dropout 'dropout1' follows: training would take its probabilities for logits"),
        new("NC2006", "[Network(4), Dense(2), «Softmax», Softmax] partial class Net;", "Softmax 'softmax1' must be the last layer, but Softmax 'softmax2' follows: training would take its probabilities for logits"),
        new("NC2008", "[Network(1, 9, 9), Input(\"boxes\", 5, 2), «RoiPool(2, \"boxes\")»] partial class Net;", "RoiPool 'roipool1' needs regions as a sequence (4, count), but 'boxes' produces 5×2 and the network's input is 1×9×9"),
        new("NC2007", "[Network(4), «Dense(3)», Dense(2, From = \"input\")] partial class Net;", "The output of Dense 'fc1' reaches no output of the network: read it with From, or remove the layer"),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AMistakeIsReportedWhereItIs(Case mistake)
    {
        string marked = $"using NetCompiler.Layers;\n{mistake.Source}\n";
        string source = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        TestProject project = TestProject.Default.With("NetCompilerTargets", mistake.Targets) with
        {
            LanguageVersion = mistake.LanguageVersion,
            AllowUnsafe = mistake.AllowUnsafe,
            Tuning = mistake.Tuning,
            References =
            [
                .. mistake.HasRuntime ? FrameworkReferences.All : FrameworkReferences.WithoutRuntime,
                .. mistake.Library.Length == 0 ? [] : new[] { TestProject.Default.Compile($"using NetCompiler.Layers; {mistake.Library}").WithAssemblyName("Library").ToMetadataReference() },
            ],
        };
        CSharpCompilation compilation = project.Compile(source);
        Diagnostic diagnostic = Assert.Single(await GeneratorHarness.AnalyzeAsync(compilation, project));

        Assert.Equal(mistake.Id, diagnostic.Id);
        Assert.Equal(mistake.Message, diagnostic.GetMessage(CultureInfo.InvariantCulture));
        if (mistake.Tuning is not null)
        {
            Assert.Equal((0, mistake.Tuning.Length), (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End));
            Assert.Equal("/project/zen5.netcompiler.tuning.txt", diagnostic.Location.GetLineSpan().Path);
            return;
        }

        TextSpan expected = TextSpan.FromBounds(Math.Max(0, marked.IndexOf('«', StringComparison.Ordinal)), Math.Max(0, marked.IndexOf('»', StringComparison.Ordinal) - 1));
        Assert.Equal(expected, diagnostic.Location.SourceSpan);

        // On the command line an error of C# in a declaration would hide the diagnostic.
        GeneratorRunResult result = GeneratorHarness.ResultOf(GeneratorHarness.Drive(GeneratorHarness.CreateDriver(new NetworkGenerator(), project), compilation));
        Assert.DoesNotContain(
            GeneratorHarness.AddGenerated(compilation, result).GetDiagnostics(),
            complaint => complaint.DefaultSeverity == DiagnosticSeverity.Error);
    }

    [Fact]
    public async Task OneMistakeIsOneMessage()
    {
        // The second convolution, the dense layer and the softmax would all be wrong if the first one's shape were guessed.
        CSharpCompilation compilation = TestProject.Default.Compile(
            Declarations.Source("Network(1, 4, 4)", "Conv(6, 5, Name = \"a\"), Relu, Conv(8, 5, From = \"a\"), Flatten, Dense(10), Softmax"));
        Diagnostic diagnostic = Assert.Single(await GeneratorHarness.AnalyzeAsync(compilation, TestProject.Default));
        Assert.Equal("NC2002", diagnostic.Id);
    }

    [Fact]
    public async Task IndependentMistakesAreAllReported()
    {
        CSharpCompilation compilation = TestProject.Default.Compile(
            Declarations.Source("Network(1, 9, 9)", "Conv(0, 3, Stride = 0, Name = \"2\"), Dropout(2), Relu(From = \"nowhere\")"));
        Assert.Equal(
            ["NC1004", "NC1006", "NC1006", "NC1006", "NC1011"],
            (await GeneratorHarness.AnalyzeAsync(compilation, TestProject.Default)).Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task LayersInSeveralPartsNameBoth()
    {
        CSharpCompilation compilation = TestProject.Default.Compile(
            "using NetCompiler.Layers; [Network(4), Dense(2)] partial class Net;", "using NetCompiler.Layers; [Dense(3)] partial class Net;");
        Diagnostic diagnostic = Assert.Single(await GeneratorHarness.AnalyzeAsync(compilation, TestProject.Default));
        Assert.Equal("/project/Source2.cs", diagnostic.Location.SourceTree!.FilePath);
        Assert.Equal("/project/Source.cs", Assert.Single(diagnostic.AdditionalLocations).SourceTree!.FilePath);
    }

    [Fact]
    public async Task AMistakeInABlockIsReportedAtTheUseAndNamesTheLinesOfTheBlock()
    {
        const string Blocks = """
            using NetCompiler.Layers;
            using static NetCompiler.Layers.BlockParameters;

            [Relu, Dense(64 / Units)]
            class InnerAttribute(int units) : BlockAttribute(units);

            [Inner(Units - 5)]
            class OuterAttribute(int units) : BlockAttribute(units);
            """;
        CSharpCompilation compilation = TestProject.Default.Compile("using NetCompiler.Layers;\n[Network(4), Relu, Outer(5)] partial class Net;", Blocks);
        Diagnostic diagnostic = Assert.Single(await GeneratorHarness.AnalyzeAsync(compilation, TestProject.Default));
        Assert.Equal("NC1019", diagnostic.Id);
        Assert.Equal("Outer(5)", TextOf(diagnostic.Location));
        Assert.Equal(["Inner(Units - 5)", "64 / Units"], diagnostic.AdditionalLocations.Select(TextOf));
        Assert.All(diagnostic.AdditionalLocations, location => Assert.Equal("/project/Source2.cs", location.SourceTree!.FilePath));

        static string TextOf(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
    }

    [Fact]
    public async Task EachBlockOnACircleIsReported()
    {
        CSharpCompilation compilation = TestProject.Default.Compile(
            "using NetCompiler.Layers; [Relu, C] class BAttribute : BlockAttribute; [D] class CAttribute : BlockAttribute; [Relu, B] class DAttribute : BlockAttribute; [Network(4), B] partial class Net;");
        Assert.Equal(
            ["'B' contains itself (B → C → D → B)", "'C' contains itself (C → D → B → C)", "'D' contains itself (D → B → C → D)"],
            (await GeneratorHarness.AnalyzeAsync(compilation, TestProject.Default)).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture).Split(',')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[Network(4)] partial class Net; [Dense(2)] partial class Net;")]
    [InlineData("[Dense(BlockParameters.Units)] class BAttribute(int units) : BlockAttribute(units);")]
    [InlineData("abstract class BAttribute(int units) : BlockAttribute(units); [Relu, Dense(3)] sealed class CAttribute() : BAttribute(3);")]
    [InlineData("[Dense(2), Network(4)] partial class Net { public void Predict(float[] a) { } public Net(string path) : this(0) => _ = path; }")]
    [InlineData("[Network(4), Dense(2)] sealed partial class Net : IComparable { public int CompareTo(object? other) => 0; }")]
    [InlineData("[Network(4), Dense(8), Softmax, Dense(2), Softmax] partial class Net;")]
    [InlineData("class Attr : Attribute; [Attr] class NoNetwork; [Network(4), Dense(2)] partial class Net;")]
    public async Task WhatIsRightIsNotReported(string source)
    {
        CSharpCompilation compilation = TestProject.Default.Compile($"using NetCompiler.Layers; {source}");
        Assert.Empty(await GeneratorHarness.AnalyzeAsync(compilation, TestProject.Default));
    }

    [Theory]
    [InlineData("[Network(1, 3, 3), Conv(8)] partial class Net;")]
    [InlineData("[Network(1, 3, 3), Conv(8, \"5\")] partial class Net;")]
    [InlineData("[Network(1, 3, 3), Conv(8, 5, Strid = 2)] partial class Net;")]
    [InlineData("[Network(1, 3, 3), Conv(8, 5, Stride = \"2\")] partial class Net;")]
    [InlineData("[Network(1, 3, 3), Conv(8, unknown)] partial class Net;")]
    [InlineData("[Network(1, 3, 3), Convv(8, 5), Dense(3)] partial class Net;")]
    [InlineData("[Network(\"1\"), Dense(5)] partial class Net;")]
    [InlineData("[Network(1 / 0), Dense(5)] partial class Net;")]
    [InlineData("[Network(1, 3, 3), Conv(8, [x])] partial class Net;")]
    [InlineData("[Conv(8)] class BAttribute : BlockAttribute; [Network(1, 3, 3), B] partial class Net;")]
    [InlineData("[Conv(8, 3), Convv] class BAttribute : BlockAttribute; [B] class CAttribute : BlockAttribute; [Network(1, 3, 3), C] partial class Net;")]
    public async Task WhereCSharpRejectsAnAttributeItsMessageIsTheOnlyOne(string source)
    {
        CSharpCompilation compilation = TestProject.Default.Compile($"using NetCompiler.Layers; {source}");
        Assert.Contains(compilation.GetDiagnostics(), complaint => complaint.DefaultSeverity == DiagnosticSeverity.Error);
        Assert.Empty(await GeneratorHarness.AnalyzeAsync(compilation, TestProject.Default));
    }

    [Fact]
    public void EveryDescriptorIsListedAndHasATest()
    {
        IEnumerable<string> declared = typeof(DiagnosticDescriptors).GetFields()
            .Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>().Select(descriptor => descriptor.Id);
        var tested = ((IEnumerable<object[]>)Cases).Select(row => ((Case)row[0]).Id).ToHashSet();
        string[] listed = [.. DiagnosticDescriptors.All.Select(descriptor => descriptor.Id)];
        Assert.Equal(declared, listed);
        Assert.Equal(listed, listed.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(listed.Except(tested));
    }

    public static TheoryData<string> Ids => [.. DiagnosticDescriptors.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryDescriptorHasAPageThatTheIndexLists(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.ById(id);
        string page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", $"{id}.md"));
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.Contains($"| [{id}]({id}.md) | {descriptor.DefaultSeverity} | {descriptor.Title} |", File.ReadAllText(Repository.PathOf("docs", "diagnostics", "README.md")), StringComparison.Ordinal);
    }
}
