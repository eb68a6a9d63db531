using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Tests.Harness;

namespace NetCompiler.Generator.Tests;

/// <summary>Our names must not be ambiguous in a file that opens our namespaces beside those that templates open.</summary>
public sealed class NameTests
{
    /// <summary>The names of System.Drawing and System.Windows.Forms that a network library could be tempted to use; the assemblies exist on Windows only.</summary>
    private static readonly HashSet<string> s_windowsForms = new(StringComparer.Ordinal)
    {
        "Application", "Axis", "AxHost", "Binding", "Bitmap", "Border", "Brush", "Brushes", "BufferedGraphics", "Button", "ButtonBase", "CheckBox", "CheckedListBox", "Clipboard", "Color", "ColorConverter",
        "ColumnHeader", "ComboBox", "Command", "CommonDialog", "ContainerControl", "ContextMenuStrip", "Control", "ControlPaint", "Cursor", "Cursors", "DataFormats", "DataGrid", "DataGridView", "DataObject", "DateTimePicker",
        "Day", "DialogResult", "DockStyle", "DomainUpDown", "DragEventArgs", "ErrorProvider", "FeatureSupport", "FileDialog", "FlatStyle", "Font", "FontFamily", "FontStyle", "Form", "FormWindowState", "Graphics",
        "GraphicsUnit", "GroupBox", "Help", "HScrollBar", "Icon", "Image", "ImageAnimator", "ImageConverter", "ImageFormatConverter", "ImageLayout", "ImageList", "ImeMode", "InputLanguage", "KeyEventArgs", "Keys", "Label", "LayoutEventArgs",
        "LayoutSettings", "LinkLabel", "ListBox", "ListControl", "ListView", "MaskedTextBox", "Menu", "MenuStrip", "Message", "MessageBox", "MonthCalendar", "MouseButtons", "MouseEventArgs", "NativeWindow", "NotifyIcon",
        "NumericUpDown", "OpenFileDialog", "Orientation", "OSFeature", "Padding", "PageSetupDialog", "Panel", "Pen", "Pens", "PictureBox", "Point", "PointConverter", "PointF", "PowerStatus", "PrintDialog", "ProgressBar",
        "PropertyGrid", "RadioButton", "Rectangle", "RectangleConverter", "RectangleF", "Region", "RichTextBox", "RotateFlipType", "SaveFileDialog", "Screen", "ScrollBar", "Scrollable", "ScrollableControl", "SelectionRange", "SendKeys", "Shortcut",
        "Size", "SizeConverter", "SizeF", "SolidBrush", "SplitContainer", "Splitter", "StatusStrip", "StringFormat", "StringTrimming", "StringUnit", "SystemBrushes", "SystemColors", "SystemFonts", "SystemIcons", "SystemPens", "TabControl",
        "TableLayoutPanel", "TabPage", "TaskDialog", "TextBox", "TextBoxBase", "TextRenderer", "TextureBrush", "Timer", "ToolboxBitmapAttribute", "ToolStrip", "ToolTip", "TrackBar", "TreeNode", "TreeView", "UpDownBase", "UserControl",
        "VScrollBar", "WebBrowser",
    };

    [Fact]
    public void NoPublicNameIsAmbiguousUnderImplicitUsings()
    {
        HashSet<string> taken = [.. NamesIn(ImplicitUsings.Blazor), .. s_windowsForms];
        Assert.Contains("List", taken);
        if (FrameworkReferences.HasAspNetCore)
            Assert.Contains("EditForm", taken);

        string[] ours = [.. NamesIn(["NetCompiler", "NetCompiler.Layers"])];
        Assert.Contains("NetworkInfo", ours);
        Assert.Contains("ConvAttribute", ours);
        string[] ambiguous = [.. ours.Concat(ours.Where(IsAttribute).Select(name => name[..^"Attribute".Length])).Where(taken.Contains)];
        Assert.Empty(ambiguous);
    }

    /// <summary>With <c>using static BlockParameters</c> a placeholder is ambiguous with a type of its name. Windows Forms' Padding is documented.</summary>
    [Fact]
    public void NoPlaceholderIsAmbiguousUnderImplicitUsings()
    {
        HashSet<string> taken = [.. NamesIn(ImplicitUsings.Blazor), .. NamesIn(["NetCompiler", "NetCompiler.Layers"]), .. s_windowsForms];
        string[] placeholders = [.. typeof(NetCompiler.Layers.BlockParameters).GetFields().Select(field => field.Name)];
        Assert.Contains("Filters", placeholders);
        Assert.Equal(["Padding"], placeholders.Where(taken.Contains));
    }

    /// <summary><c>[Dense]</c> may mean a class <c>Dense</c> or <c>DenseAttribute</c>; with both namespaces open it must mean the attribute.</summary>
    [Fact]
    public void NoAttributeIsAmbiguousWithOneOfOurOwnTypes()
    {
        string[] attributes = [.. NamesIn(["NetCompiler", "NetCompiler.Layers"]).Where(IsAttribute).Select(name => name[..^"Attribute".Length])];
        Assert.Contains("Network", attributes);
        string uses = string.Concat(attributes.Select((name, i) => $"[{name}] partial class Use{i};\n"));
        CSharpCompilation compilation = TestProject.Default.Compile($"using NetCompiler;\nusing NetCompiler.Layers;\n{uses}");

        // CS0616: not an attribute class; CS1614: ambiguous; CS0246: not found.
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Id is "CS0616" or "CS1614" or "CS0246" or "CS0104");
    }

    [Theory]
    [InlineData("Network(1, 12, 12)", "Conv(4, 3), Relu, MaxPool(2), Flatten, Dense(10), Softmax")]
    [InlineData("Network(64, 32, 32)", "Conv(64, 3)")]
    public void EveryGeneratedMemberIsKnownToTheRuleAboutClashes(string attribute, string layers)
    {
        GeneratorHarness run = GeneratorHarness.Run(Declarations.Source(attribute, layers));
        INamedTypeSymbol network = run.Output.GetTypeByMetadataName("Samples.Net")!;
        IEnumerable<string> generated = network.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared && member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet })
            .Where(member => !GeneratedMembers.Clashes(member))
            .Select(member => member.ToDisplayString());
        Assert.Empty(generated);
    }

    private static bool IsAttribute(string name) => name.EndsWith("Attribute", StringComparison.Ordinal);

    /// <summary>Public types by name; generic ones do not clash with others of the same name.</summary>
    private static IEnumerable<string> NamesIn(IEnumerable<string> namespaces)
    {
        CSharpCompilation compilation = TestProject.Default.Compile();
        foreach (string name in namespaces)
        {
            INamespaceSymbol? current = compilation.GlobalNamespace;
            foreach (string part in name.Split('.'))
                current = current?.GetNamespaceMembers().FirstOrDefault(member => member.Name == part);
            foreach (INamedTypeSymbol type in current?.GetTypeMembers() ?? [])
            {
                if (type.DeclaredAccessibility == Accessibility.Public)
                    yield return type.Name;
            }
        }
    }
}
