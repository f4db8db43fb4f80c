using System.Security.Cryptography;
using CsCheck;
using StapFarm.Model.Failures;
using StapFarm.Model.Signing;
using StapFarm.Signing.Keys;
using StapFarm.Signing.Modules;
using Xunit;

namespace StapFarm.Signing.Tests.Modules;

public sealed class AppendedSignatureTests : IDisposable
{
    private const int Tail = 40;

    private static readonly OwnerKeyFiles Key = OwnerKeyFiles.Small(MadeKeys.Now.AddYears(-1));
    private static readonly OwnerKeyFiles Other = OwnerKeyFiles.Small(MadeKeys.Now);

    private readonly KeyFolder _folder = new();
    private readonly byte[] _module = RandomNumberGenerator.GetBytes(2_000);
    private readonly byte[] _signed;
    private readonly MachineOwnerKey _key;
    private readonly MachineOwnerKey _other;

    public AppendedSignatureTests()
    {
        _folder.Put(FileKeyRing.StaprunSignerFile, MadeKeys.StaprunSigner);
        _folder.Put(Key);
        _folder.Put(Other);
        var keys = _folder.OwnerKeys();
        (_key, _other) = (keys.Find([Key.Sha1])!, keys.Find([Other.Sha1])!);
        using var signer = new ModuleSigner(_folder.Ring(), keys, new ClaimedLevel(ModulePrivilege.Stapdev));
        _signed = [.. _module, .. signer.SignForKernel(_module, _key).Span];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_signed_is_read_back_with_who_signed_it()
    {
        var signature = AppendedSignature.Read(_signed)!;

        Assert.Equal(_module, signature.Module.ToArray());
        Assert.True(signature.IsBy(_key));
        Assert.False(signature.IsBy(_other));
    }

    [Fact]
    public void An_unsigned_module_carries_none()
    {
        Assert.Null(AppendedSignature.Read(_module));
        Assert.Null(AppendedSignature.Read(ReadOnlyMemory<byte>.Empty));
        Assert.Null(AppendedSignature.Read(_signed.AsMemory(0, _signed.Length - 1)));
    }

    [Fact]
    public void A_module_with_any_bit_changed_isnt_by_the_key() =>
        Gen.Select(Gen.Int[0, 1_999], Gen.Int[0, 7]).Sample(
            (at, bit) =>
            {
                var changed = _signed.ToArray();
                changed[at] ^= (byte)(1 << bit);
                Assert.False(AppendedSignature.Read(changed)!.IsBy(_key));
            },
            iter: 100);

    [Fact]
    public void A_trailer_of_another_kind_or_with_a_false_length_is_refused()
    {
        foreach (var (at, value) in ((int, byte)[])[(0, 1), (1, 6), (2, 1), (3, 1), (4, 1), (5, 1), (7, 1), (8, 0xff), (9, 1), (11, 0)])
        {
            var changed = _signed.ToArray();
            changed[^(Tail - at)] = value;

            Assert.Equal(FailureCode.Corrupt, Assert.Throws<FarmException>(() => AppendedSignature.Read(changed)).Failure.Code);
        }

        Assert.Throws<FarmException>(() => AppendedSignature.Read("~Module signature appended~\n"u8.ToArray()));
    }

    [Fact]
    public void Any_damage_gives_an_answer_that_isnt_by_the_key_or_a_clear_error() =>
        Gen.Select(Gen.Double[0, 0.9999], Gen.Int[1, 255]).Array[1, 4].Sample(
            changes =>
            {
                var changed = _signed.ToArray();
                foreach (var (where, value) in changes)
                {
                    var at = _module.Length + (int)(where * (changed.Length - _module.Length));
                    changed[at] = (byte)(_signed[at] ^ value);
                }

                AppendedSignature? read = null;
                var error = Record.Exception(() => read = AppendedSignature.Read(changed));
                Assert.True(error is null or FarmException { Failure.Code: FailureCode.Corrupt }, $"{error}");
                Assert.False(read?.IsBy(_key) ?? false);
            },
            iter: 3_000);
}
