global using StapFarm.Testing.Farm;
