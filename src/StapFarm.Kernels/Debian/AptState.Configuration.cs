using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Debian;

internal sealed partial class AptState
{
    private void CheckKeyring()
    {
        if (!File.Exists(_options.Keyring))
        {
            throw new FarmException(
                FailureCode.SourceFailed,
                $"The keys of the Debian archive aren't on this machine: there is no {_options.Keyring}.",
                "Install the package debian-archive-keyring, or set Farm:Kernels:Keyring.");
        }
    }

    private void Write(string sources)
    {
        foreach (var folder in (string[])["state/lists/partial", "cache/archives/partial", "none"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        }

        File.WriteAllText(Path.Combine(_folder, "status"), "");
        File.WriteAllText(Sources, sources);
        File.WriteAllText(Configuration, ConfigurationText());
    }

    // Read after the machine's own configuration, of which proxies and logins stay; hooks of the machine must not run.
    private string ConfigurationText() => $$"""
        Dir::State "{{_folder}}/state";
        Dir::State::status "{{_folder}}/status";
        Dir::Cache "{{_folder}}/cache";
        Dir::Cache::pkgcache "pkgcache.bin";
        Dir::Cache::srcpkgcache "";
        Dir::Etc::sourcelist "{{Sources}}";
        Dir::Etc::sourceparts "{{_folder}}/none";
        Dir::Etc::preferences "{{_folder}}/none/preferences";
        Dir::Etc::preferencesparts "{{_folder}}/none";
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        #clear APT::Architectures;
        APT::Architecture "{{_architecture}}";
        APT::Architectures { "{{_architecture}}"; };
        #clear Acquire::IndexTargets::deb::Contents-deb;
        #clear Acquire::IndexTargets::deb::DEP-11;
        #clear Acquire::IndexTargets::deb::DEP-11-icons;
        #clear Acquire::IndexTargets::deb::DEP-11-icons-small;
        #clear Acquire::IndexTargets::deb::DEP-11-icons-hidpi;
        #clear Acquire::IndexTargets::deb::DEP-11-icons-large;
        #clear Acquire::IndexTargets::deb::DEP-11-icons-large-hidpi;
        #clear Acquire::Languages;
        Acquire::Languages { "none"; };
        Acquire::AllowInsecureRepositories "false";
        Acquire::AllowWeakRepositories "false";
        Acquire::AllowDowngradeToInsecureRepositories "false";
        Acquire::Retries "3";
        APT::Get::AllowUnauthenticated "false";

        """;
}
