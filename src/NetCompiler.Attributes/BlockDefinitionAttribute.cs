using System;
using System.ComponentModel;

namespace NetCompiler.Layers;

/// <summary>Written by the compiler into a project that defines blocks: what a block consists of, for projects that use it.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BlockDefinitionAttribute : Attribute
{
    /// <summary>The definition of one block.</summary>
    /// <param name="block">The full name of the block's class.</param>
    /// <param name="definition">Its layers with their expressions, in the compiler's own format.</param>
    public BlockDefinitionAttribute(string block, string definition)
    {
        Block = block;
        Definition = definition;
    }

    /// <summary>The full name of the block's class.</summary>
    public string Block { get; }

    /// <summary>The block's layers with their expressions, in the compiler's own format.</summary>
    public string Definition { get; }
}
