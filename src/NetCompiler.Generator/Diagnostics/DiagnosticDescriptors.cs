using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>Everything that can be reported. Each has a page under docs/diagnostics.</summary>
internal static class DiagnosticDescriptors
{
    private const string Declaration = "NetCompiler.Declaration";
    private const string Shape = "NetCompiler.Shape";
    private const string Target = "NetCompiler.Target";
    private const string Pages = "https://github.com/netcompiler/netcompiler/blob/main/docs/diagnostics/";

    /// <summary>'LeNet5' cannot be compiled: 'LeNet5' must be partial.</summary>
    public static readonly DiagnosticDescriptor NotPartial = new(
        "NC1001", "A network's class must be partial",
        "'{0}' cannot be compiled, because '{1}' is not partial: write 'partial' before 'class'",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "The compiled network is added as another part of the class, and of the types around it.",
        Pages + "NC1001.md");

    /// <summary>'LeNet5' has the input shape [0, 28, 28].</summary>
    public static readonly DiagnosticDescriptor NoInput = new(
        Problems.NoInput, "A network needs the shape of its input",
        "'{0}' has the input shape {1}: write [Network(channels, height, width)] for images, [Network(channels, length)] for sequences or [Network(features)] for vectors, each at least 1",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "All shapes follow from the input's.",
        Pages + "NC1002.md");

    /// <summary>The layers of 'LeNet5' are spread over several declarations.</summary>
    public static readonly DiagnosticDescriptor LayersInSeveralParts = new(
        "NC1003", "Layers must be on one declaration of the class",
        "The layers of '{0}' are spread over several partial declarations, which have no order in C#: put all of them on one",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Layers run in their order in the source, and the parts of a class have no order.",
        Pages + "NC1003.md");

    /// <summary>Conv reads from 'pol1', which no layer before it is called; did you mean 'pool1'?</summary>
    public static readonly DiagnosticDescriptor UnknownName = new(
        Problems.UnknownName, "A layer reads from one that does not exist",
        "{0} reads from '{1}', but no layer before it has that name{2}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "From names a layer before this one, or \"input\" or \"previous\".",
        Pages + "NC1004.md");

    /// <summary>Conv is named 'c1', but an earlier layer has that name.</summary>
    public static readonly DiagnosticDescriptor DuplicateName = new(
        Problems.DuplicateName, "Two layers have one name",
        "{0} is named '{1}', but a layer before it already has that name: give it another",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "A layer's name names its weights and its output.",
        Pages + "NC1005.md");

    /// <summary>Conv: 'filters' must be at least 1, but is 0.</summary>
    public static readonly DiagnosticDescriptor OutOfRange = new(
        Problems.OutOfRange, "An argument of a layer is out of range",
        "{0}: '{1}' must be {2}, but is {3}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "The layer is not defined for this value.",
        Pages + "NC1006.md");

    /// <summary>Networks need C# 12 or later, but this project uses 11.0.</summary>
    public static readonly DiagnosticDescriptor LanguageTooOld = new(
        "NC1007", "Networks need C# 12 or later",
        "Networks need C# 12 or later, but this project uses C# {0}: remove <LangVersion> from the project file or raise it",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Generated code is written in C# 12, the default of .NET 8.",
        Pages + "NC1007.md");

    /// <summary>Compiled networks need unsafe code.</summary>
    public static readonly DiagnosticDescriptor UnsafeCodeForbidden = new(
        "NC1008", "Compiled networks need unsafe code",
        "Compiled networks read and write memory through pointers, but this project forbids unsafe code: remove <AllowUnsafeBlocks>false</AllowUnsafeBlocks> from the project file",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "The package allows unsafe blocks unless the project says otherwise.",
        Pages + "NC1008.md");

    /// <summary>The referenced NetCompiler runtime lacks contract V1.</summary>
    public static readonly DiagnosticDescriptor RuntimeLacksContract = new(
        "NC1009", "The runtime does not fit the compiler",
        "Generated code needs 'NetCompiler.RuntimeContract.{0}', which the referenced runtime does not have: reference one version of the NetCompiler package in all projects",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Generated code names the version of the runtime that it was written for.",
        Pages + "NC1009.md");

    /// <summary>'LeNet5' has no layers.</summary>
    public static readonly DiagnosticDescriptor NoLayers = new(
        Problems.NoLayers, "A network needs a layer",
        "'{0}' has no layers: write at least one layer attribute after [Network], such as [Dense(10)]",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "A network without layers computes nothing.",
        Pages + "NC1010.md");

    /// <summary>Conv: '1st' cannot be a layer's name.</summary>
    public static readonly DiagnosticDescriptor InvalidName = new(
        Problems.InvalidName, "A layer's name is not usable",
        "{0}: '{1}' cannot be a layer's name; use letters a–z, digits and underscores, no digit first, and neither 'input' nor 'previous'",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Names become parts of tensor names and of method names.",
        Pages + "NC1011.md");

