// Makes of the core library for x64 one that the arm64 compiler can use: <input.dll> <output.dll>.
// The x64 build of System.Private.CoreLib has no intrinsics for Arm, and says at three places that they do not exist:
// the classes lack [Intrinsic], their methods throw, and an embedded file replaces their IsSupported by false.
using System.Text;
using System.Xml.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

const string Arm = "System.Runtime.Intrinsics.Arm", X86 = "System.Runtime.Intrinsics.X86", Substitutions = "ILLink.Substitutions.xml";

AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(args[0], new ReaderParameters { ReadingMode = ReadingMode.Immediate });
ModuleDefinition module = assembly.MainModule;
MethodDefinition intrinsic = Constructor("System.Runtime.CompilerServices.IntrinsicAttribute");
MethodDefinition notSupported = Constructor("System.PlatformNotSupportedException");

foreach (TypeDefinition type in InstructionSets(Arm))
{
    if (!IsIntrinsic(type))
        type.CustomAttributes.Add(new CustomAttribute(intrinsic));

    // A method that calls itself is how the arm64 build spells "the compiler knows what this does".
    ReplaceBodies(type, (method, il) =>
    {
        foreach (ParameterDefinition parameter in method.Parameters)
            il.Emit(OpCodes.Ldarg, parameter);
        il.Emit(OpCodes.Call, method);
        il.Emit(OpCodes.Ret);
    });
}

foreach (TypeDefinition type in InstructionSets(X86))
{
    foreach (CustomAttribute attribute in type.CustomAttributes.Where(a => a.AttributeType.Name == "IntrinsicAttribute").ToArray())
        type.CustomAttributes.Remove(attribute);
    ReplaceBodies(type, (method, il) =>
    {
        if (method.Name == "get_IsSupported")
        {
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Ret);
        }
        else
        {
            il.Emit(OpCodes.Newobj, notSupported);
            il.Emit(OpCodes.Throw);
        }
    });
}

EmbeddedResource resource = module.Resources.OfType<EmbeddedResource>().Single(r => r.Name == Substitutions);
XDocument document = XDocument.Parse(Encoding.UTF8.GetString(resource.GetResourceData()).TrimStart('\uFEFF'));
foreach (XElement type in document.Descendants("type").ToArray())
{
    string name = (string?)type.Attribute("fullname") ?? "";
    if (name.StartsWith(Arm + ".", StringComparison.Ordinal) || name == "System.Runtime.Intrinsics.Vector64")
        type.Remove();
}

XElement always = document.Root!.Elements("assembly").First(e => (string?)e.Attribute("fullname") == "System.Private.CoreLib" && e.Attribute("feature") is null);
foreach (TypeDefinition type in InstructionSets(X86))
{
    always.Add(new XElement(
        "type",
        new XAttribute("fullname", type.FullName),
        new XElement("method", new XAttribute("signature", "System.Boolean get_IsSupported()"), new XAttribute("body", "stub"), new XAttribute("value", "false"))));
}

module.Resources.Remove(resource);
module.Resources.Add(new EmbeddedResource(resource.Name, resource.Attributes, Encoding.UTF8.GetBytes(document.ToString())));
module.Attributes |= ModuleAttributes.ILOnly;   // what was compiled beforehand for x64 is of no use
assembly.Write(args[1]);

MethodDefinition Constructor(string type) => module.GetType(type).Methods.Single(m => m.IsConstructor && !m.IsStatic && m.Parameters.Count == 0);

bool IsIntrinsic(TypeDefinition type) => type.CustomAttributes.Any(a => a.AttributeType.Name == "IntrinsicAttribute");

IEnumerable<TypeDefinition> InstructionSets(string @namespace) =>
    module.Types.Where(t => t.Namespace == @namespace && t.IsClass && t.IsAbstract && t.Methods.Any(m => m.Name == "get_IsSupported")).SelectMany(WithNested);

IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

static void ReplaceBodies(TypeDefinition type, Action<MethodDefinition, ILProcessor> write)
{
    foreach (MethodDefinition method in type.Methods.Where(m => m.IsStatic && m.IsPublic && m.HasBody))
    {
        var body = new MethodBody(method);
        write(method, body.GetILProcessor());
        method.Body = body;
    }
}
