namespace NetCompiler.Tests;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadsBytesWhateverTheNameSays(bool zipped)
    {
        byte[] bytes = IdxBytes.Images(5);
        string path = _folder.Write(zipped ? "images" : "images.gz", zipped ? IdxBytes.Zip(bytes) : bytes);

        IdxFile file = IdxFile.Read(path);

        Assert.Equal(IdxElementType.UnsignedBytes, file.ElementType);
        Assert.Equal([5, 4, 3], file.Dimensions);
        Assert.Equal(bytes[16..], file.Data.ToArray());
        Assert.Equal(bytes[16..].Select(b => (float)b), file.ToFloats());
    }

    [Fact]
    public void ReadsIntegersAndFloatsBigEndian()
    {
        IdxFile integers = IdxFile.Read(_folder.Write("i", IdxBytes.Of(0x0C, [2, 1], [0xFF, 0xFF, 0xFF, 0xFE, 0, 1, 0, 0])));
        IdxFile floats = IdxFile.Read(_folder.Write("f", IdxBytes.Of(0x0D, [2], [0x3F, 0x80, 0, 0, 0xC0, 0x20, 0, 0])));

        Assert.Equal([-2f, 65536f], integers.ToFloats());
        Assert.Equal([1f, -2.5f], floats.ToFloats());
    }

    [Fact]
    public void ReadsOneToFourDimensions()
    {
        for (int rank = 1; rank <= 4; rank++)
        {
            uint[] dimensions = [.. Enumerable.Repeat(2u, rank)];
            IdxFile file = IdxFile.Read(_folder.Write($"rank{rank}", IdxBytes.Of(0x08, dimensions, new byte[1 << rank])));
            Assert.Equal(rank, file.Dimensions.Count);
        }
    }

    public static TheoryData<string, byte[], string, string> Malformed() => new()
    {
        { "empty", [], "header of 4 bytes", "after 0" },
        { "three bytes", [0, 0, 8], "header of 4 bytes", "after 3" },
        { "text", "hello, world"u8.ToArray(), "two zero bytes", "0x68 0x65" },
        { "second byte", [0, 1, 8, 1, 0, 0, 0, 1, 5], "two zero bytes", "0x00 0x01" },
        { "signed bytes", IdxBytes.Of(0x09, [1], [5]), "element type", "0x09" },
        { "doubles", IdxBytes.Of(0x0E, [1], new byte[8]), "element type", "0x0E" },
        { "no dimension", IdxBytes.Of(0x08, [], []), "1 to 4 dimensions", "0" },
        { "five dimensions", IdxBytes.Of(0x08, [1, 1, 1, 1, 1], [5]), "1 to 4 dimensions", "5" },
        { "cut in the sizes", IdxBytes.Of(0x08, [1, 1], [])[..10], "dimension 2 of 2", "after 2" },
        { "size zero", IdxBytes.Of(0x08, [3, 0], []), "dimension 2", "0" },
        { "negative size", IdxBytes.Of(0x08, [0xFFFFFFFF], []), "dimension 1", "4294967295" },
        { "huge", IdxBytes.Of(0x08, [0x7FFFFFFF, 0x7FFFFFFF, 0x7FFFFFFF, 0x7FFFFFFF], []), "at most", "or more" },
        { "product wraps 64 bits", IdxBytes.Of(0x08, [1 << 16, 1 << 16, 1 << 16, 1 << 16], []), "at most", "or more" },
        { "one element short", IdxBytes.Of(0x08, [2, 3], new byte[5]), "6 bytes of elements", "after 5" },
        { "floats cut", IdxBytes.Of(0x0D, [5], new byte[19]), "20 bytes of elements", "after 19" },
        { "one element more", IdxBytes.Of(0x08, [2, 3], new byte[7]), "end of the file", "more data" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void RefusesMalformedFiles(string what, byte[] bytes, string expected, string found)
    {
        foreach (byte[] form in new[] { bytes, IdxBytes.Zip(bytes) })
        {
            string path = _folder.Write("malformed", form);
            DataFormatException exception = Assert.Throws<DataFormatException>(() => IdxFile.Read(path));

            Assert.Equal(path, exception.File);
            Assert.Contains(expected, exception.Expected, StringComparison.Ordinal);
            Assert.Contains(found, exception.Found, StringComparison.Ordinal);
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(what);
    }

    [Fact]
    public void RefusesGzipStreamsCutAnywhere()
    {
        byte[] zipped = IdxBytes.Zip(IdxBytes.Images(20));
        for (int length = 2; length < zipped.Length; length++)
        {
            string path = _folder.Write("cut", zipped[..length]);
            Assert.Throws<DataFormatException>(() => IdxFile.Read(path));
        }
    }

    [Fact]
    public void RefusesArraysAboveTheLimitBeforeAllocatingThem()
    {
        string path = _folder.Write("images", IdxBytes.Images(10));
        Assert.Equal(120, IdxFile.Read(path, maximumBytes: 120).Data.Length);
        Assert.Throws<DataFormatException>(() => IdxFile.Read(path, maximumBytes: 119));

        // A gigabyte announced by a few bytes, inside the limit, so that only the file's length speaks against it.
        string bomb = _folder.Write("bomb", IdxBytes.Zip(IdxBytes.Of(0x08, [1 << 30], [])));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFormatException>(() => IdxFile.Read(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void AnyDamageGivesAnArrayOrTheOneException()
    {
        byte[][] originals = [IdxBytes.Images(6), IdxBytes.Zip(IdxBytes.Images(6)), IdxBytes.Of(0x0D, [3, 2], new byte[24])];
        int refused = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            Random random = new(seed);
            byte[] bytes = [.. originals[seed % originals.Length]];
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                // Most damage goes into the header, where it matters.
                int place = random.Next(2) == 0 ? random.Next(Math.Min(16, bytes.Length)) : random.Next(bytes.Length);
                bytes[place] = (byte)random.Next(256);
            }

            if (random.Next(4) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            string path = _folder.Write("fuzz", bytes);
            try
            {
                IdxFile file = IdxFile.Read(path);
                long product = file.Dimensions.Aggregate(1L, (p, d) => p * d);
                Assert.Equal(product, file.ToFloats().Length);
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1499);
    }

    [Fact]
    public void AMissingFileIsAnIoError() =>
        Assert.Throws<FileNotFoundException>(() => IdxFile.Read(Path.Combine(_folder.Path, "none")));
}