    /// <summary>Conv: 'Padding' and 'Pads' exclude each other.</summary>
    public static readonly DiagnosticDescriptor Conflict = new(
        Problems.Conflict, "Two arguments of a layer exclude each other",
        "{0}: '{1}' and '{2}' exclude each other: remove one",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Both say the same thing in different words.",
        Pages + "NC1012.md");

    /// <summary>Conv: 'kernel' takes 1 or 2 numbers, but has 3.</summary>
    public static readonly DiagnosticDescriptor WrongCount = new(
        Problems.WrongCount, "A list has the wrong length",
        "{0}: '{1}' takes {2} numbers, but has {3}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Sizes are given once for all axes or sides, or once for each.",
        Pages + "NC1013.md");

    /// <summary>'LeNet5' cannot be a network, because it is static.</summary>
    public static readonly DiagnosticDescriptor UnsupportedClass = new(
        "NC1014", "This kind of class cannot be a network",
        "'{0}' cannot be a network, because it is {1}: a network is a plain, non-generic class without a base class",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "The generated part derives from NetCompiler.Network and has constructors of its own.",
        Pages + "NC1014.md");

    /// <summary>'Samples.Swirl' is not a layer that this compiler knows.</summary>
    public static readonly DiagnosticDescriptor UnknownLayer = new(
        Problems.UnknownLayer, "The compiler does not know this layer",
        "'{0}' is not a layer that this version of the compiler knows: use the attributes of NetCompiler.Layers{1}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Only the attributes in NetCompiler.Layers are layers; deriving from LayerAttribute does not make one.",
        Pages + "NC1015.md");

    /// <summary>'LeNet5' declares 'Predict', which the compiler generates.</summary>
    public static readonly DiagnosticDescriptor ReservedMember = new(
        "NC1016", "A name is taken by a generated member",
        "'{0}' cannot use the name '{1}' here, because the generated part declares the same member: rename it",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "The generated part of a network declares members of its own.",
        Pages + "NC1016.md");

    /// <summary>'LeNet5' has layers, but no [Network].</summary>
    public static readonly DiagnosticDescriptor NoNetwork = new(
        "NC1017", "Layers without a network",
        "'{0}' has layers, but is no network: write [Network(channels, height, width)] or [Network(features)] before them",
        Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "Only classes with [Network] are compiled.",
        Pages + "NC1017.md");

    /// <summary>Conv: 'Groups' stands for a parameter, but 'Basic' has none of that name.</summary>
    public static readonly DiagnosticDescriptor UnboundPlaceholder = new(
        Problems.UnboundPlaceholder, "A placeholder stands for no parameter",
        "{0}: '{1}' stands for a parameter of a block, but {2}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "A placeholder takes its value from the parameter of the same name, ignoring case, of the block's constructor.",
        Pages + "NC1018.md");

    /// <summary>Conv: the expression for 'filters' divides by zero where stride = 0.</summary>
    public static readonly DiagnosticDescriptor ExpressionFails = new(
        Problems.ExpressionFails, "An expression in a block cannot be evaluated",
        "{0}: the expression for '{1}' {2}{3}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Expressions in a block are evaluated with the values of each use, by the rules of C#'s constant expressions.",
        Pages + "NC1019.md");

    /// <summary>'Basic' contains itself: Basic → Stage → Basic.</summary>
    public static readonly DiagnosticDescriptor RecursiveBlock = new(
        Problems.RecursiveBlock, "A block contains itself",
        "'{0}' contains itself ({1}), so it has no end: remove one of these uses, or use Repeat",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "A use of a block stands for its layers.",
        Pages + "NC1020.md");

    /// <summary>'Basic' is a block from 'Zoo', which does not say what it consists of.</summary>
    public static readonly DiagnosticDescriptor MissingDefinition = new(
        Problems.MissingDefinition, "A block's definition is not available",
        "'{0}' is a block from '{1}', which does not say what the block consists of: build '{1}' with the version of the NetCompiler package that this project uses",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "The compiler writes the definitions of a project's blocks into its assembly.",
        Pages + "NC1021.md");

    /// <summary>'Basic' cannot be a block, because it is abstract.</summary>
    public static readonly DiagnosticDescriptor UnsupportedBlock = new(
        Problems.UnsupportedBlock, "This class cannot be a block",
        "'{0}' cannot be a block, because it {1}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "A block is a plain class with layers of its own.",
        Pages + "NC1022.md");

    /// <summary>Conv reads 'c2', which comes later.</summary>
    public static readonly DiagnosticDescriptor ReadsLater = new(
        Problems.ReadsLater, "A layer reads one that comes after it",
        "{0} reads '{1}', which comes later: layers run in the order in which they are written, and a network has no cycles",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Every layer reads what is before it.",
        Pages + "NC1023.md");

    /// <summary>Dense 'fc1' needs a vector of features (put Flatten before it), but 'pool2' produces 64×4×4.</summary>
    public static readonly DiagnosticDescriptor WrongRank = new(
        Problems.WrongRank, "A layer's input has the wrong rank",
        "{0} needs {1}, but {2}",
        Shape, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Some layers work on images, others on vectors.",
        Pages + "NC2001.md");

