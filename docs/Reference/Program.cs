// Writes docs/reference.md from the code:
//
//     dotnet run --project docs/Reference

using Glassbox.Reference;

File.WriteAllText(ReferencePage.File, ReferencePage.Write());
