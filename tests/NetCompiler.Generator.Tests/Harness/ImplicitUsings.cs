namespace NetCompiler.Generator.Tests.Harness;

/// <summary>The namespaces that the SDKs and project templates open in every file.</summary>
internal static class ImplicitUsings
{
    public static readonly string[] Console =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    public static readonly string[] Web =
    [
        .. Console,
        "System.Net.Http.Json",
        "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    public static readonly string[] Blazor =
    [
        .. Web,
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Components.Authorization",
        "Microsoft.AspNetCore.Components.Forms",
        "Microsoft.AspNetCore.Components.Routing",
        "Microsoft.AspNetCore.Components.Web",
        "Microsoft.AspNetCore.Components.Web.Virtualization",
        "Microsoft.JSInterop",
    ];
}
