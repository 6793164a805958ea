using Glassbox.Reference;

namespace Glassbox.Plotting.Tests.Gallery;

public sealed class ReferenceTests
{
    [Fact]
    public void The_reference_lists_what_the_code_has() =>
        Assert.True(
            File.ReadAllText(ReferencePage.File).ReplaceLineEndings("\n") == ReferencePage.Write(),
            "docs/reference.md is not what the code says: run 'dotnet run --project docs/Reference'.");
}
