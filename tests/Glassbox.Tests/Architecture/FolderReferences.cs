using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Glassbox.Tests.Architecture;

/// <summary>
/// Which folder of the sources refers to which, read from the compiled library and its debug symbols. A method belongs to the folder of its
/// own file, so that the parts of a partial class may stand in several folders; what it refers to is the type, which belongs to the file of
/// its name.
/// </summary>
internal sealed class FolderReferences
{
    /// <summary>Stands for the files that the library shares with others.</summary>
    public const string Shared = "shared";

    private readonly ModuleDefinition module;
    private readonly string sources;
    private readonly Lazy<Dictionary<string, string>> texts;
    private readonly Dictionary<TypeDefinition, string> homes = [];
    private readonly HashSet<FolderReference> found = [];

    /// <summary>Reads an assembly.</summary>
    /// <param name="assembly">Its path; the symbols lie beside it.</param>
    /// <param name="sources">The folder that its sources lie in.</param>
    public FolderReferences(string assembly, string sources)
    {
        this.sources = sources;
        texts = new(() => Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => FolderOf(file) is not ("bin" or "obj")).ToDictionary(file => file, File.ReadAllText));
        module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { ReadSymbols = true });
        foreach (var type in module.GetAllTypes().Where(type => !IsCompilers(type)))
        {
            Visit(type);
        }
    }

    /// <summary>All references between folders, each once.</summary>
    public IReadOnlyCollection<FolderReference> All => found;

    private static bool IsCompilers(TypeDefinition type) => Outermost(type).Name.StartsWith('<');

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private void Visit(TypeDefinition type)
    {
        var home = Own(type);
        Refer(home, type, type.BaseType);
        foreach (var contract in type.Interfaces)
        {
            Refer(home, type, contract.InterfaceType);
        }

        foreach (var field in type.Fields)
        {
            Refer(FolderOf(field) ?? home, type, field.FieldType);
        }

        foreach (var method in type.Methods)
        {
            var folder = FolderOf(method) ?? (FileOf(method) is { } file ? FolderOf(file) : home);
            Refer(folder, type, method.ReturnType);
            foreach (var parameter in method.Parameters)
            {
                Refer(folder, type, parameter.ParameterType);
            }

            foreach (var instruction in method.HasBody ? method.Body.Instructions : [])
            {
                Refer(folder, type, instruction);
            }
        }
    }

    private void Refer(string folder, TypeDefinition type, Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference operand:
                Refer(folder, type, operand);
                break;
            case FieldReference field:
                Refer(folder, type, field.DeclaringType);
                break;
            case MethodReference method:
                Refer(folder, type, method.DeclaringType);
                foreach (var argument in (method as GenericInstanceMethod)?.GenericArguments ?? [])
                {
                    Refer(folder, type, argument);
                }

                break;
        }
    }

    private void Refer(string folder, TypeDefinition from, TypeReference? reference)
    {
        foreach (var argument in (reference as GenericInstanceType)?.GenericArguments ?? [])
        {
            Refer(folder, from, argument);
        }

        if (reference is TypeSpecification specification)
        {
            Refer(folder, from, specification.ElementType);
        }
        else if (reference is not (null or GenericParameter) && reference.Scope == module && reference.Resolve() is { } type
            && !IsCompilers(type) && Home(type) is var to && to != folder)
        {
            found.Add(new(folder, to, Outermost(from).Name, Outermost(type).Name));
        }
    }

    /// <summary>
    /// The folder of the file that a nested type's code stands in, such as a lambda's; otherwise that of its outermost type.
    /// </summary>
    private string Own(TypeDefinition type) =>
        type.IsNested && type.Methods.Select(FileOf).FirstOrDefault(file => file is not null) is { } file ? FolderOf(file) : Home(type);

    /// <summary>The folder of the file that has a type's name, or else of the one that has most of its code, or declares it.</summary>
    private string Home(TypeDefinition inner)
    {
        var type = Outermost(inner);
        if (homes.TryGetValue(type, out var known))
        {
            return known;
        }

        var name = type.Name.Split('`')[0];
        var files = type.NestedTypes.SelectMany(nested => nested.Methods).Concat(type.Methods).Select(FileOf).OfType<string>().ToList();
        var declaration = new Regex($@"\b(class|struct|interface|enum|record|delegate [^;(]*)\s+{name}\b");
        var file = files.Find(candidate => Path.GetFileNameWithoutExtension(candidate) == name)
            ?? files.CountBy(candidate => candidate).OrderByDescending(pair => pair.Value).FirstOrDefault().Key
            ?? texts.Value.FirstOrDefault(pair => Path.GetFileNameWithoutExtension(pair.Key) == name && declaration.IsMatch(pair.Value)).Key
            ?? texts.Value.FirstOrDefault(pair => declaration.IsMatch(pair.Value)).Key;
        return homes[type] = file is null ? Shared : FolderOf(file);
    }

    private static string? FileOf(MethodDefinition method) =>
        method.DebugInformation.SequencePoints.FirstOrDefault(point => !point.IsHidden)?.Document.Url;

    /// <summary>Where an automatic property of a partial class stands, of which the symbols say nothing.</summary>
    private string? FolderOf(IMemberDefinition member)
    {
        var name = Regex.Match(member.Name, @"^<(\w+)>k__BackingField$|^[gs]et_(\w+)$");
        if (!name.Success || (member is MethodDefinition method && FileOf(method) is not null))
        {
            return null;
        }

        var typeName = Outermost(member.DeclaringType).Name.Split('`')[0];
        var property = new Regex($@" {name.Groups[1].Value}{name.Groups[2].Value} \{{ get;");
        return texts.Value.Keys.FirstOrDefault(file => Path.GetFileName(file).StartsWith(typeName + ".", StringComparison.Ordinal)
            && property.IsMatch(texts.Value[file])) is { } found ? FolderOf(found) : null;
    }

    private string FolderOf(string file)
    {
        var normal = file.Replace('\\', '/');
        var root = "/" + string.Join('/', sources.Replace('\\', '/').Split('/')[^2..]) + "/";
        var start = normal.LastIndexOf(root, StringComparison.Ordinal);
        return start < 0 ? Shared : normal[(start + root.Length)..].Split('/')[0];
    }
}

/// <summary>A type of one folder refers to a type of another.</summary>
internal sealed record FolderReference(string Folder, string OtherFolder, string Type, string OtherType)
{
    public override string ToString() => $"{Folder}/{Type} refers to {OtherFolder}/{OtherType}";
}
