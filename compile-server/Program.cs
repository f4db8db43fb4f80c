using StapFarm.CompileServer.Hosting;

return await FarmProcess.RunAsync(args);
