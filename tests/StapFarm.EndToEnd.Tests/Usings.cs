global using StapFarm.Testing.Farm;
global using StapFarm.Testing.Farm.StapClients;