    /// <summary>Conv 'c3' needs an input of at least 5×5, but 'pool2' produces 64×4×4.</summary>
    public static readonly DiagnosticDescriptor InputTooSmall = new(
        Problems.InputTooSmall, "A window does not fit into the layer's input",
        "{0} needs an input of at least {1}, but {2}",
        Shape, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "A window must fit into the padded image at least once.",
        Pages + "NC2002.md");

    /// <summary>Pad 'pad1': its output 1×100000×100000 is too large.</summary>
    public static readonly DiagnosticDescriptor SizeOverflow = new(
        Problems.SizeOverflow, "A size is beyond what can be addressed",
        "{0}: {1} is more than the compiler can address: make the layer or its input smaller",
        Shape, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Offsets in generated code are 32-bit numbers.",
        Pages + "NC2003.md");

    /// <summary>Dense 'fc1' has 1000000000 weights on an input of 1000000: …</summary>
    public static readonly DiagnosticDescriptor AbsurdSize = new(
        Problems.AbsurdSize, "A layer has an absurd number of weights",
        "{0} has {1} weights on an input of {2}: make it smaller, or put pooling or convolutions before it",
        Shape, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "A fully connected layer on a whole image learns nothing that a convolution does not learn with a thousandth of the weights.",
        Pages + "NC2004.md");

    /// <summary>Normalize 'normalize1': 'mean' needs 1 or 3 numbers, but has 2.</summary>
    public static readonly DiagnosticDescriptor WrongChannelCount = new(
        Problems.WrongChannelCount, "A list does not fit the input's channels",
        "{0}: '{1}' needs {2} numbers for its input's channels, but has {3}",
        Shape, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "Numbers per channel are given once for all channels or once for each.",
        Pages + "NC2005.md");

    /// <summary>Softmax 'softmax1' is followed by Dropout 'dropout1'.</summary>
    public static readonly DiagnosticDescriptor SoftmaxNotLast = new(
        Problems.SoftmaxNotLast, "A final softmax must be the last layer",
        "{0} must be the last layer, but {1} follows: training would take its probabilities for logits",
        Shape, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "A softmax that is the last layer is left out in training, because the cross-entropy takes logits; anywhere else it is kept.",
        Pages + "NC2006.md");

    /// <summary>Conv 'c1' is computed for nothing.</summary>
    public static readonly DiagnosticDescriptor Unused = new(
        Problems.Unused, "A layer's output is not used",
        "The output of {0} reaches no output of the network: read it with From, or remove the layer",
        Shape, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "The layer costs time and memory, and its weights are never trained.",
        Pages + "NC2007.md");

    /// <summary>Add 'add1' needs equal shapes, but 'conv1' produces 8×26×26 and 'conv2' produces 8×24×24.</summary>
    public static readonly DiagnosticDescriptor ShapesDiffer = new(
        Problems.ShapesDiffer, "Shapes that meet do not fit",
        "{0} needs {1}",
        Shape, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "A join puts values together whose shapes must agree, wholly or along all axes but one.",
        Pages + "NC2008.md");

    /// <summary>'Avx3' in NetCompilerTargets is no target.</summary>
    public static readonly DiagnosticDescriptor UnknownTarget = new(
        "NC3002", "An unknown name in NetCompilerTargets",
        "'{0}' in NetCompilerTargets is not a target: use Avx512, Avx2, AdvSimd and Portable",
        Target, DiagnosticSeverity.Error, isEnabledByDefault: true,
        "NetCompilerTargets chooses the instruction sets for which code is generated.",
        Pages + "NC3002.md", WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>A row of a tuning file is ignored: 'Avx3' is not a target …</summary>
    public static readonly DiagnosticDescriptor UnusableTuning = new(
        "NC3004", "A row of a tuning file is ignored",
        "A row of a tuning file is ignored: {0}",
        Target, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "Without the row the compiler chooses the layer's schedule by its estimates.",
        Pages + "NC3004.md");

    /// <summary>All of them, by their ids' order.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        NotPartial,
        NoInput,
        LayersInSeveralParts,
        UnknownName,
        DuplicateName,
        OutOfRange,
        LanguageTooOld,
        UnsafeCodeForbidden,
        RuntimeLacksContract,
        NoLayers,
        InvalidName,
        Conflict,
        WrongCount,
        UnsupportedClass,
        UnknownLayer,
        ReservedMember,
        NoNetwork,
        UnboundPlaceholder,
        ExpressionFails,
        RecursiveBlock,
        MissingDefinition,
        UnsupportedBlock,
        ReadsLater,
        WrongRank,
        InputTooSmall,
        SizeOverflow,
        AbsurdSize,
        WrongChannelCount,
        SoftmaxNotLast,
        Unused,
        ShapesDiffer,
        UnknownTarget,
        UnusableTuning);

    public static DiagnosticDescriptor ById(string id) => All.First(descriptor => descriptor.Id == id);
}
