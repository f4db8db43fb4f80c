using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using StapFarm.CompileServer.Builds;
using StapFarm.CompileServer.Calls;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using StapFarm.Model.Signing;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Signatures;

/// <summary>Signatures for kernels, of modules that the farm has built: never of what somebody sends.</summary>
internal sealed partial class SignaturesService(
    ModuleLookup lookup,
    IBlobStore blobs,
    IMachineOwnerKeys keys,
    IModuleSigner signer,
    IAuthorizer authorizer,
    ILogger<SignaturesService> logger) : V1.Signatures.SignaturesBase
{
    public override async Task<V1.ListOwnerKeysResponse> ListOwnerKeys(V1.ListOwnerKeysRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), request.MakeMissing ? FarmAction.Administer : FarmAction.View);
        if (request.MakeMissing)
        {
            await Task.Run(keys.FirstOrNew, context.CancellationToken);
        }

        return new() { Keys = { keys.List().Select(ToProto) } };
    }

    public override async Task<V1.SignForKernelResponse> SignForKernel(V1.SignForKernelRequest request, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.SignForKernel);
        var module = await lookup.ResolveAsync(request.ModuleKey, context.CancellationToken);
        if (module.Kind != TranslationKind.Module)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"'{request.ModuleKey}' is a listing.", "Only modules are signed.");
        }

        var key = KeyFor(request.Enrolled);
        using var content = new MemoryStream();
        await using (var stored = await blobs.OpenAsync(module.Content.Digest, 0, context.CancellationToken))
        {
            await stored.CopyToAsync(content, context.CancellationToken);
        }

        var signature = signer.SignForKernel(content.ToArray(), key);
        LogSigned(module.Key.Digest.Short, key.Sha1, context.Principal());
        return new()
        {
            Content = module.Content.ToProto(),
            ModuleName = module.ModuleName ?? "",
            Signature = ByteString.CopyFrom(signature.Span),
            Key = ToProto(key),
        };
    }

    private MachineOwnerKey KeyFor(RepeatedField<string> enrolled)
    {
        var key = enrolled.Count > 0 ? keys.Find(enrolled) : keys.List() is [var oldest, ..] ? oldest : null;
        return key ?? throw new FarmException(
            FailureCode.NotFound,
            enrolled.Count > 0 ? "The farm has none of these machine owner keys." : "The farm has no machine owner key yet.",
            "'stapfarm farm owner-key --der FILE' writes the certificate of the farm's (and makes the key if there is none); on the machine: mokutil --import FILE, then reboot.");
    }

    private static V1.OwnerKey ToProto(MachineOwnerKey key) => new()
    {
        Certificate = ByteString.CopyFrom(key.Certificate.Span),
        Sha1 = key.Sha1,
        Sha256 = key.Sha256,
    };
}
