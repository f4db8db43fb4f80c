using System.Net;
using Microsoft.Extensions.DependencyInjection;
using StapFarm.CompileServer.StapPort;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Testing;

namespace StapFarm.CompileServer.Tests.StapPort;

/// <summary>A farm in this process with the port for stap; all of one test run share a certificate, since making its key takes seconds.</summary>
internal static class StapFarmPort
{
    private static readonly ScratchFolder Folder = new();
    private static readonly string Certificate = Folder.File("stap-server.pem");

    public static async Task<TestFarm> StartAsync(params string[] settings) =>
        await TestFarm.StartAsync(null, ["--Farm:StapPort:Listen=127.0.0.1:0", $"--Farm:StapPort:Certificate={Certificate}", "--Farm:StapPort:CreateMissing=true", .. settings]);

    public static IPEndPoint StapAddress(this TestFarm farm) => farm.Services.GetRequiredService<StapListener>().Address!;
}
