using System.Globalization;
using System.Text;
using StapFarm.Translation.Stap;

namespace StapFarm.Translation.Kbuild;

/// <summary>
/// The commands with which kbuild has made one module of stap's, for modules of other names and with other objects
/// (<c>make.sh</c> fills in both). One command a line, after its kind: <c>object</c> for each object of the module,
/// <c>alone</c> for objects that depend on no script, <c>then</c> for the rest in order.
/// </summary>
internal static class RecordedCommands
{
    /// <summary>What comes after the objects, in kbuild's order. 6.1 and 6.12; where modpost leaves no command, there is none to take.</summary>
    private static readonly string[] Links = ["{0}.mod", "{0}.o", "modules.order", "Module.symvers", "{0}.mod.o", "{0}.ko"];

    /// <param name="folder">Where stap has had the module built, with kbuild's notes.</param>
    /// <param name="name">The module's name; it must occur nowhere else in the commands.</param>
    /// <param name="seen">The same folder as the commands name it.</param>
    /// <returns>Null when kbuild worked in a way that isn't known here.</returns>
    public static string? Read(string folder, string name, string seen)
    {
        var files = Directory.EnumerateFiles(folder, ".*.cmd").Select(file => Parse(folder, file)).ToList();
        if (files.Any(file => file is null))
        {
            return null;
        }

        var byTarget = files.ToDictionary(file => file!.Target, file => file!, StringComparer.Ordinal);
        var links = Links.Select(link => $"{seen}/{string.Format(CultureInfo.InvariantCulture, link, name)}").ToList();
        if (!links.All(byTarget.ContainsKey))
        {
            return null;
        }

        var compiled = byTarget.Values.Where(file => !links.Contains(file.Target, StringComparer.Ordinal)).ToList();
        var own = compiled.Where(file => file.Source == Path.ChangeExtension(file.Target, ".c")).ToList();
        var objects = own.Select(file => Object(file, name, seen)).Distinct(StringComparer.Ordinal).ToList();
        var alone = compiled.Except(own).Where(file => file.Source is { } source && !source.StartsWith(seen, StringComparison.Ordinal)).ToList();
        if (objects.Count != 1 || own.Count + alone.Count != compiled.Count)
        {
            return null;
        }

        var text = new StringBuilder().Append("object ").Append(objects[0]).Append('\n');
        foreach (var file in alone)
        {
            text.Append("alone ").Append(Rename(file.Command, name)).Append('\n');
        }

        var names = own.Select(file => Path.GetFileName(file.Target)).ToList();
        foreach (var link in links)
        {
            if (Link(byTarget[link].Command, names, name) is not { } command)
            {
                return null;
            }

            text.Append("then ").Append(command).Append('\n');
        }

        return text.ToString();
    }

    private static CommandFile? Parse(string folder, string file) =>
        BuiltFile.Find(folder, Path.GetFileName(file)) is { } plain ? CommandFile.Parse(File.ReadAllText(plain)) : null;

    /// <summary>modpost reads an object's notes when a module has a version, so they are written as kbuild does.</summary>
    private static string Object(CommandFile file, string name, string seen)
    {
        var command = $"{file.Command}; scripts/basic/fixdep {seen}/.@OBJECT@.o.d {seen}/@OBJECT@.o '' > {seen}/.@OBJECT@.o.cmd";
        return Rename(command.Replace(Path.GetFileNameWithoutExtension(file.Target), "@OBJECT@", StringComparison.Ordinal), name);
    }

    /// <summary>Null when the command names objects in another way than as the list that the Makefile has.</summary>
    private static string? Link(string command, List<string> objects, string name)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = Array.FindIndex(words, objects.Contains);
        if (start >= 0)
        {
            var end = Array.FindIndex(words, start, word => !objects.Contains(word));
            if (end - start != objects.Count)
            {
                return null;
            }

            // Spaces within quotes would be lost with the words.
            var list = string.Join(' ', words[start..end]);
            command = command.Replace(list, "@OBJECTS@", StringComparison.Ordinal);
        }

        return objects.Any(word => command.Contains(word, StringComparison.Ordinal)) ? null : Rename(command, name);
    }

    private static string Rename(string command, string name) => command.Replace(name, "@NAME@", StringComparison.Ordinal);
}
